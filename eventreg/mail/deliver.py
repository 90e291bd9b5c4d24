"""Delivery runs: the job that sends what is due, over as many connections at once as the settings say.

One thread owns the database: each of its transactions notes all the answers that have come and begins the next letter
for every connection that is free. So no connection ever has more than one letter that was handed over and not noted. A
run ends when nothing is due, when its worker is to stop, or when no connection works; the clock starts another within
seconds.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic

import structlog
from flask import current_app

from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.jobs.job import Worker, present_worker
from eventreg.mail import attempts, outbox
from eventreg.mail.attempts import Ended
from eventreg.mail.claimed import Claimed
from eventreg.mail.senders import Sender, Told
from eventreg.mail.smtp import Line
from eventreg.settings import Settings

LOOK_SECONDS = 1.0  # between looks for more letters while every one in hand is under way
GATHER_SECONDS = 0.005  # for the answers of other connections, so that one transaction notes them all
log = structlog.get_logger()


def deliver_letters() -> None:
    """Every letter that is due has been tried once. Without a mail server, or with mail off, they stay queued."""
    settings = current_settings()
    if settings.mail_on and settings.smtp:
        lines = [Line(settings, settings.smtp) for _ in range(settings.mail_concurrency)]
        DeliveryRun(settings, lines, present_worker()).send_all()


class DeliveryRun:
    """One run over its connections, under leases of its own."""

    def __init__(self, settings: Settings, lines: Sequence[Line], worker: Worker) -> None:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
        self.settings = settings
        self.worker = worker
        self.owner = f"{worker.name}#{secrets.token_hex(4)}"
        self.answers: SimpleQueue[Told] = SimpleQueue()
        self.senders = [Sender(line, settings, app, self.answers) for line in lines]
        self.waiting: list[Claimed] = []
        self.error: BaseException | None = None

    def send_all(self) -> None:
        """Raises what is no mail server's doing, once the answers to all letters under way are noted."""
        try:
            while self._take_turn():
                pass
        finally:
            for sender in self.senders:
                sender.close()
        if self.error:
            raise self.error

    def _take_turn(self) -> bool:
        """Notes what was answered and begins what comes next; False when nothing is under way any more."""
        ended = self._answered()
        free = [sender for sender in self.senders if sender.is_free]
        with transaction():
            now = clock.now()
            attempts.note(ended, self.owner, self.worker.name, self.settings.mail_retry_seconds, now)
            begun = self._begin_next(len(free))
        for sender, letter in zip(free, begun, strict=False):
            sender.give(letter, now)
        return self._number_busy() > 0

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
        if not told.outcome.is_about_letter:
            log.warning("mail_server_away", code=told.outcome.code)
        return [Ended(told.letter, told.started_at, told.outcome)]

    def _begin_next(self, number: int) -> list[Claimed]:
        """Up to so many letters, begun; what a run that is to end has claimed besides is free for others."""
        if self.worker.stopping.is_set() or (number == 0 and self._number_busy() == 0):
            outbox.release(self.waiting, self.owner)
            self.waiting.clear()
            return []
        begun: list[Claimed] = []
        while len(begun) < number and not self.error:
            self.waiting = self.waiting or outbox.claim(self.owner, clock.now(), outbox.BATCH * len(self.senders))
            if not self.waiting:
                break
            missing = number - len(begun)
            begun += attempts.begin(self.waiting[:missing], self.owner, self.worker.name, clock.now())
            self.waiting = self.waiting[missing:]
        return begun

    def _number_busy(self) -> int:
        return sum(sender.is_busy for sender in self.senders)
