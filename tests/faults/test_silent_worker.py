"""A worker dies over a job and never comes back: another one takes the job over."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.jobs.models import WorkerSign
from eventreg.jobs.queue import enqueue
from eventreg.settings import Settings
from tests.faults.workers import running, until

STUCK = ("-m", "tests.faults.stuck_worker")


def test_what_a_dead_worker_left_is_done_by_another(settings: Settings, app: Flask, tmp_path: Path) -> None:
    (tmp_path / "wait").touch()
    with transaction():
        enqueue("write_after_wait", str(tmp_path), key="one")
    with running(settings, "dead", *STUCK, "dead"):
        until((tmp_path / "begun").exists, seconds=20)
    (tmp_path / "wait").unlink()
    with transaction() as current:  # a minute later
        current.execute(update(WorkerSign).values(seen_at=clock.now() - timedelta(seconds=61)))

    with running(settings, "alive", *STUCK, "alive"):
        until((tmp_path / "done").exists, seconds=20)
