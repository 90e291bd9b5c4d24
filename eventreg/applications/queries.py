"""Finding applications."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventreg.applications.models import Application, ApplicationOption
from eventreg.core.db import session
from eventreg.core.links import linked_by_token
from eventreg.sessions.models import CouncilSession


def is_open(council_session: CouncilSession) -> bool:
    """Whether anybody may apply to take part in this session."""
    return bool(session().scalar(select(ApplicationOption.is_open).filter_by(council_session_id=council_session.id)))


def application_by_token(token: str) -> Application | None:
    """The application that this personal link opens now."""
    return linked_by_token(Application, token)


def application_by_public_id(public_id: str) -> Application | None:
    """The application with its session."""
    query = select(Application).filter_by(public_id=public_id)
    return session().scalar(query.options(joinedload(Application.council_session)))


def unproven(council_session: CouncilSession) -> int:
    """How many wait for the proof of their address."""
    query = select(func.count()).select_from(Application)
    return session().scalar(query.filter_by(council_session_id=council_session.id, proven_at=None)) or 0


def made_today(council_session: CouncilSession, email: str, now: datetime) -> int:
    """How many applications came with that address in the last 24 hours."""
    query = select(func.count()).select_from(Application).filter_by(council_session_id=council_session.id)
    is_same = func.lower(Application.email) == email.lower()
    return session().scalar(query.where(is_same, Application.asked_at > now - timedelta(days=1))) or 0
