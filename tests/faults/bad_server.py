"""A mail server with every bad habit, each shown to one recipient in ten."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Conversation

from tests.smtp_server import MailServer, free_port, serving

HABITS = ("fine", "grey", "fine", "busy", "data451", "fine", "drop", "fine", "hard", "soft")
HANGS_FOR = 34  # seconds: longer than a letter is waited for
BUSY = "421 4.3.2 Too many connections, try again later"


@dataclass
class BadServer(MailServer):
    """What it does at a recipient depends on the address: `<habit>-<number>@…`.

    `grey`, `soft` and `busy` are told to come back at the first attempt, `data451` after the text, `drop` loses its
    connection once in the middle of the text, `hang` hears nothing once, `hard` is refused for good. Every second
    connection is offered commands in one go and chunks.
    """

    tries: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        with self.lock:
            self.takes_commands_in_one_go = self.offers_chunks = not self.offers_chunks
        return await super().handle_EHLO(server, conversation, envelope, name, replies)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        with self.lock:
            self.tries[address] += 1
        self.tried.append(address)
        habit, number = address.partition("-")[0], self.tries[address]
        if habit == "hard":
            return "550 5.1.1 No such mailbox here"
        if habit == "grey" and number == 1:
            return "450 4.2.0 Greylisted, come back later"
        if habit in ("soft", "busy") and number == 1:
            return BUSY if habit == "busy" else "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope
    ) -> str:
        address = envelope.rcpt_tos[0]
        habit, number = address.partition("-")[0], self.tries[address]
        if habit == "data451" and number == 1:
            return "451 4.3.0 Try again later"
        if habit == "hang" and number == 1:
            await asyncio.sleep(HANGS_FOR)
        if habit in ("drop", "hang") and number == 1:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return BUSY
        return await super().handle_DATA(server, conversation, envelope)


@contextmanager
def running_bad_server() -> Iterator[BadServer]:
    server = BadServer(port=free_port())
    with serving(server):
        yield server
