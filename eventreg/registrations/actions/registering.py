"""Registering people, and what happens to a registration afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventreg.bodies.actions import PersonDetails, add_person, change_person
from eventreg.bodies.models import Body, Person
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.mail.bounced import forget_bounce
from eventreg.mail.models import Letter
from eventreg.registrations import mails
from eventreg.registrations.actions.addresses import follow_address, tell_at_new_address, tell_how_it_stands
from eventreg.registrations.actions.admission import first_state, needs_approval
from eventreg.registrations.actions.deciding import NEEDS_A_LOOK, ask_anew
from eventreg.registrations.actions.waiting import next_waiting_number
from eventreg.registrations.events import (
    PersonRegistered,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationLinkSent,
    RegistrationWithdrawn,
)
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.naming import alphabet_key, new_reference, new_short_code
from eventreg.registrations.places import claim_place, lock_hall
from eventreg.registrations.queries import WHOLE, known_person, linked_by_email, registration_of
from eventreg.registrations.rules import (
    HOLDING,
    can_be_changed,
    can_be_confirmed,
    can_be_confirmed_by_office,
    can_be_corrected,
    can_be_withdrawn,
    is_standing,
)
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Answers:
    """What a person says about the own participation."""

    details: PersonDetails
    access_needs: str = ""


def standing_registration(
    council_session: CouncilSession, body: Body | None, details: PersonDetails
) -> Registration | None:
    """The registration under which this person of that body takes part already."""
    person = known_person(body, details)
    registration = registration_of(council_session, person) if person else None
    return registration if registration and is_standing(registration) else None


def register(
    council_session: CouncilSession,
    body: Body | None,
    role: ParticipantRole,
    details: PersonDetails,
    by: Actor,
    now: datetime,
    state: RegistrationState | None = None,
) -> Registration:
    """The person holds a place and is asked by a letter to confirm; somebody who takes part already stays.

    Without a `state` the session's rules decide whether the office approves first; `waiting` and `asked` hold no place.
    A person who withdrew before is nominated anew under the same reference. Whoever calls holds a lock that keeps
    the same person from being registered twice at once, and finds the seat. Raises `Refusal("session_full")`.
    """
    standing = standing_registration(council_session, body, details)
    if standing:
        return standing
    state = state or first_state(council_session, role)
    if state in HOLDING:
        claim_place(council_session)
    number = next_waiting_number(council_session) if state is RegistrationState.WAITING else None
    person = known_person(body, details) or add_person(details, body)
    change_person(person, details)
    registration = _returning(council_session, person) or _new(council_session, person, now)
    registration.role, registration.language = role, details.language
    _begin(registration, state, number, now)
    announce(PersonRegistered(**_about(registration), body=body.public_id if body else "", role=role), by, now)
    tell_how_it_stands(registration, now)
    return registration


def confirm_registration(registration: Registration, answers: Answers | None, by: Actor, now: datetime) -> None:
    """The person takes part, in time, and has a letter with calendar entry and pass.

    Without `answers` (by somebody else's word) everything stays as the person was named. Confirming twice sends one
    letter. Raises `Refusal("cannot_be_confirmed")`.
    """
    _confirm(registration, lambda found: can_be_confirmed(found, now), answers, by, now)


def confirm_for(registration: Registration, by: Actor, now: datetime) -> None:
    """As `confirm_registration`, by the office for a person (by telephone, say), whatever the deadline."""
    _confirm(registration, can_be_confirmed_by_office, None, by, now)


def change_registration(registration: Registration, answers: Answers, by: Actor, now: datetime) -> bool:
    """The registration holds these answers, and the journal names what changed; returns whether anything did.

    Raises `Refusal("cannot_be_changed")`.
    """
    registration = locked(registration, *WHOLE)
    if not can_be_changed(registration):
        raise Refusal("cannot_be_changed")
    changed = _write(registration, answers)
    if changed:
        announce(RegistrationChanged(**_about(registration), fields=changed), by, now)
        _approve_again(registration, changed, by, now)
    return bool(changed)


def change_nominee(registration: Registration, details: PersonDetails, by: Actor, now: datetime) -> None:
    """A nominee who has not confirmed yet has these details; a new e-mail address gets a letter of its own.

    What waits for the old address and the link that went there are dead then, in every session of the person.
    Raises `Refusal`: `nominee_has_confirmed`, and `nominated_already` when the details are those of
    another person who holds a place of this body.
    """
    lock_hall(registration.council_session)
    registration = locked(registration, *WHOLE)
    other = standing_registration(registration.council_session, registration.body, details)
    if other is not None and other.id != registration.id:
        raise Refusal("nominated_already")
    if not can_be_corrected(registration):
        raise Refusal("nominee_has_confirmed")
    is_moved = registration.person.email != details.email
    changed = _write(registration, Answers(details, registration.access_needs))
    if is_moved:
        tell_at_new_address(registration, now)
        follow_address(registration.person, now, besides=registration)
    if changed:
        announce(RegistrationChanged(**_about(registration), fields=changed), by, now)
        _approve_again(registration, changed, by, now)


def withdraw_registration(registration: Registration, reason: str, by: Actor, now: datetime) -> None:
    """The person takes part no longer: the seat is free, the pass dead, the calendar entry cancelled.

    Withdrawing twice does it once. Raises `Refusal("cannot_be_withdrawn")`.
    """
    lock_hall(registration.council_session)
    registration = locked(registration, *WHOLE)
    if registration.state is RegistrationState.WITHDRAWN:
        return
    if not can_be_withdrawn(registration):
        raise Refusal("cannot_be_withdrawn")
    was_confirmed = registration.confirmed_at is not None
    registration.state, registration.withdrawn_at = RegistrationState.WITHDRAWN, now
    registration.withdrawal_reason = reason
    registration.waiting_number, registration.offered_until = None, None
    registration.pass_version += 1
    registration.calendar_sequence += 1
    announce(RegistrationWithdrawn(**_about(registration)), by, now)
    mails.registration_withdrawn(registration, was_confirmed, now)


def send_link_again(registration: Registration, by: Actor, now: datetime) -> Letter | None:
    """The person's letter goes out once more to the address on file, at most one in five minutes.

    Returns that one. Raises `Refusal("no_email")`.
    """
    registration = locked(registration)
    if not registration.person.email:
        raise Refusal("no_email")
    letter = mails.registration_link(registration, now)
    if letter and letter.queued_at == now:
        announce(RegistrationLinkSent(**_about(registration)), by, now)
    return letter


def send_link_by_hand(registration: Registration, by: Actor, now: datetime) -> None:
    """As `send_link_again`, by the office, which knows better than an earlier notice that nothing arrives there.

    Raises `Refusal`: `no_email`, `link_was_just_sent` when a letter with the link was made less than five minutes ago.
    """
    forget_bounce(registration.person.email)
    letter = send_link_again(registration, by, now)
    if letter is None or letter.queued_at != now:
        raise Refusal("link_was_just_sent")


def send_new_link(email: str, by: Actor, now: datetime) -> None:
    """Every registration under that address whose link opens a page has it sent there.

    Nothing is sent for an unknown address, and the caller is told nothing either way.
    """
    for registration in linked_by_email(email):
        send_link_again(registration, by, now)


def _confirm(
    registration: Registration,
    is_possible: Callable[[Registration], bool],
    answers: Answers | None,
    by: Actor,
    now: datetime,
) -> None:
    registration = locked(registration, *WHOLE)
    if registration.state is RegistrationState.CONFIRMED:
        return
    if not is_possible(registration):
        raise Refusal("cannot_be_confirmed")
    if answers:
        _write(registration, answers)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, now
    registration.offered_until = None
    session().flush()
    announce(RegistrationConfirmed(**_about(registration)), by, now)
    mails.registration_confirmed(registration, now)


def _begin(registration: Registration, state: RegistrationState, number: int | None, now: datetime) -> None:
    """As if nothing had been before, but for the reference; `number` is the place on the waiting list."""
    registration.state, registration.nominated_at, registration.confirmed_at = state, now, None
    registration.withdrawn_at, registration.withdrawal_reason = None, ""
    registration.decision_reason, registration.offered_until = "", None
    registration.waiting_number = number
    registration.sort_key = alphabet_key(registration.person)
    registration.renew_link()
    session().flush()


def _approve_again(registration: Registration, changed: Sequence[str], by: Actor, now: datetime) -> None:
    is_approved = registration.state is not RegistrationState.PENDING
    if (
        is_approved
        and NEEDS_A_LOOK.intersection(changed)
        and needs_approval(registration.council_session, registration.role)
    ):
        ask_anew(registration, changed, by, now)


def _returning(council_session: CouncilSession, person: Person) -> Registration | None:
    """Who left comes back under the same UID, so the next calendar entry must be newer than the cancelled one."""
    registration = registration_of(council_session, person)
    if registration is not None:
        registration.calendar_sequence += 1
    return registration


def _new(council_session: CouncilSession, person: Person, now: datetime) -> Registration:
    registration = Registration(
        public_id=new_public_id(),
        council_session=council_session,
        person=person,
        body=person.body,
        language=person.language,
        state=RegistrationState.NOMINATED,
        reference=new_reference(),
        short_code=new_short_code(council_session),
        nominated_at=now,
        told_revision=council_session.revision,
    )
    registration.renew_link()
    session().add(registration)
    return registration


def _write(registration: Registration, answers: Answers) -> tuple[str, ...]:
    """Writes the answers; returns the names of the fields that held something else."""
    person = registration.person
    changed = [name for name, value in vars(answers.details).items() if getattr(person, name) != value]
    if registration.access_needs != answers.access_needs:
        changed.append("access_needs")
    change_person(person, answers.details)
    registration.access_needs = answers.access_needs
    registration.language = answers.details.language
    registration.sort_key = alphabet_key(person)
    return tuple(changed)


def _about(registration: Registration) -> dict[str, str]:
    return {"about": registration.public_id, "council_session": registration.council_session.public_id}
