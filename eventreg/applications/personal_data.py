"""Applications of one person are erased; those that were never proven, or came to nothing, are deleted."""

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, func, select

from eventreg.applications.actions import empty
from eventreg.applications.models import Application
from eventreg.applications.rules import PROVEN_WITHIN
from eventreg.bodies.events import PersonErased
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.models import DataKind
from eventreg.mail.forgetting import forget_letters_about, forget_letters_of_session
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.retention import purge_kind
from eventreg.sessions.models import CouncilSession

CAME_TO_NOTHING = (RegistrationState.PENDING, RegistrationState.REJECTED, RegistrationState.WAITING)


def erase_applications(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: nothing is left of what an erased person typed, whether it was proven or not."""
    found = _applications_of(session().scalars(select(Person).filter_by(public_id=event.about)).one())
    for application in found:
        empty(application)
        application.revoke_link()
    forget_letters_about("application", [application.public_id for application in found], now)


def known_applications(person: Person) -> dict[str, list[object]]:
    """What the person typed on public forms, as plain values for JSON; once proven, the registration holds it."""
    names = ("surname", "given_name", "patronymic", "post", "email", "phone", "language")
    return {
        "applications": [
            {
                "session": application.council_session.address,
                **{name: getattr(application, name) for name in names},
                "asked_at": application.asked_at.isoformat(),
                "proven_at": application.proven_at.isoformat() if application.proven_at else None,
            }
            for application in _applications_of(person)
        ]
    }


def purge_applications(by: Actor, now: datetime) -> Counter[DataKind]:
    """Unproven applications go after two days; people who were never admitted, after the council's period."""
    old = Application.proven_at.is_(None) & (Application.asked_at < now - PROVEN_WITHIN)
    gone = session().scalars(delete(Application).where(old).returning(Application.public_id)).all()
    forget_letters_about("application", gone, now)

    def forget(council_session: CouncilSession, now: datetime) -> int:
        return _forget(council_session, by, now)

    rows = purge_kind(DataKind.APPLICATIONS, forget, by, now)
    return Counter({DataKind.APPLICATIONS: rows + len(gone)})


def _applications_of(person: Person) -> list[Application]:
    """Those that became registrations of the person, and those from the person's address."""
    own = Application.registration_id.in_(select(Registration.id).filter_by(person_id=person.id))
    from_address = (func.lower(Application.email) == person.email.lower()) & (Application.email != "")
    return list(session().scalars(select(Application).where(own | from_address).order_by(Application.id)))


def _forget(council_session: CouncilSession, by: Actor, now: datetime) -> int:
    """People who applied for the session, were not admitted, and are known from nowhere else."""
    forget_letters_of_session(council_session.public_id, "application", now)
    others = select(Registration.person_id).where(Registration.council_session_id != council_session.id)
    applied = select(Application.registration_id).filter_by(council_session_id=council_session.id)
    people = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.id.in_(applied.where(Application.registration_id.is_not(None))),
            Registration.state.in_(CAME_TO_NOTHING),
            Person.id.not_in(others),
            Person.erased_at.is_(None),
        )
    )
    found = session().scalars(people).all()
    for person in found:
        erase_person(person, by, now)
    return len(found)
