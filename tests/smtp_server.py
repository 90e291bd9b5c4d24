"""A real SMTP server on loopback that can be made to behave like bad ones."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Conversation

GREYLISTED = "450 4.2.0 Greylisted, come back later"


@dataclass
class Received:
    """One letter as it came over the line."""

    sender: str
    recipients: list[str]
    content: bytes
    peer: int  # the port it came from: one for each connection
    came_as_chunk: bool = False

    @property
    def message(self) -> Message:
        return message_from_bytes(self.content)

    def part(self, media_type: str) -> str:
        """The decoded text of the first part of that type."""
        found = next(part for part in self.message.walk() if part.get_content_type() == media_type)
        payload = found.get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload.decode()


@dataclass
class MailServer:
    """What the server received, and how it behaves; change the behaviour while it runs.

    `at_recipient` and `at_data` are given the address and say the reply, or None to accept. `at_hello` is the
    reply that turns away the connection, `at_mail` that to every sender. `takes_commands_in_one_go` offers PIPELINING
    (RFC 2920), `offers_chunks` CHUNKING (RFC 3030) as well, which it knows or does not. `hang_up_at_data` loses the
    connection instead of an answer. `most_for_connection` letters are taken over one, then it is closed with 421 (0:
    any number). `pause` is in seconds, per letter.
    """

    port: int = 0
    received: list[Received] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)  # recipients, at every attempt
    at_hello: str = ""
    at_mail: str = ""
    takes_commands_in_one_go: bool = False
    offers_chunks: bool = False
    knows_chunks: bool = True
    at_recipient: Callable[[str], str | None] = lambda address: None
    at_data: Callable[[str], str | None] = lambda address: None
    hang_up_at_data: bool = False
    most_for_connection: int = 0
    pause: float = 0

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        if not self.at_hello:
            conversation.host_name = name
        if self.takes_commands_in_one_go:
            replies.insert(1, "250-PIPELINING")
        if self.offers_chunks:
            replies.insert(1, "250-CHUNKING")
        return [self.at_hello] if self.at_hello else replies

    async def handle_HELO(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, name: str
    ) -> str:
        conversation.host_name = name
        return self.at_hello or "250 here"

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        assert conversation.peer is not None
        came = sum(letter.peer == int(conversation.peer[1]) for letter in self.received)
        if self.most_for_connection and came >= self.most_for_connection:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.write(b"421 4.7.0 Too many messages in this connection\r\n")
            server.transport.close()
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        if refusal := self.at_recipient(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, conversation: Conversation, envelope: Envelope
    ) -> str:
        if self.pause:
            await asyncio.sleep(self.pause)
        if self.hang_up_at_data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        if refusal := self.at_data(envelope.rcpt_tos[0]):
            return refusal
        content = envelope.content
        assert isinstance(content, bytes)
        assert conversation.peer is not None
        self.received.append(
            Received(
                envelope.mail_from or "",
                list(envelope.rcpt_tos),
                content,
                int(conversation.peer[1]),
                isinstance(server, Chunking) and server.is_in_chunk,
            )
        )
        return f"250 2.0.0 kept as {len(self.received)}"

    def to(self, address: str) -> list[Received]:
        return [letter for letter in self.received if letter.recipients == [address]]

    def wait_for(self, number: int, seconds: float = 20) -> None:
        """Returns once so many letters have come; fails the test after `seconds`."""
        until = time.monotonic() + seconds
        while len(self.received) < number:
            assert time.monotonic() < until, f"{len(self.received)} of {number} letters came in {seconds} s"
            time.sleep(0.02)


class Chunking(SMTP):
    """aiosmtpd's server that takes a letter as one chunk as well."""

    is_in_chunk = False

    async def smtp_BDAT(self, argument: str) -> None:  # noqa: N802  (aiosmtpd's name)
        if not self.event_handler.knows_chunks:
            await self.push("502 5.5.2 What is that?")
            return
        content = await self._reader.readexactly(int(argument.split()[0]))
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 No valid recipients")
            return
        self.envelope.content = content
        self.is_in_chunk = True
        reply = await self._call_handler_hook("DATA")
        self.is_in_chunk = False
        self._set_post_data_state()  # type: ignore[no-untyped-call]  # aiosmtpd has no hints
        await self.push(reply)


class ServerThread(Controller):
    """Runs a server in a thread of its own."""

    def factory(self) -> SMTP:
        return Chunking(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_mail_server(port: int | None = None) -> Iterator[MailServer]:
    """A server on 127.0.0.1 that accepts everything until it is told otherwise."""
    server = MailServer(port=port or free_port())
    with serving(server):
        yield server


@contextmanager
def serving(server: MailServer) -> Iterator[None]:
    controller = ServerThread(server, hostname="127.0.0.1", port=server.port, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class SilentServer:
    """Accepts connections, says its greeting if it has one, and never another word; or drips digits without end."""

    def __init__(self, greeting: str = "", *, drips: bool = False) -> None:
        self.greeting = greeting
        self.drips = drips
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.accepted: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection = self.listener.accept()[0]
                connection.sendall(self.greeting.encode())
                self.accepted.append(connection)
                while self.drips:
                    connection.sendall(b"2")
                    time.sleep(0.05)
            except OSError:
                return

    def close(self) -> None:
        self.listener.close()
        for connection in self.accepted:
            connection.close()
