"""What the dashboard counts, and search over everything."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from eventreg.agenda.models import AgendaItem, AgendaRelease
from eventreg.attendance.models import Presence
from eventreg.bodies.models import Body, Contact, ContactRank, Person
from eventreg.core.db import Base, session
from eventreg.councils.models import Council
from eventreg.i18n.search_keys import search_words
from eventreg.invitations.models import NOT_INVITED, Invitation, InvitationState
from eventreg.invitations.queries import numbers_by_standing, numbers_of_seats
from eventreg.invitations.rules import Standing
from eventreg.jobs.models import WorkerSign
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.office.undelivered import did_not_arrive
from eventreg.publication.models import Publication
from eventreg.recommendations.models import Clause, Recommendations
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import sessions_matching, sessions_of_councils
from eventreg.sessions.rules import is_over

State = TypeVar("State", bound=StrEnum)
MOST_FOUND = 20
_INVITED_IN_VAIN = and_(
    Invitation.state.not_in(NOT_INVITED), func.lower(Invitation.email).in_(select(BouncedAddress.address))
)
# the first contact is written to at the invitation's own address, which may have been corrected there
_REMINDED_IN_VAIN = and_(
    Invitation.state.not_in(NOT_INVITED),
    Contact.body_id == Invitation.body_id,
    Contact.rank != ContactRank.FIRST,
    func.lower(Contact.email).in_(select(BouncedAddress.address)),
)
_REGISTERED_IN_VAIN = and_(
    Registration.state.in_((RegistrationState.NOMINATED, RegistrationState.CONFIRMED)),
    Registration.person.has(func.lower(Person.email).in_(select(BouncedAddress.address))),
)
UNSENT = (LetterState.QUEUED, LetterState.SENDING, LetterState.WAITING)


@dataclass(frozen=True)
class Numbers:
    """The numbers of one session, each derived from rows at the moment of reading."""

    invitations: dict[InvitationState, int]
    seats: int
    seats_taken: int
    registrations: dict[RegistrationState, int]
    standings: dict[Standing, int]  # of the invitations, as their board has it
    letters: dict[LetterState, int]  # without those that came back
    not_arrived: int  # letters, and nothing has gone in their place
    oldest_unsent: datetime | None
    agenda_items: int
    release: int | None
    present: int
    clauses: int
    recommendations: Recommendations | None
    published: int | None
    bounced: int  # addresses in use at which nothing arrives; 0 once the session is over

    @property
    def bodies(self) -> int:
        """Those that are invited."""
        return sum(number for state, number in self.invitations.items() if state not in NOT_INVITED)

    @property
    def answered(self) -> int:
        """Those that named people; whoever declined counts apart, as on the board."""
        return self.standings.get(Standing.ANSWERED, 0)

    @property
    def declined(self) -> int:
        return self.standings.get(Standing.DECLINED, 0)

    @property
    def unsent(self) -> int:
        return sum(self.letters.get(state, 0) for state in UNSENT)


def numbers_of(council_session: CouncilSession, now: datetime) -> Numbers:
    """Fifteen numbers in fewer statements, however many rows there are."""
    own = council_session.id
    taken, seats = numbers_of_seats(council_session)
    letters_of_session = Letter.council_session == council_session.public_id
    return Numbers(
        invitations=_by_state(Invitation.state, Invitation.council_session_id == own),
        seats=seats,
        seats_taken=taken,
        registrations=_by_state(Registration.state, Registration.council_session_id == own),
        standings=numbers_by_standing(council_session, now),
        letters=_by_state(Letter.state, and_(letters_of_session, Letter.bounced_at.is_(None))),
        not_arrived=_count(Letter, and_(letters_of_session, did_not_arrive())),
        oldest_unsent=session().scalar(
            select(func.min(Letter.queued_at)).where(letters_of_session, Letter.state.in_(UNSENT))
        ),
        agenda_items=_count(AgendaItem, AgendaItem.council_session_id == own),
        release=_highest(AgendaRelease.number, AgendaRelease.council_session_id == own),
        present=_present(own),
        clauses=_count(Clause, Clause.recommendations.has(council_session_id=own)),
        recommendations=session().scalar(select(Recommendations).filter_by(council_session_id=own)),
        published=_highest(Publication.version, Publication.council_session_id == own),
        bounced=0 if is_over(council_session, now) else bounced_by_session([own]).get(own, 0),
    )


@dataclass(frozen=True)
class Unreachable:
    """Whose present address is one at which nothing arrives."""

    invitations: Sequence[Invitation]
    contacts: Sequence[Contact]  # further ones of invited bodies, and their chancelleries
    registrations: Sequence[Registration]


def bounced_in(council_session: CouncilSession) -> Unreachable:
    """Those in a session to whom no letter arrives."""
    own = council_session.id
    bodies = select(Invitation).where(Invitation.council_session_id == own, _INVITED_IN_VAIN)
    contacts = select(Contact).join(Invitation, _REMINDED_IN_VAIN).where(Invitation.council_session_id == own)
    people = select(Registration).where(Registration.council_session_id == own, _REGISTERED_IN_VAIN)
    return Unreachable(
        session().scalars(bodies.options(joinedload(Invitation.body))).all(),
        session().scalars(contacts.options(joinedload(Contact.body)).order_by(Contact.id)).all(),
        session().scalars(people.options(joinedload(Registration.person))).all(),
    )


def bounced_by_session(council_session_ids: Sequence[int]) -> dict[int, int]:
    """How many addresses in use at which nothing arrives each of these sessions has, where any."""
    found: Counter[int] = Counter()
    for column, dead in (
        (Invitation.council_session_id, _INVITED_IN_VAIN),
        (Invitation.council_session_id, _REMINDED_IN_VAIN),
        (Registration.council_session_id, _REGISTERED_IN_VAIN),
    ):
        counted = select(column, func.count()).where(column.in_(council_session_ids), dead).group_by(column)
        found.update({session_id: number for session_id, number in session().execute(counted)})  # noqa: C416
    return dict(found)


def worker_seen_at() -> datetime | None:
    """The latest sign of life of any worker."""
    return session().scalar(select(func.max(WorkerSign.seen_at)))


@dataclass(frozen=True)
class Found:
    """What a search found, twenty of each kind at most."""

    people: Sequence[Registration]
    bodies: Sequence[Body]
    sessions: Sequence[CouncilSession]

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.bodies or self.sessions)


def found_in_office(text: str, council_ids: list[str], sees_people: bool) -> Found:
    """People and sessions of these councils (public ids) and bodies, found in any script; nothing for no text."""
    words = search_words(text)
    if not words:
        return Found([], [], [])
    bodies = select(Body).where(
        Body.merged_into_id.is_(None), *(Body.search_key.contains(word, autoescape=True) for word in words)
    )
    return Found(
        people=_people(words, council_ids) if sees_people else [],
        bodies=session().scalars(bodies.order_by(Body.protocol_rank).limit(MOST_FOUND)).all(),
        sessions=sessions_matching(session().scalars(sessions_of_councils(council_ids)), words)[:MOST_FOUND],
    )


def _people(words: list[str], council_ids: list[str]) -> Sequence[Registration]:
    query = (
        select(Registration)
        .join(Registration.person)
        .join(Registration.council_session)
        .join(CouncilSession.council)
        .where(Council.public_id.in_(council_ids))
        .where(*(Person.search_key.contains(word, autoescape=True) for word in words))
    )
    loading = joinedload(Registration.person), joinedload(Registration.body), joinedload(Registration.council_session)
    return session().scalars(query.options(*loading).order_by(Person.search_key).limit(MOST_FOUND)).all()


def _by_state(column: InstrumentedAttribute[State], condition: ColumnElement[bool]) -> dict[State, int]:
    rows = session().execute(select(column, func.count()).where(condition).group_by(column))
    return {state: number for state, number in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _count(model: type[Base], condition: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(model).where(condition)) or 0


def _highest(column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int | None:
    return session().scalar(select(func.max(column)).where(condition))


def _present(council_session_id: int) -> int:
    """Distinct people with an open interval."""
    people = func.count(func.distinct(Presence.registration_id))
    inside = Presence.council_session_id == council_session_id, Presence.left_at.is_(None)
    return session().scalar(select(people).where(*inside)) or 0
