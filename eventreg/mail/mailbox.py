"""Reading the mailbox in which bounces and answers arrive, by IMAP: a job on the clock."""

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.mail.inbound import MOST_BYTES, receive
from eventreg.mail.models import MailService
from eventreg.mail.outages import end_outage, forget_unused, note_outage
from eventreg.settings import Imap

READ_MAILBOX = "read_mailbox"  # the job
SECONDS = 30.0  # for each command
MOST_AT_ONCE = 200  # messages in one go; the clock brings the rest
LONGEST_WORDS = 1000
FOLDER = re.compile(r'[^"\\\r\n]{1,200}')
log = structlog.get_logger()


def read_mailbox() -> None:
    """Every unread message is taken in and marked as read; without IMAP_URL nothing is done.

    A message is marked after it was stored: killed in between, it is read again and kept once. Where the mailbox
    cannot be reached the clock tries again.
    """
    settings = current_settings()
    if settings.imap is None:
        forget_unused(MailService.READING)
        return
    try:
        with _opened(settings.imap) as mailbox:
            for number in _unread(mailbox)[:MOST_AT_ONCE]:
                _take_in(mailbox, number)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("mailbox_away", error=type(error).__name__)
        with transaction():
            note_outage(MailService.READING, _words(error), clock.now())
    else:
        with transaction():
            end_outage(MailService.READING)


def _words(error: Exception) -> str:
    """What the server said, or what broke."""
    said = error.args[0] if len(error.args) == 1 else str(error)
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return words.replace("\0", "")[:LONGEST_WORDS] or type(error).__name__


def _take_in(mailbox: imaplib.IMAP4, number: str) -> None:
    """A message is fetched without marking it, and no more of it than is looked at."""
    _, found = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    raw = next((part[1] for part in found if isinstance(part, tuple)), b"")
    if raw:
        with transaction():
            receive(raw, SYSTEM, clock.now())
    mailbox.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")


def _unread(mailbox: imaplib.IMAP4) -> list[str]:
    """Unique numbers of unread messages, oldest first."""
    _, found = mailbox.uid("SEARCH", "UNSEEN")
    return found[0].decode("ascii").split() if found and found[0] else []


@contextmanager
def _opened(imap: Imap) -> Iterator[imaplib.IMAP4]:
    """Signed in, with the folder chosen; certificates are checked wherever there is TLS."""
    if imap.security == "tls":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            imap.host, imap.port, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
    else:
        mailbox = imaplib.IMAP4(imap.host, imap.port, timeout=SECONDS)
    try:
        if imap.security == "starttls":
            mailbox.starttls(ssl.create_default_context())
        _sign_in(mailbox, imap)
        folder = in_modified_utf7(imap.folder) if FOLDER.fullmatch(imap.folder) else "INBOX"
        answer, said = mailbox.select(f'"{folder}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(*said)
        yield mailbox
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            mailbox.logout()
        with suppress(OSError):  # a connection that was lost is not closed by saying goodbye
            mailbox.shutdown()


def _sign_in(mailbox: imaplib.IMAP4, imap: Imap) -> None:
    """By LOGIN; a name or a password beyond ASCII by AUTHENTICATE PLAIN, which alone knows UTF-8 (RFC 4616)."""
    if f"{imap.user}{imap.password}".isascii():
        mailbox.login(imap.user, imap.password)
    else:
        mailbox.authenticate("PLAIN", lambda challenge: f"\0{imap.user}\0{imap.password}".encode())


def in_modified_utf7(name: str) -> str:
    """A folder's name as IMAP wants it, such as `&BBIERQQ+BDQ-` for «Вход». Source: RFC 3501, 5.1.3."""

    def shifted(found: re.Match[str]) -> str:
        code = b64encode(found[0].encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
        return f"&{code}-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))
