"""One person comes instead of another: the seat stays, everything of the first is dead at once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations import mails
from eventreg.registrations.actions.registering import register, standing_registration
from eventreg.registrations.events import Substituted
from eventreg.registrations.models import Registration, RegistrationState, Substitution
from eventreg.registrations.naming import full_name
from eventreg.registrations.places import lock_hall
from eventreg.registrations.rules import can_be_replaced
from eventreg.sessions.models import CouncilSession


def substitute(
    registration: Registration, details: PersonDetails, reason: str, seat: str, by: Actor, now: datetime
) -> Registration:
    """The other person is nominated in the same role; link, pass and calendar entry of the first end at once.

    The place in the hall goes over, so this works in a full hall. Doing it twice gives the same person. `seat` names
    the seat upwards. Raises `Refusal`: `cannot_be_replaced`, `stands_already` (the other takes part already).
    """
    council_session = registration.council_session
    lock_hall(council_session)
    registration = locked(registration)
    standing = standing_registration(council_session, registration.body, details)
    if standing is not None and came_instead(registration, standing):
        return standing
    if not can_be_replaced(registration):
        raise Refusal("cannot_be_replaced")
    if standing is not None:
        raise Refusal("stands_already")
    was_confirmed = registration.confirmed_at is not None
    _end(registration, reason, now)
    new = register(council_session, registration.body, registration.role, details, by, now)
    _note(registration, new, reason, seat, by, now)
    about = {"about": registration.public_id, "council_session": council_session.public_id}
    announce(Substituted(**about, by_registration=new.public_id), by, now)
    mails.registration_replaced(registration, was_confirmed, now)
    return new


def came_instead(former: Registration, present: Registration) -> bool:
    """Whether `present` came into the seat of `former`."""
    query = select(Substitution.id).filter_by(from_registration_id=former.id, to_registration_id=present.id)
    return former.state is RegistrationState.REPLACED and session().scalar(query.limit(1)) is not None


def substitutions(council_session: CouncilSession) -> dict[int, str]:
    """Whom people came instead of: the name by the id of the registration that stands now."""
    query = select(Substitution).filter_by(council_session_id=council_session.id).order_by(Substitution.id)
    whole = joinedload(Substitution.from_registration).joinedload(Registration.person)
    return _names(session().scalars(query.options(whole)))


def substitutions_of(registration: Registration) -> list[Substitution]:
    """Those in which this person came or went, latest first."""
    ends = (Substitution.from_registration_id == registration.id) | (Substitution.to_registration_id == registration.id)
    return list(session().scalars(select(Substitution).where(ends).order_by(Substitution.id.desc())))


def _names(found: Iterable[Substitution]) -> dict[int, str]:
    return {one.to_registration_id: full_name(one.from_registration.person) for one in found}


def _end(registration: Registration, reason: str, now: datetime) -> None:
    registration.state, registration.withdrawn_at = RegistrationState.REPLACED, now
    registration.withdrawal_reason, registration.offered_until = reason, None
    registration.pass_version += 1
    registration.calendar_sequence += 1
    registration.revoke_link()
    session().flush()


def _note(former: Registration, new: Registration, reason: str, seat: str, by: Actor, now: datetime) -> None:
    session().add(
        Substitution(
            council_session_id=former.council_session_id,
            from_registration=former,
            to_registration=new,
            seat=seat,
            reason=reason,
            by_kind=by.kind,
            by_id=by.public_id,
            at=now,
        )
    )
    session().flush()
