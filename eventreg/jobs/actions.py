"""Signs of life of workers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from eventreg.core.db import session
from eventreg.jobs.models import WorkerSign

SILENT_AFTER = timedelta(seconds=60)


def sign_on(name: str, now: datetime) -> None:
    """The worker is known as started now."""
    sign = _sign(name)
    sign.started_at = sign.seen_at = now
    session().flush()


def show_life(name: str, now: datetime) -> None:
    """The worker was alive at `now`."""
    sign = _sign(name)
    sign.started_at = sign.started_at or now
    sign.seen_at = now
    session().flush()


def sign_off(names: Sequence[str]) -> None:
    """These workers are gone: they ended, or others took over what they had."""
    session().execute(delete(WorkerSign).where(WorkerSign.name.in_(names)))


def silent_workers(now: datetime) -> Sequence[str]:
    """The names of workers that gave no sign of life for a minute."""
    return session().scalars(select(WorkerSign.name).where(WorkerSign.seen_at < now - SILENT_AFTER)).all()


def _sign(name: str) -> WorkerSign:
    sign = session().scalar(select(WorkerSign).filter_by(name=name)) or WorkerSign(name=name)
    session().add(sign)
    return sign
