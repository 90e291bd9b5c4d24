"""Delivery runs: the job that sends what is due, over as many connections at once as the settings say.

One thread owns the database: each of its transactions notes all the answers that have come and begins the next letter
for every connection that is free. So no connection ever has more than one letter that was handed over and not noted. A
run ends when nothing is due, when its worker is to stop, or when no connection works; the clock starts another within
seconds.
"""

import secrets
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic

import structlog
from flask import Flask, current_app

from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.prepared import in_one_go
from eventreg.jobs.job import Worker, present_worker
from eventreg.mail import attempts, outbox
from eventreg.mail.attempts import Ended
from eventreg.mail.claimed import Claimed
from eventreg.mail.models import MailService
from eventreg.mail.outages import end_outage, forget_unused, note_outage
from eventreg.mail.senders import Given, Sender, Told, made_ahead
from eventreg.mail.smtp import Line
from eventreg.settings import Settings

LOOK_SECONDS = 1.0  # between looks for more letters while every one in hand is under way
INTERRUPTED_SECONDS = 5.0  # between looks for letters whose worker was killed: each goes through all that wait
GATHER_SECONDS = 0.005  # for the answers of other connections, so that one transaction notes them all
log = structlog.get_logger()


def deliver_letters() -> None:
    """Every letter that is due has been tried once. Without a mail server, or with mail off, they stay queued."""
    settings = current_settings()
    if settings.mail_on and settings.smtp:
        lines = [Line(settings, settings.smtp) for _ in range(settings.mail_concurrency)]
        DeliveryRun(settings, lines, present_worker()).send_all()
    else:
        forget_unused(MailService.SENDING)


class DeliveryRun:
    """One run over its connections, under leases of its own."""

    def __init__(self, settings: Settings, lines: Sequence[Line], worker: Worker) -> None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
        self.app = app
        self.settings = settings
        self.worker = worker
        self.owner = f"{worker.name}#{secrets.token_hex(4)}"
        self.answers: SimpleQueue[Told] = SimpleQueue()
        self.senders = [Sender(line, settings, app, self.answers) for line in lines]
        self.waiting: list[Claimed] = []
        self.batch = outbox.BATCH * len(lines)
        self.claimer = ThreadPoolExecutor(1, "eventreg-claimer")
        self.claiming: Future[list[Claimed]] | None = None
        self.error: BaseException | None = None
        self.was_reached = False  # the server spoke about a letter
        self.was_away = ""  # what the latest connection that failed said
        self.looks_for_interrupted_at = 0.0

    def send_all(self) -> None:
        """Raises what is no mail server's doing, once the answers to all letters under way are noted."""
        try:
            while self._take_turn():
                pass
        finally:
            for sender in self.senders:
                sender.close()
            self.claimer.shutdown()
        if self.error:
            raise self.error
        self._note_whether_reached()

    def _take_turn(self) -> bool:
        """Notes what was answered and begins what comes next; False when nothing is under way or to come any more."""
        ended = self._answered()
        free = [sender for sender in self.senders if sender.is_free]
        for sender, given in zip(free, self._note_and_begin(ended, len(free)), strict=False):
            sender.give(given)
        self._look_for_more()
        return bool(self.waiting or self.claiming) or self._number_busy() > 0

    def _answered(self) -> list[Ended]:
        """The answers that came within a second; once there is one, only those that come at the same time."""
        ended: list[Ended] = []
        until = monotonic() + LOOK_SECONDS
        with suppress(Empty):
            for _ in range(self._number_busy()):
                told = self.answers.get(timeout=max(0.0, until - monotonic()))
                until = monotonic() + GATHER_SECONDS
                ended += self._heard(told)
        return ended

    def _heard(self, told: Told) -> list[Ended]:
        if isinstance(told.outcome, BaseException):
            told.sender.free(is_reachable=True)
            self.error = self.error or told.outcome
            return []
        told.sender.free(told.outcome.is_about_letter)
        if told.outcome.is_about_letter:
            self.was_reached = True
        else:
            self.was_away = f"{told.outcome.code or ''} {told.outcome.words}".strip()
            log.warning("mail_server_away", code=told.outcome.code)
        return [Ended(told.given.letter, told.given.started_at, told.outcome)]

    def _note_and_begin(self, ended: list[Ended], number: int) -> list[Given]:
        """In one transaction; gives back up to `number` letters that may be handed over now.

        Their bytes are made while the database works: the senders would take turns at it, since one interpreter runs
        them all.
        """
        coming = [] if self._is_ending() else self.waiting[:number]
        if not ended and not coming:
            return []
        with transaction(), in_one_go():
            now = clock.now()
            pauses = self.settings.mail_retry_seconds
            begun = attempts.note_and_begin(ended, coming, self.owner, self.worker.name, pauses, now)
            made = {letter.letter_id: made_ahead(letter, self.settings) for letter in coming}
            letters = begun()
        del self.waiting[: len(coming)]
        return [Given(letter, now, made[letter.letter_id]) for letter in letters]

    def _note_whether_reached(self) -> None:
        """One connection that works is enough: servers turn away those that are too many."""
        if self.was_reached or self.was_away:
            with transaction():
                if self.was_reached:
                    end_outage(MailService.SENDING)
                else:
                    note_outage(MailService.SENDING, self.was_away, clock.now())

    def _look_for_more(self) -> None:
        """The next letters are claimed beside the sending, before the last ones are begun.

        A run that is ending lets go what it has claimed.
        """
        if self._is_ending():
            self._take_claimed()
            if self.waiting:
                with transaction():
                    outbox.release(self.waiting, self.owner)
                self.waiting.clear()
            return
        if self.claiming is None and len(self.waiting) <= self.batch // 2:
            self.claiming = self.claimer.submit(self._claim)
        if self.claiming and (self.claiming.done() or not (self.waiting or self._number_busy())):
            self._take_claimed()

    def _take_claimed(self) -> None:
        if self.claiming:
            claiming, self.claiming = self.claiming, None
            claimed = claiming.result()
            anew = {letter.letter_id for letter in claimed}  # one that was claimed before is as it was then
            self.waiting = [letter for letter in self.waiting if letter.letter_id not in anew] + claimed

    def _claim(self) -> list[Claimed]:
        """In a thread and a transaction of its own."""
        with self.app.app_context(), transaction():
            now = clock.now()
            if monotonic() >= self.looks_for_interrupted_at:
                self.looks_for_interrupted_at = monotonic() + INTERRUPTED_SECONDS
                outbox.take_back_interrupted(now)
            return outbox.claim(self.owner, now, self.batch)

    def _is_ending(self) -> bool:
        """Asked to stop, broken, or without a connection that works."""
        is_away = self._number_busy() == 0 and not any(sender.is_free for sender in self.senders)
        return self.worker.stopping.is_set() or self.error is not None or is_away

    def _number_busy(self) -> int:
        return sum(sender.is_busy for sender in self.senders)
