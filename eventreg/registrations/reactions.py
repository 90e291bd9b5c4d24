"""What registrations do when something happens below them."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased

from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import (
    BodiesMerged,
    BodiesParted,
    MergeEvent,
    PeopleMerged,
    PeopleParted,
    PersonChanged,
    PersonErased,
)
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import pseudonym
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.mail.forgetting import forget_letters_about
from eventreg.registrations.actions.addresses import addresses_in_use, follow_address, follow_addresses
from eventreg.registrations.consents.models import ErasureRequestState
from eventreg.registrations.consents.queries import consents_of, open_request
from eventreg.registrations.events import RegistrationErased
from eventreg.registrations.models import Registration, Substitution
from eventreg.registrations.naming import alphabet_key, text_key
from eventreg.registrations.rules import BEFORE_THE_END, STANDING
from eventreg.sessions.models import CouncilSession


def erase_registrations(event: PersonErased, by: Actor, now: datetime) -> None:
    """Every registration of the person still counts in its state; needs, reasons, letters, link and pass are gone."""
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    for registration in session().scalars(select(Registration).filter_by(person_id=person.id)):
        registration.access_needs = registration.withdrawal_reason = registration.decision_reason = ""
        registration.sort_key = text_key(pseudonym(person))
        registration.pass_version += 1
        registration.revoke_link()
        _answer_request(registration, now)
        _forget_substitutions(registration)
        forget_letters_about("registration", [registration.public_id], now)
        about = {"about": registration.public_id, "council_session": registration.council_session.public_id}
        announce(RegistrationErased(**about), by, now)
    session().flush()


def _forget_substitutions(registration: Registration) -> None:
    """Who came instead of whom stays, why does not."""
    is_part = or_(
        Substitution.from_registration_id == registration.id, Substitution.to_registration_id == registration.id
    )
    session().execute(update(Substitution).where(is_part).values(reason=""))


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


def readdress(event: PersonChanged, by: Actor, now: datetime) -> None:
    """Reaction: a person whose address was corrected is told there; the link at the former one is dead."""
    if "email" in event.fields:
        follow_address(session().scalars(select(Person).filter_by(public_id=event.about)).one(), now)


def hand_over_people(event: PeopleMerged, by: Actor, now: datetime) -> None:
    """Reaction: registrations go to the kept person; where both stand in one session, the duplicate keeps its own.

    Whoever is written to at another address from now on is told there.
    Raises `Refusal("both_are_registered")` while both count in a session that is still to come.
    """
    other = aliased(Registration)
    same_session = select(other.id).where(
        other.council_session_id == Registration.council_session_id,
        other.person.has(Person.public_id == event.about),
    )
    coming = Registration.council_session.has(CouncilSession.stage.in_(BEFORE_THE_END))
    both = select(Registration).where(
        Registration.person.has(Person.public_id == event.gone),
        Registration.state.in_(STANDING),
        same_session.where(other.state.in_(STANDING)).exists(),
        coming,
    )
    if session().scalar(both.limit(1)):
        raise Refusal("both_are_registered")
    before = addresses_in_use((event.about, event.gone))
    hand_over(event, Registration.person_id, unless=same_session.exists())
    _order(event)
    follow_addresses(before, now)


def hand_back_people(event: PeopleParted, by: Actor, now: datetime) -> None:
    """Reaction: the duplicate has its registrations again."""
    before = addresses_in_use((event.about, event.gone))
    hand_back(event, Registration.person_id)
    _order(event)
    follow_addresses(before, now)


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: people take part for the kept body."""
    hand_over(event, Registration.body_id)


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, Registration.body_id)


def _order(event: MergeEvent) -> None:
    """Each registration of the two stands in the list where the name of its person belongs."""
    session().expire_all()
    own = Person.public_id.in_((event.about, event.gone))
    for registration in session().scalars(select(Registration).join(Registration.person).where(own)):
        registration.sort_key = alphabet_key(registration.person)
    session().flush()
