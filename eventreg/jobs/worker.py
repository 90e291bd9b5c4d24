"""The worker: runs jobs in this process until it is asked to stop."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.jobs.actions import show_life, sign_off, sign_on, silent_workers
from eventreg.jobs.job import EXTENSION, Job, Worker

PULSE_SECONDS = 5
ENDED_JOBS_KEPT = timedelta(days=1)
PULSES_BETWEEN_SWEEPS = 720  # an hour
log = structlog.get_logger()


class NameTaken(Exception):
    """Another worker on this machine runs under the same name."""


def run_worker(app: Flask, worker: Worker, jobs: Sequence[Job]) -> None:
    """Runs the jobs until `worker.stopping` is set, then lets those that run end within 25 seconds.

    Raises `NameTaken` when a worker of that name runs here: a starting worker frees what its namesake held, so two of
    them would send a letter twice.
    """
    from eventreg.jobs import engine  # here, since the engine is heavy (see `queue`)

    app.extensions[EXTENSION] = worker
    with app.app_context():
        settings = current_settings()
    with _name_taken(settings.data_dir, worker.name):
        _sign_on(app, worker, jobs)
        connections = engine.launch(app, settings, worker.name, jobs)
        log.info("worker_started", worker=worker.name)
        try:
            _beat(app, worker, engine)
        finally:
            engine.stop()
            connections.dispose()
            _sign_off(app, worker)
    log.info("worker_stopped", worker=worker.name)


@contextmanager
def _name_taken(data_dir: Path, name: str) -> Iterator[None]:
    """Holds the name by a lock that the system lets go when this process dies, however it dies."""
    with (data_dir / f"worker-{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NameTaken(name) from None
        yield


def _sign_on(app: Flask, worker: Worker, jobs: Sequence[Job]) -> None:
    with app.app_context(), transaction():
        for job in jobs:
            job.free(worker.name, clock.now())
        sign_on(worker.name, clock.now())


def _sign_off(app: Flask, worker: Worker) -> None:
    with app.app_context(), transaction():
        sign_off([worker.name])


def _beat(app: Flask, worker: Worker, engine: ModuleType) -> None:
    """Every five seconds a sign of life, and a look for workers that gave none."""
    pulse = 0
    while not worker.stopping.wait(PULSE_SECONDS):
        pulse += 1
        try:
            with app.app_context():
                _show_life(worker, engine)
            if pulse % PULSES_BETWEEN_SWEEPS == 1:
                engine.forget_ended(clock.now() - ENDED_JOBS_KEPT)
        except SQLAlchemyError as error:  # the database is away: the worker stays and tries again
            log.error("worker_pulse_failed", worker=worker.name, error=type(error).__name__)


def _show_life(worker: Worker, engine: ModuleType) -> None:
    with transaction():
        show_life(worker.name, clock.now())
        silent = silent_workers(clock.now())
    if silent:
        engine.take_over(silent)
        log.warning("worker_silent", workers=silent)
        with transaction():
            sign_off(silent)
