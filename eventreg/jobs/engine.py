"""DBOS behind the door: its connection, its tables, its client and its worker.

DBOS keeps its tables in the application's own database, so that a job is enqueued in the caller's transaction: on
SQLite beside ours in the same file, on PostgreSQL in the schema `dbos`. See docs/decisions/0001-jobs-dbos.md.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any  # Any: SQLAlchemy's and DBOS's own signatures carry it

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from dbos._sys_db import SystemDatabase  # private: the public `DBOS.migrate` opens SQLite with the interpreter's own
from flask import Flask
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from eventreg.core.db import engine_options
from eventreg.core.log import JsonHandler
from eventreg.jobs.job import DELIVERY, ORDINARY, Job
from eventreg.settings import Settings

NAME = "eventreg"
SCHEMA = "dbos"
VERSION = "1"  # fixed: by default DBOS hashes the sources, and jobs of an earlier release would stay where they are
POLL_SECONDS = 1.0
ORDINARY_AT_ONCE = 4
RETRIES: dict[str, Any] = {"retries_allowed": True, "max_attempts": 5, "interval_seconds": 1.0, "backoff_rate": 4.0}
DRAIN_SECONDS = 25
UNFINISHED = ["PENDING", "ENQUEUED", "DELAYED"]
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def engine_for(settings: Settings) -> Engine:
    """A connection pool of DBOS's own.

    The application's would not do: on SQLite its `begin` event says BEGIN itself, while DBOS relies on the driver's
    IMMEDIATE transactions.
    """
    options = {**engine_options(settings.database_url), "pool_pre_ping": True}
    engine = create_engine(settings.database_url, **options)
    if settings.uses_sqlite:
        event.listen(engine, "connect", _set_up_connection)
    return engine


def _set_up_connection(connection: Any, record: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def prepare(settings: Settings) -> None:
    """DBOS's own tables are those of the installed release; safe to repeat."""
    engine = engine_for(settings)
    try:
        _tables(engine).run_migrations()
    finally:
        engine.dispose()


def _tables(engine: Engine) -> SystemDatabase:
    is_sqlite = engine.dialect.name == "sqlite"
    return SystemDatabase.create(
        # DBOS chooses its dialect by the beginning of an address, even when it is given an engine
        system_database_url="sqlite:///given" if is_sqlite else "postgresql://given",
        engine_kwargs={},
        engine=engine,
        schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        executor_id=None,
    )


def enqueue_in(current: Session, name: str, ids: Sequence[str], key: str, lane: str) -> None:
    """Writes the job's row through the caller's session."""
    options: EnqueueOptions = {
        "workflow_name": name,
        "queue_name": lane,
        "workflow_id": f"{name}:{key}",
        "app_version": VERSION,
    }
    _client(current.get_bind().engine).enqueue_in_transaction(current, options, *ids)


def is_unfinished(engine: Engine, name: str, key: str) -> bool:
    """A job of that name waits or works whose key begins so."""
    found = _client(engine).list_workflows(
        workflow_id_prefix=f"{name}:{key}", status=UNFINISHED, limit=1, load_input=False, load_output=False
    )
    return bool(found)


@lru_cache(maxsize=4)
def _client(engine: Engine) -> DBOSClient:
    """A client that writes through callers' sessions; being lazy, it opens a connection of its own to read only."""
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        application_name=NAME,
        lazy=True,
    )


def launch(app: Flask, settings: Settings, worker_name: str, jobs: Sequence[Job]) -> Engine:
    """The jobs run in this process from now on; work that this worker left unfinished is taken up again.

    Raises `DBOSInitializationError` when DBOS's tables are behind. Returns the engine, to be disposed of after `stop`.
    """
    _log_as_json()
    engine = engine_for(settings)
    config: DBOSConfig = {
        "name": NAME,
        "system_database_engine": engine,
        "dbos_system_schema": SCHEMA,
        "application_version": VERSION,
        "executor_id": worker_name,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "run_migrations": False,
        # for events and streams, of which we have none: the default wakes a thread a hundred times a second
        "notification_coalesce_sec": POLL_SECONDS,
    }
    DBOS(config=config)
    clocks = {job.name: _register(app, job) for job in jobs}
    DBOS.launch()
    DBOS.register_queue(ORDINARY, worker_concurrency=ORDINARY_AT_ONCE, polling_interval_sec=POLL_SECONDS)
    DBOS.register_queue(DELIVERY, worker_concurrency=1, polling_interval_sec=POLL_SECONDS)
    _apply_schedules(jobs, clocks)
    return engine


def stop() -> None:
    """Nothing new starts, running jobs have 25 seconds to end; what does not end is taken up at the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=DRAIN_SECONDS)


def take_over(worker_names: Sequence[str]) -> None:
    """What these dead workers left unfinished runs here or in another worker."""
    DBOS._recover_pending_workflows(list(worker_names))  # public only in DBOS's own service


def forget_ended(before: datetime) -> None:
    """Rows of jobs that ended before that moment are gone."""
    while ended := DBOS.list_workflows(
        status=ENDED, completed_before=before.isoformat(), limit=500, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([workflow.workflow_id for workflow in ended])


def _register(app: Flask, job: Job) -> Callable[[datetime, object], None]:
    """DBOS knows the job by its name, with retries; returns the workflow for the clock."""

    @DBOS.step(name=job.name, **RETRIES)
    def work(*ids: str) -> None:
        with app.app_context():
            job.function(*ids)

    @DBOS.workflow(name=job.name)
    def on_demand(*ids: str) -> None:
        work(*ids)

    @DBOS.workflow(name=f"{job.name}:clock")
    def by_the_clock(at: datetime, context: object) -> None:
        work()

    return by_the_clock


def _apply_schedules(jobs: Sequence[Job], clocks: dict[str, Callable[[datetime, object], None]]) -> None:
    """The clock starts exactly what has a schedule in this release."""
    scheduled = {job.name: job for job in jobs if job.schedule}
    for old in DBOS.list_schedules():
        if old["schedule_name"] not in scheduled:
            DBOS.delete_schedule(old["schedule_name"])
    DBOS.apply_schedules(
        [
            {
                "schedule_name": name,
                "workflow_fn": clocks[name],
                "schedule": job.schedule or "",
                "queue_name": job.lane,
            }
            for name, job in scheduled.items()
        ]
    )


def _log_as_json() -> None:
    logger = logging.getLogger("dbos")
    logger.handlers[:] = [JsonHandler("job_engine")]
    logger.propagate = False
