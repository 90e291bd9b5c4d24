"""Who is in, which bodies are missing, and the quorum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventreg.attendance.models import Presence, QuorumBase, QuorumSnapshot
from eventreg.attendance.rules import QuorumCount
from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.councils.queries import voting_members
from eventreg.i18n.dates import local
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession

# 300 people come in 20 minutes: built once, since building a query takes as long as asking it.
_ARRIVING = (
    select(Registration)
    .where(
        Registration.public_id == bindparam("public_id"),
        Registration.council_session_id == bindparam("council_session"),
    )
    .options(joinedload(Registration.council_session))
    .with_for_update(of=Registration)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Room:
    """How many people are in, which bodies were invited, and of which of them nobody is in."""

    people: int
    invited: Sequence[Body]
    missing: Sequence[Body]


def room(council_session: CouncilSession) -> Room:
    """The room as it is now, in three statements."""
    query = select(Registration.body_id).join(Presence.registration).where(*_inside(council_session))
    bodies = set(session().scalars(query))
    invited = invited_bodies(council_session)
    missing = [body for body in invited if body.id not in bodies]
    return Room(head_count(council_session), invited, missing)


def head_count(council_session: CouncilSession) -> int:
    """How many people are in: distinct people whose last interval is open."""
    people = select(func.count(func.distinct(Registration.person_id))).join(Presence.registration)
    return session().scalar(people.where(*_inside(council_session))) or 0


def people_in(council_session: CouncilSession) -> Sequence[Presence]:
    """The open intervals with persons and bodies: bodies in protocol order, people by the Kazakh alphabet."""
    found = select(Presence).join(Presence.registration).outerjoin(Registration.body)
    found = found.where(*_inside(council_session)).options(
        contains_eager(Presence.registration).joinedload(Registration.person),
        contains_eager(Presence.registration).contains_eager(Registration.body),
    )
    place = Body.protocol_rank, Body.id, Registration.sort_key, Registration.id
    return session().scalars(found.order_by(Registration.body_id.is_(None), *place)).all()


def invited_bodies(council_session: CouncilSession) -> Sequence[Body]:
    """The bodies that are invited, in protocol order; everybody on the list while nothing was sent yet.

    A body whose invitation was withdrawn is none of them.
    """
    query = select(Invitation.state, Body).join(Invitation.body)
    query = query.where(_of(council_session), Invitation.state != InvitationState.WITHDRAWN)
    rows = session().execute(query.order_by(Body.protocol_rank, Body.id)).all()
    sent = [body for state, body in rows if state is not InvitationState.DRAFT]
    return sent or [body for _, body in rows]


def quorum(council_session: CouncilSession, at: datetime) -> QuorumCount:
    """The quorum at that moment: of the voting members, or of the invited bodies while the council has no members.

    A member is present when a registration of that person is in, a body when somebody of it is. Terms of members
    are compared with the date at the venue.
    """
    people, bodies = _in_at(council_session, at)
    members = voting_members(council_session.council, local(at, council_session.time_zone).date())
    if members:
        by_person = {member.person_id: member.public_id for member in members}
        present = tuple(public_id for person, public_id in by_person.items() if person in people)
        return QuorumCount(QuorumBase.MEMBERS, len(by_person), present)
    invited = invited_bodies(council_session)
    represented = tuple(body.public_id for body in invited if body.id in bodies)
    return QuorumCount(QuorumBase.BODIES, len(invited), represented)


def snapshots(council_session: CouncilSession) -> Sequence[QuorumSnapshot]:
    """The quorums that were kept, latest first."""
    query = select(QuorumSnapshot).filter_by(council_session_id=council_session.id)
    return session().scalars(query.order_by(QuorumSnapshot.taken_at.desc(), QuorumSnapshot.id.desc())).all()


def open_presence(registration: Registration) -> Presence | None:
    """The interval in which the person is in now."""
    return session().scalar(select(Presence).filter_by(registration_id=registration.id, left_at=None))


def presence_in(council_session: CouncilSession, public_id: str) -> Presence | None:
    """The interval with its registration, person and body, when it belongs to that session."""
    query = select(Presence).filter_by(public_id=public_id, council_session_id=council_session.id)
    whole = joinedload(Presence.registration)
    return session().scalar(query.options(whole.joinedload(Registration.person), whole.joinedload(Registration.body)))


def arriving(council_session_id: int, public_id: str) -> Registration | None:
    """The registration of that session with its session; on PostgreSQL locked until the end of the transaction.

    One statement does what finding and `locked` would do in two.
    """
    return session().scalar(_ARRIVING, {"public_id": public_id, "council_session": council_session_id})


def _of(council_session: CouncilSession) -> ColumnElement[bool]:
    return Invitation.council_session_id == council_session.id


def _inside(council_session: CouncilSession) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Presence.council_session_id == council_session.id, Presence.left_at.is_(None)


def _in_at(council_session: CouncilSession, at: datetime) -> tuple[set[int], set[int | None]]:
    """The ids of the persons who are in at that moment, and of their bodies."""
    query = select(Registration.person_id, Registration.body_id).join(Presence.registration)
    still = or_(Presence.left_at.is_(None), Presence.left_at > at)
    query = query.where(Presence.council_session_id == council_session.id, and_(Presence.entered_at <= at, still))
    rows = session().execute(query).all()
    return {person for person, _ in rows}, {body for _, body in rows}
