"""What registrations do when something happens below them."""

from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.events import PersonChanged, PersonErased
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import pseudonym
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.journal.actions import announce
from eventreg.mail.forgetting import forget_letters_about
from eventreg.registrations.consents.models import ErasureRequestState
from eventreg.registrations.consents.queries import consents_of, open_request
from eventreg.registrations.events import RegistrationErased
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import alphabet_key, text_key


def erase_registrations(event: PersonErased, by: Actor, now: datetime) -> None:
    """Every registration of the person still counts in its state; needs, reasons, letters, link and pass are gone."""
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    for registration in session().scalars(select(Registration).filter_by(person_id=person.id)):
        registration.access_needs = registration.withdrawal_reason = ""
        registration.sort_key = text_key(pseudonym(person))
        registration.pass_version += 1
        registration.revoke_link()
        _answer_request(registration, now)
        forget_letters_about("registration", [registration.public_id], now)
        about = {"about": registration.public_id, "council_session": registration.council_session.public_id}
        announce(RegistrationErased(**about), by, now)
    session().flush()


def _answer_request(registration: Registration, now: datetime) -> None:
    for consent in consents_of(registration):
        consent.withdrawn_at = consent.withdrawn_at or now
    if request := open_request(registration):
        request.state, request.handled_at = ErasureRequestState.ERASED, now


def order_anew(event: PersonChanged, by: Actor, now: datetime) -> None:
    """Reaction: a person whose name was changed in the registry stands at the right place of each list."""
    query = select(Registration).join(Registration.person).where(Person.public_id == event.about)
    for registration in session().scalars(query):
        registration.sort_key = alphabet_key(registration.person)
