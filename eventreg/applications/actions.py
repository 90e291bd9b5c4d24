"""Applying to take part, and proving that the address is one's own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.applications import mails
from eventreg.applications.events import ApplicationMade, ApplicationProven, ApplicationsOpened
from eventreg.applications.models import Application, ApplicationOption
from eventreg.applications.queries import is_open, made_today
from eventreg.applications.rules import LETTERS_A_DAY, can_be_applied_for, can_be_proven
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.actions.registering import register, send_link_again
from eventreg.registrations.consents.actions import give_consent
from eventreg.registrations.models import Overflow, ParticipantRole, Registration, RegistrationState
from eventreg.registrations.places import places_left
from eventreg.registrations.queries import standing_by_email
from eventreg.sessions.models import CouncilSession

PARTS = ("surname", "given_name", "patronymic", "post", "email", "phone", "language")


@dataclass(frozen=True)
class Agreed:
    """The version of the council's consent text that was agreed to, and the language in which it was read."""

    version: int | None = None
    language: str = ""


def open_applications(council_session: CouncilSession, opens: bool, by: Actor, now: datetime) -> None:
    """Anybody may apply from now on, or nobody any more. Opening twice does it once."""
    locked(council_session)
    if is_open(council_session) == opens:
        return
    query = select(ApplicationOption).filter_by(council_session_id=council_session.id)
    option = session().scalar(query) or ApplicationOption(council_session_id=council_session.id)
    option.is_open = opens
    session().add(option)
    session().flush()
    about = council_session.public_id
    announce(ApplicationsOpened(about=about, council_session=about, is_open=opens), by, now)


def apply(council_session: CouncilSession, details: PersonDetails, agreed: Agreed, by: Actor, now: datetime) -> None:
    """A letter asks the owner of the address to confirm; somebody who takes part already gets the own link once more.

    Nothing counts before that. The caller is told nothing of either, nor of an address that had three letters today.
    Raises `Refusal("applications_closed")`.
    """
    council_session = locked(council_session)
    if not can_be_applied_for(council_session, is_open(council_session), now):
        raise Refusal("applications_closed")
    standing = [found for found in standing_by_email(details.email) if found.council_session_id == council_session.id]
    for registration in standing:
        send_link_again(registration, by, now)
    if standing or made_today(council_session, details.email, now) >= LETTERS_A_DAY:
        return
    consent = {"consent_version": agreed.version, "consent_language": agreed.language}
    application = Application(council_session=council_session, asked_at=now, **vars(details), **consent)
    application.renew_link()
    session().add(application)
    session().flush()
    announce(ApplicationMade(**_about(application)), by, now)
    mails.application_link(application, now)


def prove_address(application: Application, by: Actor, now: datetime) -> Registration:
    """A registration stands for the application and waits for approval, or for a place where the hall is full.

    What was typed is emptied here. Proving twice gives the same registration. Raises `Refusal`: `application_expired`,
    `session_full`.
    """
    application = locked(application)
    if application.registration is not None:
        return application.registration
    council_session = locked(application.council_session)
    if not can_be_proven(application, is_open(council_session), now):
        raise Refusal("application_expired")
    details = PersonDetails(**{name: getattr(application, name) for name in PARTS})
    registration = register(
        council_session, None, ParticipantRole.GUEST, details, by, now, _first_state(council_session)
    )
    if application.consent_version:
        give_consent(registration, application.consent_version, application.consent_language, by, now)
    if registration.state is RegistrationState.PENDING:
        registration.confirmed_at = now  # the person has said everything; approval is all that is missing
    application.registration, application.proven_at = registration, now
    empty(application)
    session().flush()
    announce(ApplicationProven(**_about(application), registration=registration.public_id), by, now)
    return registration


def empty(application: Application) -> None:
    """Nothing that was typed is left; the row says only that somebody applied."""
    for name in PARTS:
        setattr(application, name, "")


def _first_state(council_session: CouncilSession) -> RegistrationState:
    is_full = places_left(council_session) == 0
    if is_full and admission_of(council_session).overflow is Overflow.WAIT:
        return RegistrationState.WAITING
    return RegistrationState.PENDING


def _about(application: Application) -> dict[str, str]:
    return {"about": application.public_id, "council_session": application.council_session.public_id}
