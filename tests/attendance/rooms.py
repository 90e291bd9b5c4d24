"""People at the door, for the stories about attendance."""

from datetime import date, datetime

from eventreg.attendance.actions import check_in
from eventreg.attendance.models import Channel
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.councils.models import Member
from eventreg.registrations.actions.registering import register
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.sessions.models import CouncilSession
from tests.factories import a_body, a_registration, a_session, an_invitation


def a_session_with_bodies(bodies: int, present: int, now: datetime) -> CouncilSession:
    """So many invited bodies with a delegate each, of whom so many are in; opens a transaction of its own."""
    with transaction():
        council_session = a_session()
        for number in range(bodies):
            body = a_body()
            an_invitation(council_session, body)
            registration = a_registration(council_session, body, f"Делегат {number}")
            if number < present:
                check_in(registration, Channel.SCAN, SYSTEM, now)
    return council_session


def a_member(council_session: CouncilSession, registration: Registration, votes: bool = True) -> Member:
    """From now on the person of the registration is a member; in the present transaction."""
    term = {"starts_on": date(2020, 1, 1), "ends_on": None, "votes": votes}
    member = Member(council=council_session.council, person=registration.person, **term)
    session().add(member)
    session().flush()
    return member


def a_named_delegate(council_session: CouncilSession, surname: str, given_name: str, now: datetime) -> Registration:
    """A confirmed delegate whose name can be searched for; in the present transaction."""
    details = PersonDetails(surname, given_name)
    registration = register(council_session, a_body(), ParticipantRole.DELEGATE, details, SYSTEM, now)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, now
    session().flush()
    return registration


def door(council_session: CouncilSession, path: str = "") -> str:
    """The address of the door, in English."""
    return f"/office/{council_session.address}/attendance{path and '/'}{path}?lang=en"
