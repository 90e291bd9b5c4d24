"""Imports go on when their job has failed for good: the database was away longer than a job is tried again."""

from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.jobs.queue import enqueue, is_under_way
from eventreg.office.imports.running import WORK, WORKING
from eventreg.office.models import ImportRun

RESUME = "resume_imports"


def resume_imports() -> None:
    """Job: every import that is on its way and has no job that works or waits has one again.

    A job that fails each time is tried again for ever, so that an import goes on once what hindered it is mended. Two
    jobs at one import take turns.
    """
    now = clock.now()
    with transaction():
        on_their_way = session().scalars(select(ImportRun).where(ImportRun.state.in_(WORKING))).all()
        jobs = [(WORK[run.state], run.public_id) for run in on_their_way]
    for job, public_id in jobs:
        if not is_under_way(job, public_id):
            with transaction():
                enqueue(job, public_id, key=f"{public_id}:{now.isoformat()}")
