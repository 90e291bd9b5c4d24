"""Adding and changing council sessions, and moving them from stage to stage."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any  # Any: figures are kept as the bundle brings them

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.councils.models import Council
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce
from eventreg.sessions.events import SessionAdded, SessionChanged, SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession, SessionKind, Stage
from eventreg.sessions.news import news_of, note_news
from eventreg.sessions.queries import session_by_address
from eventreg.sessions.rules import TIME_AND_PLACE, can_be_answered, can_be_edited, can_move_to


@dataclass(frozen=True)
class SessionDetails:
    """What describes a session; times carry their zone."""

    kind: SessionKind
    title: Translated
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    city: Translated
    venue: Translated = field(default_factory=Translated)
    region_code: str = ""
    capacity: int | None = None
    number: str | None = None
    nominate_until: datetime | None = None
    confirm_until: datetime | None = None


def add_session(council: Council, code: str, details: SessionDetails, by: Actor, now: datetime) -> CouncilSession:
    """A session in draft. Raises `Refusal("session_code_taken")`."""
    if session_by_address(council.slug, code):
        raise Refusal("session_code_taken", code=code)
    council_session = CouncilSession(
        council=council, code=code, public_id=new_public_id(), figures=[], stage=Stage.DRAFT, **vars(details)
    )
    session().add(council_session)
    session().flush()
    announce(SessionAdded(about=council_session.public_id, council_session=council_session.public_id), by, now)
    return council_session


def change_session(council_session: CouncilSession, details: SessionDetails, by: Actor, now: datetime) -> None:
    """The session holds these details; whoever was invited is told of another time or place.

    Raises `Refusal("session_is_over")` once it was held.
    """
    council_session = locked(council_session)
    if not can_be_edited(council_session):
        raise Refusal("session_is_over")
    changed = changed_fields(council_session, details)
    moved = _moved(council_session) if moves(council_session, details, now) else None
    for name in changed:
        setattr(council_session, name, getattr(details, name))
    if changed:
        about = council_session.public_id
        announce(SessionChanged(about=about, council_session=about, fields=changed), by, now)
    if moved:
        _announce_news(council_session, moved, by, now)


def changed_fields(council_session: CouncilSession, details: SessionDetails) -> tuple[str, ...]:
    """The names of those that the session holds otherwise."""
    return tuple(name for name, value in vars(details).items() if getattr(council_session, name) != value)


def moves(council_session: CouncilSession, details: SessionDetails, now: datetime) -> bool:
    """These details are another time or place of a session to which people are invited."""
    changed = set(changed_fields(council_session, details))
    return can_be_answered(council_session, None, now) and not changed.isdisjoint(TIME_AND_PLACE)


def move_to(
    council_session: CouncilSession, stage: Stage, by: Actor, now: datetime, reason: Translated | None = None
) -> None:
    """The session stands in `stage`; whoever was invited is told when it is called off, or takes place after all.

    `reason` says why it was called off. Moving twice tells once. Raises `Refusal("stage_not_next")` for a move that the
    order forbids.
    """
    council_session = locked(council_session)
    if council_session.stage is stage:
        return
    if not can_move_to(council_session, stage):
        raise Refusal("stage_not_next")
    before, council_session.stage = council_session.stage, stage
    council_session.stage_reason = reason or Translated()
    about = council_session.public_id
    _announce_news(
        council_session, StageChanged(about=about, council_session=about, before=before, after=stage), by, now
    )


def import_session(
    council: Council, code: str, details: SessionDetails, figures: list[Any], by: Actor, now: datetime
) -> tuple[CouncilSession, bool, list[str]]:
    """The session, whether it is new, and the fields that were kept because somebody edited them since."""
    council_session, is_new = session_by_address(council.slug, code), False
    if council_session is None:
        council_session, is_new = add_session(council, code, details, by, now), True
        council_session.figures = figures
    return council_session, is_new, fill_missing(council_session, {**vars(details), "figures": figures})


def _announce_news(
    council_session: CouncilSession, event: StageChanged | SessionMoved, by: Actor, now: datetime
) -> None:
    news = news_of(event)
    if news is not None:
        note_news(council_session, news, now)
    announce(event, by, now)


def _moved(council_session: CouncilSession) -> SessionMoved:
    about = council_session.public_id
    return SessionMoved(
        about=about,
        council_session=about,
        former_starts_at=council_session.starts_at.isoformat(),
        former_city=dict(council_session.city),
        former_venue=dict(council_session.venue),
    )
