"""How a session admits people: what becomes of too many, whose participation is approved, who may confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations.events import AdmissionChanged
from eventreg.registrations.models import Admission, Overflow, ParticipantRole, RegistrationState
from eventreg.registrations.places import places_held
from eventreg.sessions.events import SessionChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id


@dataclass(frozen=True)
class AdmissionRules:
    """The settings of one session; the defaults are those of a session that nobody set anything for."""

    overflow: Overflow = Overflow.REFUSE
    bodies_confirm: bool = False
    approved_roles: Sequence[ParticipantRole] = ()
    offers_by_itself: bool = True
    offer_hours: int = 48


def admission_of(council_session: CouncilSession) -> AdmissionRules:
    """How this session admits people."""
    row = _row(council_session)
    if row is None:
        return AdmissionRules()
    roles = tuple(ParticipantRole(role) for role in row.approved_roles)
    return AdmissionRules(row.overflow, row.bodies_confirm, roles, row.offers_by_itself, row.offer_hours)


def needs_approval(council_session: CouncilSession, role: ParticipantRole) -> bool:
    """The office approves people of that role before they are asked to confirm."""
    return role in admission_of(council_session).approved_roles


def first_state(council_session: CouncilSession, role: ParticipantRole) -> RegistrationState:
    """In which state somebody begins for whom there is a place."""
    if needs_approval(council_session, role):
        return RegistrationState.PENDING
    return RegistrationState.NOMINATED


def save_admission(council_session: CouncilSession, rules: AdmissionRules, by: Actor, now: datetime) -> None:
    """From now on the session admits people so; whoever stands already stays as they are."""
    locked(council_session.council)  # the first save twice at once: the second finds the row
    before = admission_of(council_session)
    changed = tuple(name for name, value in vars(rules).items() if getattr(before, name) != value)
    if not changed:
        return
    row = _row(council_session) or Admission(council_session=council_session)
    row.overflow, row.bodies_confirm = rules.overflow, rules.bodies_confirm
    row.approved_roles = [role.value for role in rules.approved_roles]
    row.offers_by_itself, row.offer_hours = rules.offers_by_itself, rules.offer_hours
    session().add(row)
    session().flush()
    about = council_session.public_id
    announce(AdmissionChanged(about=about, council_session=about, fields=changed), by, now)


def keep_places(event: SessionChanged, by: Actor, now: datetime) -> None:
    """Reaction: a hall cannot become smaller than what was given away. Raises `Refusal("capacity_below_held")`."""
    council_session = session_by_public_id(event.about) if "capacity" in event.fields else None
    if council_session is None or council_session.capacity is None:
        return
    held = places_held(council_session)
    if council_session.capacity < held:
        raise Refusal("capacity_below_held", held=held)


def _row(council_session: CouncilSession) -> Admission | None:
    return session().scalar(select(Admission).filter_by(council_session_id=council_session.id))
