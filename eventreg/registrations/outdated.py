"""Which letters to people no longer say how things stand."""

from eventreg.mail.models import Letter
from eventreg.mail.outdated import is_overtaken
from eventreg.registrations.letter_kinds import ENDING, LATER_LETTERS, SAYING_HOW, TAKING_PART
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import registration_by_public_id
from eventreg.sessions.rules import takes_place

STATES = {
    "registration_nominated": RegistrationState.NOMINATED,
    "registration_offered": RegistrationState.NOMINATED,
    "registration_waiting": RegistrationState.WAITING,
    "registration_confirmed": RegistrationState.CONFIRMED,
    "registration_withdrawn": RegistrationState.WITHDRAWN,
    "registration_replaced": RegistrationState.REPLACED,
    "registration_rejected": RegistrationState.REJECTED,
    "registration_lapsed": RegistrationState.LAPSED,
}


def why_letter_to_person_is_outdated(letter: Letter) -> str:
    """`session_is_called_off`, `letter_is_outdated`, or "" while the letter holds."""
    registration = registration_by_public_id(letter.about_id) if letter.about_kind == "registration" else None
    if registration is None:
        return ""
    if letter.kind in TAKING_PART and not takes_place(registration.council_session):
        return "session_is_called_off"
    holds = _says_what_is_so(letter, registration) and not is_overtaken(letter, LATER_LETTERS)
    return "" if holds else "letter_is_outdated"


def _says_what_is_so(letter: Letter, registration: Registration) -> bool:
    if letter.kind not in SAYING_HOW:
        return True
    is_told = registration.told_revision >= registration.council_session.revision  # else news are on their way
    as_it_says = STATES.get(letter.kind, registration.state) is registration.state
    return as_it_says and (is_told or letter.kind in ENDING)
