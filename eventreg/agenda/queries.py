"""Reading agendas."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemSpeaker
from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import STANDING
from eventreg.sessions.models import CouncilSession

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


def latest_release(council_session: CouncilSession) -> AgendaRelease | None:
    """What the public sees; None before the first release."""
    query = select(AgendaRelease).filter_by(council_session_id=council_session.id)
    return session().scalar(query.order_by(AgendaRelease.number.desc()).limit(1))


def release_numbered(council_session: CouncilSession, number: int) -> AgendaRelease | None:
    return session().scalar(select(AgendaRelease).filter_by(council_session_id=council_session.id, number=number))


def frozen_numbers(releases: Sequence[AgendaRelease]) -> dict[str, str]:
    """The number that each question had in any of the releases, by the item's public id."""
    return {line["id"]: line["number"] for release in releases for line in release.snapshot["items"] if line["number"]}


def registrations_that_may_speak(council_session: CouncilSession) -> Sequence[Registration]:
    """Everybody who takes part, by name."""
    query = (
        select(Registration).filter_by(council_session_id=council_session.id).where(Registration.state.in_(STANDING))
    )
    loading = joinedload(Registration.person), joinedload(Registration.body)
    return session().scalars(query.options(*loading).order_by(Registration.sort_key, Registration.id)).all()


def bodies_that_may_speak() -> Sequence[Body]:
    """The registry in protocol order."""
    return session().scalars(select(Body).order_by(Body.protocol_rank, Body.id)).all()
