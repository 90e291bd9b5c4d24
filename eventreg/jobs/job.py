"""What a job is, and what a running job knows about its worker."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app

ORDINARY = "eventreg-jobs"
DELIVERY = "eventreg-mail"  # a lane of its own, so that a slow mail server holds up nothing else
EXTENSION = "eventreg_worker"


def _nothing_to_free(worker_name: str, now: datetime) -> None:
    """For jobs that leave nothing behind when their worker is killed."""


@dataclass(frozen=True)
class Job:
    """Work outside of a request, listed in `wiring.JOBS`.

    `function` takes ids (strings) and opens its own transactions. It must be safe to run twice: a worker may be killed
    after the work and before it is noted as done. One that fails is tried five times within a minute and a half.
    `schedule` is a cron line with seconds first ("*/5 * * * * *"), in UTC; a scheduled function takes no ids.
    `free` runs when a worker starts, with its name and the time: what its killed predecessor held is free again.
    """

    name: str
    function: Callable[..., None]
    schedule: str | None = None
    lane: str = ORDINARY
    free: Callable[[str, datetime], None] = _nothing_to_free


@dataclass(frozen=True)
class Worker:
    """The worker in whose process a job runs: its name, and whether it has been asked to stop."""

    name: str
    stopping: threading.Event = field(default_factory=threading.Event)


def present_worker() -> Worker:
    """The worker that runs this job; outside of one (a command, a test) a worker that nobody stops."""
    return cast(Worker, current_app.extensions.get(EXTENSION) or Worker("none"))
