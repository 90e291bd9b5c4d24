"""Delivery runs: the job that sends what is due, letter after letter over one connection.

The result of one letter and the beginning of the next are one commit. A run ends when nothing is due, when its worker
is to stop, or when the server cannot be reached; the clock starts another within seconds.
"""

import random
import secrets
from dataclasses import dataclass

import structlog

from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.links import fill_marks
from eventreg.core.tokens import sealed
from eventreg.documents.qr import qr_png
from eventreg.files.queries import read_digest
from eventreg.jobs.job import DELIVERY, Worker, present_worker
from eventreg.jobs.queue import enqueue
from eventreg.mail import attempts, outbox
from eventreg.mail.mime import File, LetterMessage, Parts
from eventreg.mail.outbox import Claimed
from eventreg.mail.smtp import Answer, Line
from eventreg.settings import Settings

QR_FILE = "qr.png"
log = structlog.get_logger()


@dataclass(frozen=True)
class Begun:
    """A letter whose attempt stands in the outbox and whose hand-over comes next."""

    letter: Claimed
    attempt_id: int


def deliver_letters() -> None:
    """Every letter that is due has been tried once. Without a mail server, or with mail off, they stay queued."""
    settings = current_settings()
    if settings.mail_on and settings.smtp:
        line = Line(settings, settings.smtp)
        try:
            DeliveryRun(settings, line, present_worker()).send_all()
        finally:
            line.close()


class DeliveryRun:
    """One run over one connection, under leases of its own."""

    def __init__(self, settings: Settings, line: Line, worker: Worker) -> None:
        self.settings = settings
        self.line = line
        self.worker = worker
        self.owner = f"{worker.name}#{secrets.token_hex(4)}"
        self.waiting: list[Claimed] = []
        self.is_reachable = True
        self.has_asked = False

    def send_all(self) -> None:
        begun: Begun | None = None
        answer: Answer | None = None
        while True:
            with transaction():
                if begun and answer:
                    self._note(begun, answer)
                begun = self._begin_next()
                if begun is None:
                    outbox.release(self.waiting, self.owner)
                    return
            answer = self._hand_over(begun.letter)
            self.is_reachable = answer.is_about_letter

    def _begin_next(self) -> Begun | None:
        while self.is_reachable and not self.worker.stopping.is_set():
            if not self.waiting:
                self.waiting = outbox.claim(self.owner, clock.now())
                self._ask_for_help()
            if not self.waiting:
                return None
            letter = self.waiting.pop(0)
            attempt_id = attempts.begin(letter, self.owner, self.worker.name, clock.now())
            if attempt_id is not None:
                return Begun(letter, attempt_id)
        return None

    def _ask_for_help(self) -> None:
        """Where there is more than one batch, the next of this worker's senders begins too."""
        if len(self.waiting) == outbox.BATCH and not self.has_asked and self.settings.mail_concurrency > 1:
            self.has_asked = True
            enqueue(outbox.DELIVER_LETTERS, key=self.owner, lane=DELIVERY)

    def _note(self, begun: Begun, answer: Answer) -> None:
        jitter = random.uniform(-1, 1)  # noqa: S311  (spreads retries, hides nothing)
        pauses = self.settings.mail_retry_seconds
        attempts.note(begun.letter, begun.attempt_id, self.owner, answer, pauses, jitter, clock.now())
        if not answer.is_about_letter:
            log.warning("mail_server_away", code=answer.code)

    def _hand_over(self, letter: Claimed) -> Answer:
        try:
            message = LetterMessage(parts_of(letter, self.settings))
        except OSError as error:  # an attachment is gone: others may go
            log.error("attachment_unreadable", letter=letter.letter_id, error=type(error).__name__)
            return Answer(None, "An attachment cannot be read.")
        return self.line.hand_over(message)


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
