"""Reading agendas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any  # Any: columns of several types

from sqlalchemy import Integer, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemSpeaker
from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import HOLDING
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.rules import SEEN_BY_NOBODY_OUTSIDE

_SPEAKERS = selectinload(AgendaItem.speakers)
WITH_SPEAKERS = (
    _SPEAKERS.joinedload(ItemSpeaker.registration).joinedload(Registration.person),
    _SPEAKERS.joinedload(ItemSpeaker.registration).joinedload(Registration.body),
    _SPEAKERS.joinedload(ItemSpeaker.body),
)


def items_of(council_session: CouncilSession) -> Sequence[AgendaItem]:
    """The working draft in its order, with speakers, their people and bodies."""
    query = select(AgendaItem).filter_by(council_session_id=council_session.id)
    query = query.order_by(AgendaItem.position, AgendaItem.id).options(*WITH_SPEAKERS)
    return session().scalars(query).unique().all()


def item_in(council_session: CouncilSession, public_id: str) -> AgendaItem | None:
    """That item of this session."""
    query = select(AgendaItem).filter_by(council_session_id=council_session.id, public_id=public_id)
    return session().scalar(query.options(*WITH_SPEAKERS))


def releases_of(council_session: CouncilSession) -> Sequence[AgendaRelease]:
    """Every release, the latest first."""
    query = select(AgendaRelease).filter_by(council_session_id=council_session.id)
    return session().scalars(query.order_by(AgendaRelease.number.desc())).all()


def latest_release_line(council_session: CouncilSession) -> Row[int, datetime] | None:
    """Number and moment (`released_at`) of what the public sees, without its content; None before the first release."""
    query = select(AgendaRelease.number, AgendaRelease.released_at).filter_by(council_session_id=council_session.id)
    return session().execute(query.order_by(AgendaRelease.number.desc()).limit(1)).one_or_none()


@dataclass(frozen=True)
class Edition:
    """A release as the public asks for it: everything that decides how its pages look, without the content."""

    release_id: int
    address: str  # of the session
    number: int
    newest: int  # the number of the latest release
    sha256: str
    language: str  # the council's first
    contact_email: str
    contact_phone: str
    revision: int  # of the session: grows when it is moved or called off


def public_edition(council_slug: str, code: str, number: int | None = None) -> Edition | None:
    """Release `number`, or the latest, of a session that the public may see (`sessions.rules.is_public`).

    One statement, without objects: what a reader already has is answered from this alone.
    """
    asked = {"slug": council_slug, "code": code, "number": number}
    row = session().execute(_edition_query(), asked).one_or_none()
    if row is None:
        return None
    release_id, found, newest, sha256, languages, email, phone, revision = row
    return Edition(
        release_id, f"{council_slug}/{code}", found, newest, sha256, str(languages[0]), email, phone, revision
    )


@cache
def _edition_query() -> Select[tuple[Any, ...]]:
    """Built once: building it takes longer than asking it."""
    every = aliased(AgendaRelease)
    of_session = every.council_session_id == CouncilSession.id
    newest = select(func.max(every.number)).where(of_session).correlate(CouncilSession).scalar_subquery()
    about = (AgendaRelease.id, AgendaRelease.number, newest, AgendaRelease.sha256)
    return (
        select(*about, Council.languages, Council.contact_email, Council.contact_phone, CouncilSession.revision)
        .join(CouncilSession, AgendaRelease.council_session_id == CouncilSession.id)
        .join(Council, CouncilSession.council_id == Council.id)
        .where(Council.slug == bindparam("slug"), CouncilSession.code == bindparam("code"))
        .where(CouncilSession.stage.not_in(SEEN_BY_NOBODY_OUTSIDE))
        .where(AgendaRelease.number == func.coalesce(bindparam("number", type_=Integer), newest))
    )


def release_with_session(release_id: int) -> AgendaRelease:
    """The release with its session and council."""
    loading = joinedload(AgendaRelease.council_session).joinedload(CouncilSession.council)
    return session().get_one(AgendaRelease, release_id, options=[loading])


def frozen_numbers(releases: Sequence[AgendaRelease]) -> dict[str, str]:
    """The number that each question had in any of the releases, by the item's public id."""
    return {line["id"]: line["number"] for release in releases for line in release.snapshot["items"] if line["number"]}


def registrations_that_may_speak(council_session: CouncilSession) -> Sequence[Registration]:
    """Everybody who takes part, by name."""
    query = select(Registration).filter_by(council_session_id=council_session.id).where(Registration.state.in_(HOLDING))
    loading = joinedload(Registration.person), joinedload(Registration.body)
    return session().scalars(query.options(*loading).order_by(Registration.sort_key, Registration.id)).all()


def bodies_that_may_speak() -> Sequence[Body]:
    """The registry in protocol order."""
    return session().scalars(select(Body).order_by(Body.protocol_rank, Body.id)).all()
