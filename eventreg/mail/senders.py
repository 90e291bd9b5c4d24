"""Senders: each is one connection to the mail server with a thread that speaks over it, one letter after another.

They know nothing of the database: a letter is given to a sender once its trace is committed, and what the server said
goes into one queue for all.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from time import monotonic

import structlog
from flask import Flask

from eventreg.core.links import fill_marks
from eventreg.core.tokens import sealed
from eventreg.documents.qr import qr_png
from eventreg.files.queries import read_digest
from eventreg.mail.claimed import Claimed
from eventreg.mail.mime import File, Parts, bare_address, letter_bytes
from eventreg.mail.smtp import Answer, Line
from eventreg.settings import Settings

QR_FILE = "qr.png"
REST_SECONDS = 5.0  # before a connection that failed is tried again
log = structlog.get_logger()


@dataclass(frozen=True)
class Given:
    """A letter whose turn has come: since when, and its bytes if they were made ahead."""

    letter: Claimed
    started_at: datetime
    content: bytes | None


@dataclass(frozen=True)
class Told:
    """What a sender made of a letter: the server's answer, or an error that is nobody's fault but ours."""

    sender: "Sender"
    given: Given
    outcome: Answer | BaseException


class Sender:
    """One connection; busy from `give` until its answer is taken by `free`."""

    def __init__(self, line: Line, settings: Settings, app: Flask, answers: SimpleQueue[Told]) -> None:
        self.line = line
        self.settings = settings
        self.app = app
        self.answers = answers
        self.todo: SimpleQueue[Given | None] = SimpleQueue()
        self.is_busy = False
        self.rests_until = 0.0
        self.thread = Thread(target=self._work, name="eventreg-sender", daemon=True)

    @property
    def is_free(self) -> bool:
        return not self.is_busy and monotonic() >= self.rests_until

    def give(self, given: Given) -> None:
        """The letter goes over the line next."""
        self.is_busy = True
        if self.thread.ident is None:
            self.thread.start()
        self.todo.put(given)

    def free(self, is_reachable: bool) -> None:
        """May be given another letter, at once or after a rest."""
        self.is_busy = False
        if not is_reachable:
            self.rests_until = monotonic() + REST_SECONDS

    def close(self) -> None:
        """The connection is closed, after the letter that is under way."""
        if self.thread.ident is not None:
            self.todo.put(None)
            self.thread.join()

    def _work(self) -> None:
        with self.app.app_context():
            while given := self.todo.get():
                self.answers.put(Told(self, given, self._outcome(given)))
            self.line.close()

    def _outcome(self, given: Given) -> Answer | BaseException:
        try:
            return self._hand_over(given.letter, given.content)
        except BaseException as error:  # it is raised where the run is, which waits for this letter
            return error

    def _hand_over(self, letter: Claimed, content: bytes | None) -> Answer:
        try:
            recipient = letter.recipient if letter.recipient.isascii() else bare_address(letter.recipient)
            content = content or letter_bytes(parts_of(letter, self.settings))
        except OSError as error:  # an attachment is gone: others may go
            log.error("attachment_unreadable", letter=letter.letter_id, error=type(error).__name__)
            return Answer(None, "An attachment cannot be read.")
        except ValueError as error:
            log.error("letter_unsendable", letter=letter.letter_id, error=type(error).__name__)
            return Answer(None, "No e-mail can be made of this letter: its subject or its addresses.", is_final=True)
        return self.line.hand_over(recipient, content)


def made_ahead(letter: Claimed, settings: Settings) -> bytes | None:
    """The bytes that go over the line; None for a letter with files, or with any fault: its sender makes it itself.

    Nothing is raised: this runs inside the transaction that notes other letters, which must stand whatever this one is.
    """
    if letter.attachments or letter.qr_content:
        return None
    with suppress(Exception):
        return letter_bytes(parts_of(letter, settings))
    return None


def parts_of(letter: Claimed, settings: Settings) -> Parts:
    """What goes over the line, with personal links filled in. Raises `OSError` for a file that is gone."""
    return Parts(
        message_id=letter.message_id,
        sender=settings.mail_from,
        reply_to=letter.reply_to,
        recipient=letter.recipient,
        language=letter.language,
        subject=letter.subject,
        text=fill_marks(letter.text),
        html=fill_marks(letter.html),
        calendar=fill_marks(letter.calendar) if letter.calendar else None,
        calendar_method=letter.calendar_method,
        unsubscribe=fill_marks(letter.unsubscribe),
        files=_files(letter, settings),
        written_at=letter.queued_at,
    )


def _files(letter: Claimed, settings: Settings) -> tuple[File, ...]:
    """What is attached. The seal that makes a QR code count stands in no database: it is made here."""
    files = tuple(File(name, media_type, read_digest(digest)) for digest, media_type, name in letter.attachments)
    if letter.qr_content:
        picture = qr_png(sealed(settings.secret_key, letter.qr_content))
        files += (File(QR_FILE, "image/png", picture),)
    return files
