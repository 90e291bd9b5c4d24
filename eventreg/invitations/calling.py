"""Whom to telephone: the silent bodies whose turn it is on a rung of calls. Nothing is written here.

A letter keeps no body off the list, but a body that was invited after the rung's moment is not on it yet. A body stays
on it until it answers or declines, until somebody notes a call on that rung, or until the session begins; before
another deadline its turn comes anew.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.councils.working_days import moved_days
from eventreg.invitations.models import Invitation, InvitationState, PhoneCall, Rung, RungTarget
from eventreg.invitations.reminding import deadline_day, moment_of
from eventreg.invitations.rules import takes_answers
from eventreg.sessions.models import CouncilSession


def call_rungs(council_sessions: Sequence[CouncilSession], now: datetime) -> list[tuple[Rung, datetime]]:
    """Of each of these sessions that takes answers and has not begun, the latest rung of calls whose turn has come, and
    since when it has."""
    coming = [one for one in council_sessions if takes_answers(one) and one.nominate_until and now < one.starts_at]
    if not coming:
        return []
    query = select(Rung).where(Rung.council_session_id.in_([one.id for one in coming]), Rung.target == RungTarget.CALL)
    rungs, moved = session().scalars(query.order_by(Rung.days.desc())).all(), moved_days()
    turns = [(rung, moment_of(rung, moved)) for rung in rungs]
    return list({turn[0].council_session_id: turn for turn in turns if turn[1] <= now}.values())


def call_rung_of(invitation: Invitation, now: datetime) -> Rung | None:
    """The rung of calls whose turn it is, where the body was invited before that came."""
    turns = call_rungs([invitation.council_session], now)
    invited_at = invitation.invited_at
    return next((rung for rung, moment in turns if invited_at is not None and invited_at < moment), None)


def bodies_to_call(council_session: CouncilSession, now: datetime) -> Sequence[Invitation]:
    """The invitations of the bodies that are to be telephoned, in protocol order, with body and contacts."""
    rungs = call_rungs([council_session], now)
    query = select(Invitation).join(Invitation.body).where(_is_to_be_called(rungs))
    loading = joinedload(Invitation.body).selectinload(Body.contacts)
    return session().scalars(query.options(loading).order_by(Body.protocol_rank, Invitation.id)).all()


def numbers_to_call(council_sessions: Sequence[CouncilSession], now: datetime) -> dict[int, int]:
    """How many bodies are to be telephoned, by id of the session; three statements at most."""
    rungs = call_rungs(council_sessions, now)
    query = select(Invitation.council_session_id, func.count()).where(_is_to_be_called(rungs))
    rows = session().execute(query.group_by(Invitation.council_session_id)) if rungs else ()
    return {session_id: number for session_id, number in rows}  # noqa: C416  (a Row is no pair for the type checker)


def was_called(invitation: Invitation) -> bool:
    """A call to the body was noted; then it stays on the list of invitations."""
    return bool(session().scalar(select(exists().where(PhoneCall.invitation_id == invitation.id))))


def call_noted(invitation: Invitation, days: int, deadline: str) -> PhoneCall | None:
    """The call to a body on the rung of so many days before that deadline (an ISO date)."""
    calls = session().scalars(select(PhoneCall).filter_by(invitation_id=invitation.id, days=days))
    return next((call for call in calls if call.deadline.isoformat() == deadline), None)


def calls_made(council_session: CouncilSession) -> Sequence[PhoneCall]:
    """The calls that were noted about a session, latest first."""
    query = select(PhoneCall).join(PhoneCall.invitation).where(Invitation.council_session_id == council_session.id)
    loading = joinedload(PhoneCall.invitation).joinedload(Invitation.body)
    return session().scalars(query.options(loading).order_by(PhoneCall.id.desc()).limit(200)).all()


def _is_to_be_called(rungs: Sequence[tuple[Rung, datetime]]) -> ColumnElement[bool]:
    return and_(Invitation.state == InvitationState.INVITED, or_(false(), *(_has_turn(*turn) for turn in rungs)))


def _has_turn(rung: Rung, moment: datetime) -> ColumnElement[bool]:
    called = select(PhoneCall.id).where(
        PhoneCall.invitation_id == Invitation.id,
        PhoneCall.days <= rung.days,
        PhoneCall.deadline == deadline_day(rung.council_session),
    )
    of_session = Invitation.council_session_id == rung.council_session_id
    return and_(of_session, Invitation.invited_at < moment, ~called.exists())
