"""Finding registrations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions import PersonDetails, person_key
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.core.links import linked_by_token
from eventreg.i18n.search_keys import search_words
from eventreg.mail.models import Letter
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.questions.models import Answer, Question, holds_code
from eventreg.registrations.rules import BEFORE_THE_END, STANDING
from eventreg.sessions.models import CouncilSession

WHOLE = (
    joinedload(Registration.person),
    joinedload(Registration.body),
    joinedload(Registration.council_session).joinedload(CouncilSession.council),
)
# Asked with every page of a delegate: built once, since building a query takes as long as asking it.
_BY_PUBLIC_ID = select(Registration).where(Registration.public_id == bindparam("public_id")).options(*WHOLE)


@dataclass(frozen=True)
class Filter:
    """How the list of a session is narrowed; an empty value narrows nothing. `text` is found in any script."""

    text: str = ""
    state: RegistrationState | None = None
    role: ParticipantRole | None = None
    language: str = ""
    body: str = ""  # a public id
    question: str = ""  # a name; those who answered it
    code: str = ""  # and chose this

    @property
    def answer(self) -> str:
        """Question and code as one value of an address."""
        return f"{self.question}:{self.code}" if self.code else self.question

    @property
    def is_narrowing(self) -> bool:
        return self != Filter()


def registration_by_public_id(public_id: str) -> Registration | None:
    """The registration with its person, body, session and council."""
    return session().scalar(_BY_PUBLIC_ID, {"public_id": public_id})


def registration_by_token(token: str) -> Registration | None:
    """The registration that this personal link opens now."""
    return linked_by_token(Registration, token)


def registration_in(council_session: CouncilSession, public_id: str) -> Registration | None:
    """The registration, when it belongs to that session."""
    query = select(Registration).filter_by(public_id=public_id, council_session_id=council_session.id)
    return session().scalar(query.options(*WHOLE))


def registrations(council_session: CouncilSession, narrowed: Filter | None = None) -> Select[Registration]:
    """The registrations of a session by the Kazakh alphabet, with persons and bodies."""
    found = select(Registration).where(Registration.council_session_id == council_session.id)
    found = found.join(Registration.person).outerjoin(Registration.body)
    found = found.options(joinedload(Registration.person), joinedload(Registration.body))
    return _narrowed(found, narrowed or Filter()).order_by(Registration.sort_key, Registration.id)


def _narrowed(found: Select[Registration], narrowed: Filter) -> Select[Registration]:
    for word in search_words(narrowed.text):
        in_names = Person.search_key.contains(word, autoescape=True)
        in_body = Body.search_key.contains(word, autoescape=True)
        found = found.where(or_(in_names, in_body, Registration.reference == narrowed.text.strip().upper()))
    if narrowed.state:
        found = found.where(Registration.state == narrowed.state)
    if narrowed.role:
        found = found.where(Registration.role == narrowed.role)
    if narrowed.language:
        found = found.where(Registration.language == narrowed.language)
    if narrowed.body:
        found = found.where(Body.public_id == narrowed.body)
    if narrowed.question:
        found = found.where(_answered(narrowed))
    return found


def _answered(narrowed: Filter) -> ColumnElement[bool]:
    own = select(Answer.id).join(Answer.question)
    own = own.where(Answer.registration_id == Registration.id, Question.name == narrowed.question)
    if narrowed.code:
        own = own.where(holds_code(narrowed.code))
    return own.exists()


def numbers_by_state(council_session: CouncilSession) -> dict[RegistrationState, int]:
    """How many registrations stand in each state."""
    state, number = Registration.state, func.count()
    query = select(state, number).where(Registration.council_session_id == council_session.id).group_by(state)
    return {found: count for found, count in session().execute(query)}  # noqa: C416  (a Row is no pair for the type checker)


def bodies_with_registrations(council_session: CouncilSession) -> Sequence[Body]:
    """The bodies that have at least one registration in the session, in protocol order."""
    has_one = select(Registration.body_id).where(Registration.council_session_id == council_session.id)
    return session().scalars(select(Body).where(Body.id.in_(has_one)).order_by(Body.protocol_rank, Body.id)).all()


def letters_about(registration: Registration) -> Sequence[Letter]:
    """Every letter about this registration, newest first."""
    query = select(Letter).filter_by(about_kind="registration", about_id=registration.public_id)
    return session().scalars(query.order_by(Letter.id.desc())).all()


def known_person(body: Body | None, details: PersonDetails) -> Person | None:
    """The person of that body with the same name and e-mail address, if the registry holds one."""
    query = select(Person).where(
        Person.body_id == (body.id if body else None),
        Person.name_key == person_key(details),
        Person.merged_into_id.is_(None),
        func.lower(Person.email) == details.email.lower(),
    )
    return session().scalar(query.order_by(Person.id).limit(1))


def registration_of(council_session: CouncilSession, person: Person) -> Registration | None:
    """The one registration of a person in a session."""
    return session().scalar(
        select(Registration).filter_by(council_session_id=council_session.id, person_id=person.id).options(*WHOLE)
    )


def linked_by_email(email: str) -> Sequence[Registration]:
    """Registrations under that address whose link opens a page, newest first, five at most."""
    query = select(Registration).join(Registration.person)
    query = query.where(func.lower(Person.email) == email.lower(), Registration.link_hash.is_not(None))
    return session().scalars(query.options(*WHOLE).order_by(Registration.id.desc()).limit(5)).all()


def standing_by_email(email: str) -> Sequence[Registration]:
    """Registrations under that address which still count, in sessions that are still to come."""
    query = select(Registration).join(Registration.person).join(Registration.council_session)
    query = query.where(
        func.lower(Person.email) == email.lower(),
        Registration.state.in_(STANDING),
        CouncilSession.stage.in_(BEFORE_THE_END),
    )
    return session().scalars(query.options(*WHOLE).order_by(Registration.id).limit(5)).all()
