"""References, short codes and the place in the alphabet of a registration."""

from sqlalchemy import select

from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.core.tokens import short_code
from eventreg.i18n.names import PersonName
from eventreg.i18n.sorting import sort_key
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession

REFERENCE_LENGTH = 6  # 31 letters and digits: 887 million references


def person_name(person: Person) -> PersonName:
    """The name in its parts."""
    return PersonName(person.surname, person.given_name, person.patronymic)


def full_name(person: Person) -> str:
    """Surname, given name and patronymic."""
    return person_name(person).full()


def masked_email(email: str) -> str:
    """Enough of an address to recognise one's own: «a•••@example.kz»."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def alphabet_key(person: Person) -> str:
    """The place of the name in the Kazakh alphabet."""
    return text_key(full_name(person))


def text_key(text: str) -> str:
    """Hexadecimal digits that any database sorts alike, by the Kazakh alphabet: «Ә» stands between «А» and «Б»."""
    tokens, _, _ = sort_key(text, "kk")
    return "".join(f"{kind:x}{place:06x}{value}" for kind, place, value in tokens)


def new_reference() -> str:
    """A reference that nobody has yet, such as R-7K3M9Q."""
    while True:
        reference = f"R-{short_code(REFERENCE_LENGTH)}"
        if session().scalar(select(Registration.id).filter_by(reference=reference)) is None:
            return reference


def new_short_code(council_session: CouncilSession) -> str:
    """A code for the door that nobody has yet in this session."""
    while True:
        code = short_code()
        taken = select(Registration.id).filter_by(council_session_id=council_session.id, short_code=code)
        if session().scalar(taken) is None:
            return code
