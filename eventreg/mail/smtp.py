"""The line to the mail server: Flask-Mail's connection, kept over many letters, with a limit in time.

The only code that speaks SMTP.
"""

import smtplib
import socket
import ssl
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, cast  # Any: smtplib's and Flask-Mail's own arguments

from flask_mail import Connection, Mail

from eventreg.mail.mime import bare_address
from eventreg.settings import Settings, Smtp

LETTER_SECONDS = 30.0  # for one letter, connecting included; shorter than the lease
LONGEST_WORDS = 1000
LONGEST_REPLY = 65536  # bytes
CLOSE_ENOUGH = 1.0  # seconds by which a reply may be late: setting a limit anew for each costs other threads their turn
LONGEST_CHUNK = 262144  # bytes; a longer letter is not sent before its recipient is accepted
WANTED = ((250,), (250, 251), (354,))  # for MAIL, RCPT and DATA
NOT_UNDERSTOOD = (500, 502)  # RFC 5321, 4.2.4


@dataclass(frozen=True)
class Answer:
    """What an attempt brought: the server's code (None when it gave none) and its words, or what broke.

    `is_about_letter` is False when the connection itself failed or was turned away: other letters would fare alike.
    `is_final` says that no later attempt can do better, whatever the code.
    """

    code: int | None
    words: str
    is_about_letter: bool = True
    is_final: bool = False


class _CommandUnknownError(Exception):
    """The server does not know a command that it offered."""


class _UsedUpError(Exception):
    """The server takes no more letters over this connection, and took some before."""


class _Replies:
    """What a server says, in place of the file that smtplib reads: a reply is to be whole by a deadline.

    smtplib grants each piece of a reply the whole limit, so a server that drips would hold a letter beyond its lease.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.unread = b""

    def next(self, deadline: float) -> tuple[int, bytes]:
        """Code (-1 for none) and words of the next reply (RFC 5321, 4.2.1). Raises `OSError` when it does not come."""
        line = self._line(deadline)
        words, length = [line[4:].strip()], len(line)
        while line[3:4] == b"-" and line[:3].isdigit():
            line = self._line(deadline)
            words.append(line[4:].strip())
            length += len(line)
            if length > LONGEST_REPLY:
                raise ConnectionError("the reply is too long")
        return int(line[:3]) if line[:3].isdigit() else -1, b"\n".join(words)

    def close(self) -> None:
        """smtplib closes its file; the socket is its own matter."""

    def _line(self, deadline: float) -> bytes:
        line, is_whole, rest = self.unread.partition(b"\n")
        while not is_whole:
            left = deadline - monotonic()
            if left <= 0 or len(line) > LONGEST_REPLY:
                raise TimeoutError("timed out")
            if abs(left - (self.sock.gettimeout() or 0)) > CLOSE_ENOUGH:
                self.sock.settimeout(left)
            _acknowledge_at_once(self.sock)
            piece = self.sock.recv(8192)
            if not piece:
                raise ConnectionError("the server closed the connection")
            line, is_whole, rest = (line + piece).partition(b"\n")
        self.unread = rest
        return line


class _Timed(smtplib.SMTP):
    """Every reply must come before the letter's deadline."""

    def __init__(self, host: str, port: int, own_name: str, deadline: float, **named: Any) -> None:
        self.deadline = deadline
        self.letters = 0  # that were begun over this connection
        super().__init__(host, port, own_name, timeout=_left(deadline), **named)

    def connect(self, *place: Any, **named: Any) -> tuple[int, bytes]:
        """As smtplib does, but the end of a text does not wait for what went before it to be acknowledged."""
        greeting = super().connect(*place, **named)
        cast(socket.socket, self.sock).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return greeting

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("there is no connection")
        self.file = self.file or _Replies(self.sock)  # smtplib drops it with each new stream, such as that inside TLS
        try:
            return cast(_Replies, self.file).next(self.deadline)
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"Connection unexpectedly closed: {error}") from None

    def give(self, sender: str, recipient: str, content: bytes, *, in_chunks: bool) -> Answer:
        """One letter to one recipient: the reply that accepted it, or the first that did not.

        In place of `sendmail`, which reads both addresses and every line of the letter anew, and drops the last reply.
        RFC 5321, 3.3: `content` ends with a line break; 4.5.2: lines that begin with a dot get one more. RFC 2920:
        where the server takes commands in one go, the three before the text cost one round trip. RFC 3030: where it
        takes chunks as well, and `in_chunks` says so, the text goes along with them. Raises `_CommandUnknownError` for
        a server that offers chunks and does not know them, `_UsedUpError` where another connection is to be opened.
        """
        self.letters += 1
        size = f" SIZE={len(content)}" if self.has_extn("size") else ""
        is_chunk = in_chunks and len(content) <= LONGEST_CHUNK and all(map(self.has_extn, ("pipelining", "chunking")))
        text = f"BDAT {len(content)} LAST" if is_chunk else "DATA"
        commands = (f"MAIL FROM:<{sender}>{size}", f"RCPT TO:<{recipient}>", text)
        if refused := self._ask(commands, content if is_chunk else b""):
            return refused
        if not is_chunk:
            self.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, words = self.getreply()
        if is_chunk and code in NOT_UNDERSTOOD:
            raise _CommandUnknownError
        return _answer(code, words) if 200 <= code < 300 else self._refused(code, words)

    def _ask(self, commands: Sequence[str], chunk: bytes) -> Answer | None:
        """Says the commands, with the text where it is a chunk; gives the first refusal, None where all is well."""
        in_one_go = self.has_extn("pipelining")
        if in_one_go:
            self.send("\r\n".join((*commands, "")).encode("ascii") + chunk)
        for command, wanted in zip(commands, WANTED[: 2 if chunk else 3], strict=False):
            code, words = self.getreply() if in_one_go else self.docmd(command)
            if code == 421 and command is commands[0] and self.letters > 1:
                raise _UsedUpError
            if code not in wanted:
                if in_one_go and code != 421:
                    last = self._pass_over(len(commands) - commands.index(command) - 1)
                    if chunk and last in NOT_UNDERSTOOD:
                        raise _CommandUnknownError
                return self._refused(code, words)
        return None

    def _pass_over(self, replies: int) -> int:
        """Hears the replies to commands that went ahead of a refusal and gives the last one's code, 0 for none; RFC
        2920, 3.1: a text that is wanted all the same is a single dot."""
        code = 0
        with suppress(smtplib.SMTPServerDisconnected):
            for _ in range(replies):
                code, _words = self.getreply()
                if code == 354:
                    self.send(".\r\n")
                    self.getreply()
        return code

    def _refused(self, code: int, words: bytes) -> Answer:
        """Ready for the next letter; closed after a reply that ends the conversation or has no meaning here."""
        has_meaning = 400 <= code < 600
        if has_meaning and code != 421:
            with suppress(smtplib.SMTPServerDisconnected):
                self.rset()
        else:
            self.close()
        return _answer(code if has_meaning else -1, words)


class _TimedTls(_Timed, smtplib.SMTP_SSL):
    """The same inside TLS from the first byte."""


class Line(Connection):
    """A connection that opens with the first letter, stays for the next ones, and is opened anew when it was lost."""

    host: _Timed | None

    def __init__(self, settings: Settings, smtp: Smtp, letter_seconds: float = LETTER_SECONDS) -> None:
        # Flask-Mail's own `connect` hands over this state as well, whatever its hint says
        super().__init__(Mail().init_mail(_configuration(settings, smtp)))  # type: ignore[arg-type]
        self.smtp = smtp
        self.letter_seconds = letter_seconds
        self.sender = bare_address(settings.mail_from)
        self.own_name = self.sender.rpartition("@")[2] or settings.host
        self.deadline = 0.0
        self.in_chunks = True  # until the server turns out not to know what it offers

    def hand_over(self, recipient: str, content: bytes) -> Answer:
        """Gives one letter to the server, in one envelope to one recipient; never raises for what the server does."""
        self.deadline = monotonic() + self.letter_seconds
        return self._give(recipient, content)

    def _give(self, recipient: str, content: bytes) -> Answer:
        try:
            host = self._open()
        except (OSError, smtplib.SMTPException) as error:
            return _failure(error)
        try:
            return host.give(self.sender, recipient, content, in_chunks=self.in_chunks)
        except _CommandUnknownError:  # it takes the text for commands
            self.close()
            self.in_chunks = False
            return self._give(recipient, content)
        except _UsedUpError:  # Exim takes 1000 letters over one, others ten
            self.close()
            return self._give(recipient, content)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(None, str(error)[:LONGEST_WORDS] or type(error).__name__)

    def close(self) -> None:
        """Says goodbye where there is anybody to hear it."""
        if self.host is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.host.deadline = monotonic() + 2
                self.host.quit()
            self.host.close()
            self.host = None

    def configure_host(self) -> _Timed:
        """A fresh connection, with the server's certificate checked wherever there is TLS."""
        place = (self.smtp.host, self.smtp.port, self.own_name, self.deadline)
        if self.smtp.security == "tls":
            host: _Timed = _TimedTls(*place, context=ssl.create_default_context())
        else:
            host = _Timed(*place)
        try:
            if self.smtp.security == "starttls":
                host.starttls(context=ssl.create_default_context())
            if self.smtp.user and self.smtp.password:
                host.login(self.smtp.user, self.smtp.password)
            host.ehlo_or_helo_if_needed()  # here, so that a refusal is about the connection and not about the letter
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> _Timed:
        if self.host is None or self.host.sock is None:
            self.host = self.configure_host()
        self.host.deadline = self.deadline
        return self.host


def _configuration(settings: Settings, smtp: Smtp) -> dict[str, Any]:
    return {
        "MAIL_SERVER": smtp.host,
        "MAIL_PORT": smtp.port,
        "MAIL_DEFAULT_SENDER": settings.mail_from,
        "MAIL_SUPPRESS_SEND": False,
    }


def _acknowledge_at_once(sock: socket.socket) -> None:
    """What has come is acknowledged now, until the next piece comes (Linux: tcp(7), TCP_QUICKACK lasts no longer).

    A server that answers in two pieces, as Postfix answers a chunk, may send the second only once the first is
    acknowledged (RFC 896), which the system puts off for 40 ms (RFC 1122, 4.2.3.2): each letter took as long.
    """
    if sys.platform == "linux":
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _left(deadline: float) -> float:
    return max(0.01, deadline - monotonic())


def _answer(code: int, words: bytes) -> Answer:
    said = words.decode("utf-8", "replace").replace("\0", "")  # of which PostgreSQL has none
    return Answer(code if 200 <= code < 600 else None, said[:LONGEST_WORDS])


def _failure(error: Exception) -> Answer:
    """No connection: the server's code and words where it spoke, else what broke."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        found = _answer(error.smtp_code, words)
        return Answer(found.code, found.words, is_about_letter=False)
    return Answer(None, str(error)[:LONGEST_WORDS] or type(error).__name__, is_about_letter=False)
