"""`python -m bench.mail_server KIND PORT`: an SMTP server that accepts everything, in its own process.

KIND is `aiosmtpd`, the server that the tests use as it is, or `nothing`, which does as little as a server can and is
the fastest that Python allows: it looks into no address and no letter. It offers what Postfix and Exchange offer:
commands in one go (RFC 2920) and texts as chunks (RFC 3030). Either prints a line when it listens; once its standard
input is closed it prints what it took (`Taken`) as JSON and ends.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass, field

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Talk

END_OF_LETTER = b"\r\n.\r\n"
GREETING = b"220 bench ESMTP\r\n"
REPLIES = {
    b"EHLO": b"250-bench\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250 SIZE 33554432\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 Bye\r\n",
}
OK = b"250 2.0.0 OK\r\n"


@dataclass
class Taken:
    """Letters accepted, how many of them to a recipient who had one already, and connections."""

    letters: int = 0
    twice: int = 0
    connections: int = 0
    recipients: set[str | bytes] = field(default_factory=set, repr=False)

    def take(self, recipient: str | bytes) -> None:
        self.letters += 1
        self.twice += recipient in self.recipients
        self.recipients.add(recipient)


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.unread = b""
        self.is_in_letter = False
        self.bytes_coming = 0  # of a chunk
        self.recipient = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.taken.connections += 1
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.unread += data
        replies = b""
        while reply := self._reply():
            replies += reply
        if replies:
            self.transport.write(replies)

    def _reply(self) -> bytes:
        """The answer to the next line or letter; empty while it has not come in whole."""
        if self.bytes_coming:
            return self._take_chunk()
        end = END_OF_LETTER if self.is_in_letter else b"\r\n"
        first, found, rest = self.unread.partition(end)
        if not found:
            return b""
        self.unread = rest
        return self._take_letter() if self.is_in_letter else self._answer(first)

    def _answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"RCPT":
            self.recipient = line
        self.is_in_letter = verb == b"DATA"
        if verb == b"BDAT":
            self.bytes_coming = int(line.split()[1])
            return self._take_chunk()
        return REPLIES.get(verb, OK)

    def _take_chunk(self) -> bytes:
        if len(self.unread) < self.bytes_coming:
            return b""
        self.unread, self.bytes_coming = self.unread[self.bytes_coming :], 0
        return self._take_letter()

    def _take_letter(self) -> bytes:
        self.is_in_letter = False
        self.taken.take(self.recipient)
        return OK


class Library(SMTP):
    """aiosmtpd's own server, which notes what it takes."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        super().__init__(self, hostname="bench", enable_SMTPUTF8=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.taken.connections += 1
        super().connection_made(transport)

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, talk: Talk, envelope: Envelope
    ) -> str:
        self.taken.take(envelope.rcpt_tos[0])
        return "250 2.0.0 OK"


SERVERS = {"aiosmtpd": Library, "nothing": Conversation}


async def serve(kind: str, port: int) -> Taken:
    """Returns when standard input is closed."""
    taken, loop = Taken(), asyncio.get_running_loop()
    await loop.create_server(lambda: SERVERS[kind](taken), "127.0.0.1", port)
    print("listening", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    return taken


if __name__ == "__main__":
    found = asdict(asyncio.run(serve(sys.argv[1], int(sys.argv[2]))))
    print(json.dumps({name: value for name, value in found.items() if name != "recipients"}))
