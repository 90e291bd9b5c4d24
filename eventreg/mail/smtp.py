"""The line to the mail server: Flask-Mail's connection, kept over many letters, with a limit in time.

The only code that speaks SMTP.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from time import monotonic
from typing import Any  # Any: smtplib's and Flask-Mail's own arguments

from flask_mail import Connection, Mail

from eventreg.mail.mime import LetterMessage
from eventreg.settings import Settings, Smtp

LETTER_SECONDS = 30.0  # for one letter, connecting included; shorter than the lease
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Answer:
    """What an attempt brought: the server's code (None when it gave none) and its words, or what broke.

    `is_about_letter` is False when the connection itself failed or was turned away: other letters would fare alike.
    """

    code: int | None
    words: str
    is_about_letter: bool = True


class _Timed(smtplib.SMTP):
    """Every reply must come before the letter's deadline; the last one is kept, since smtplib drops it."""

    def __init__(self, host: str, port: int, own_name: str, deadline: float, **named: Any) -> None:
        self.deadline = deadline
        self.accepted = Answer(None, "")
        super().__init__(host, port, own_name, timeout=_left(deadline), **named)

    def getreply(self) -> tuple[int, bytes]:
        if self.sock:
            self.sock.settimeout(_left(self.deadline))
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, words = super().data(msg)
        self.accepted = _answer(code, words)
        return code, words


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
        self.own_name = parseaddr(settings.mail_from)[1].rpartition("@")[2] or settings.host
        self.deadline = 0.0

    def hand_over(self, message: LetterMessage) -> Answer:
        """Gives one letter to the server, in one envelope to one recipient; never raises for what the server does."""
        self.deadline = monotonic() + self.letter_seconds
        try:
            host = self._open()
        except (OSError, smtplib.SMTPException) as error:
            return _failure(error, is_about_letter=False)
        try:
            self.send(message)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            return self._after(error)
        return host.accepted

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

    def _after(self, error: Exception) -> Answer:
        """A refusal of sender or recipient leaves the line usable; after anything else it is opened anew."""
        if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
            self.close()
        return _failure(error)


def _configuration(settings: Settings, smtp: Smtp) -> dict[str, Any]:
    return {
        "MAIL_SERVER": smtp.host,
        "MAIL_PORT": smtp.port,
        "MAIL_DEFAULT_SENDER": settings.mail_from,
        "MAIL_SUPPRESS_SEND": False,
    }


def _left(deadline: float) -> float:
    return max(0.01, deadline - monotonic())


def _answer(code: int, words: bytes) -> Answer:
    return Answer(code if 200 <= code < 600 else None, words.decode("utf-8", "replace")[:LONGEST_WORDS])


def _failure(error: Exception, is_about_letter: bool = True) -> Answer:
    """The server's code and words where it spoke, else what broke."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _answer(code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        found = _answer(error.smtp_code, words)
        return Answer(found.code, found.words, is_about_letter)
    return Answer(None, str(error)[:LONGEST_WORDS] or type(error).__name__, is_about_letter)
