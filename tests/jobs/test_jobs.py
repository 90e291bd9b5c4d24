"""Jobs: enqueued with their cause, done once for each key, tried again when they fail, started by the clock."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.jobs.job import Job, Worker, present_worker
from eventreg.jobs.models import WorkerSign
from eventreg.jobs.queue import enqueue, prepare
from eventreg.jobs.worker import run_worker
from tests.faults.workers import until


@contextmanager
def running_jobs(app: Flask, *jobs: Job) -> Iterator[Worker]:
    """A worker named w1 in a thread of this process, from its start until it has stopped."""
    worker = Worker("w1")
    thread = threading.Thread(target=run_worker, args=(app, worker, jobs))
    thread.start()
    try:
        yield worker
    finally:
        worker.stopping.set()
        thread.join()


def signs() -> Sequence[str]:
    session().rollback()
    return session().scalars(select(WorkerSign.name)).all()


def test_a_job_runs_once_for_each_key_and_never_without_its_cause(app: Flask) -> None:
    done: list[tuple[str, ...]] = []
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    with transaction():
        enqueue("work", "a", "b", key="first")
        enqueue("work", "a", "b", key="first")
        enqueue("last", key="last")

    with running_jobs(app, Job("work", lambda *ids: done.append(ids)), Job("last", lambda: done.append(()))):
        until(lambda: len(done) == 2, seconds=10)
        with transaction():
            enqueue("work", "a", "b", key="first")
            enqueue("work", "c", key="second")
        until(lambda: len(done) == 3, seconds=10)

    assert sorted(done) == [(), ("a", "b"), ("c",)]


def test_a_job_that_fails_is_tried_again(app: Flask) -> None:
    tries: list[str] = []

    def fail_once(name: str) -> None:
        tries.append(name)
        if len(tries) == 1:
            raise ConnectionError

    with transaction():
        enqueue("work", "a", key="one")

    with running_jobs(app, Job("work", fail_once)):
        until(lambda: len(tries) == 2, seconds=10)


def test_the_clock_starts_jobs_and_the_worker_shows_that_it_lives(app: Flask) -> None:
    names: list[str] = []
    freed: list[str] = []
    job = Job(
        "tick",
        lambda: names.append(present_worker().name),
        schedule="* * * * * *",
        free=lambda name, now: freed.append(name),
    )

    with running_jobs(app, job):
        until(lambda: len(names) >= 2, seconds=10)
        while_running = signs()

    assert names[0] == "w1"
    assert freed == ["w1"]
    assert while_running == ["w1"]
    assert signs() == []


def test_a_schedule_that_is_no_more_in_the_list_starts_nothing(app: Flask) -> None:
    done: list[str] = []
    with running_jobs(app, Job("old", lambda: done.append("old"), schedule="* * * * * *")):
        until(lambda: bool(done), seconds=10)

    with running_jobs(app, Job("new", lambda: done.append("new"), schedule="* * * * * *")):
        until(lambda: done.count("new") >= 3, seconds=10)
        done.clear()  # what the clock had started already is done by now
        until(lambda: done.count("new") >= 3, seconds=10)

    assert "old" not in done


def test_the_tables_of_the_engine_can_be_prepared_again(app: Flask) -> None:
    prepare()

    with transaction():
        enqueue("work", key="one")


def enqueue_and_fail() -> None:
    with transaction():
        enqueue("work", "never", key="never")
        raise ZeroDivisionError
