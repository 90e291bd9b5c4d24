"""Who may do what with registrations, and when."""

from datetime import datetime

from eventreg.core.actors import Actor, Role
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.rules import can_be_answered

READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
EDITORS = (Role.ORGANIZER, Role.SECRETARY)
HOLDING = (RegistrationState.NOMINATED, RegistrationState.CONFIRMED, RegistrationState.PENDING)  # a place each
UNDECIDED = (RegistrationState.PENDING, RegistrationState.ASKED)
STANDING = (*HOLDING, RegistrationState.ASKED, RegistrationState.WAITING)  # in some way still to come
BEFORE_THE_END = (Stage.ANNOUNCED, Stage.OPEN)
WITH_PASSES = (Stage.ANNOUNCED, Stage.OPEN, Stage.HELD, Stage.CLOSED)


def may_see_registrations(actor: Actor, council_session: CouncilSession) -> bool:
    """The list of a session and each registration in it."""
    return actor.has_role(council_session.council.public_id, *READERS)


def may_edit_registrations(actor: Actor, council_session: CouncilSession) -> bool:
    """Adding people, changing states, sending letters again."""
    return actor.has_role(council_session.council.public_id, *EDITORS)


def may_answer_erasure(actor: Actor, council_session: CouncilSession) -> bool:
    """Erasing whoever asks for it, or saying why the data is kept."""
    return actor.has_role(council_session.council.public_id, Role.SECRETARY)


def may_export_registrations(actor: Actor, council_session: CouncilSession) -> bool:
    """Taking the list out as a file; each time is written into the journal."""
    return may_edit_registrations(actor, council_session)


def is_standing(registration: Registration) -> bool:
    """The person holds a place, or waits for one."""
    return registration.state in STANDING


def can_be_confirmed(registration: Registration, now: datetime) -> bool:
    """By the person, until the deadline for confirming, if there is one, and while an offered place is held."""
    council_session = registration.council_session
    if registration.offered_until and now > registration.offered_until:
        return False
    in_time = can_be_answered(council_session, council_session.confirm_until, now)
    return registration.state is RegistrationState.NOMINATED and in_time


def can_be_confirmed_by_office(registration: Registration) -> bool:
    """By the office for the person, until the session was held."""
    is_waiting = registration.state is RegistrationState.NOMINATED
    return is_waiting and registration.council_session.stage in BEFORE_THE_END


def can_be_changed(registration: Registration) -> bool:
    """By the person, who has confirmed, until the session was held."""
    takes_part = registration.state is RegistrationState.CONFIRMED
    return takes_part and registration.council_session.stage in BEFORE_THE_END


def can_be_withdrawn(registration: Registration) -> bool:
    """By the person, the body or the office, until the session was held."""
    return is_standing(registration) and registration.council_session.stage in BEFORE_THE_END


def can_be_corrected(registration: Registration) -> bool:
    """By the body, until the person has confirmed: from then on the details are the person's own."""
    is_nominee = registration.state in (RegistrationState.NOMINATED, RegistrationState.PENDING)
    return is_nominee and registration.confirmed_at is None


def can_be_replaced(registration: Registration) -> bool:
    """By the body or the office, while the person holds a place and the session was not held."""
    return registration.state in HOLDING and registration.council_session.stage in BEFORE_THE_END


def is_expected(registration: Registration, now: datetime) -> bool:
    """Takes part in a session that has not begun."""
    council_session = registration.council_session
    return registration.state in HOLDING and council_session.stage in BEFORE_THE_END and now < council_session.starts_at


def has_pass(registration: Registration) -> bool:
    """A confirmed person has a pass unless the session is put off or does not take place."""
    return registration.state is RegistrationState.CONFIRMED and registration.council_session.stage in WITH_PASSES
