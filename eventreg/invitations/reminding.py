"""Who is silent and whose turn it is on the reminder ladder. Nothing is written here.

A rung's moment is nine in the morning, at the venue, so many working days before the deadline for nominating. Letters
go out on working days between nine and eighteen o'clock where the recipient is. Of several rungs that have passed only
the latest counts, and none for a body whose invitation went out after it: that body had no time yet to be silent.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from eventreg.bodies.models import Body, Contact, ContactRank
from eventreg.bodies.rules import zone_of
from eventreg.core.db import session
from eventreg.councils.working_days import is_working_day, moved_days, working_days_before
from eventreg.i18n.dates import local
from eventreg.invitations.models import Invitation, InvitationState, Reminder, Rung, RungTarget
from eventreg.invitations.reaching import is_taken_back
from eventreg.invitations.rules import TAKING_ANSWERS
from eventreg.mail.models import BouncedAddress, Letter, LetterState, Subscription
from eventreg.mail.queries import is_known_to_be_returned
from eventreg.mail.subscriptions import stopped_addresses
from eventreg.sessions.models import CouncilSession

IN_REGION = joinedload(Invitation.body).joinedload(Body.region)
MORNING, EVENING = time(9), time(18)
RANKS = {RungTarget.SECOND: ContactRank.SECOND, RungTarget.CHANCELLERY: ContactRank.CHANCELLERY}


@dataclass(frozen=True)
class Due:
    """A silent body whose turn it is; `address` is "" where there is nobody to write to."""

    invitation: Invitation
    rung: Rung
    address: str
    language: str


@dataclass(frozen=True)
class Ladder:
    """What would happen now: letters by address, one for each."""

    letters: Mapping[str, Sequence[Due]]
    without_address: Sequence[Due]


def rungs_of(council_session: CouncilSession) -> Sequence[Rung]:
    """The session's ladder, earliest rung first."""
    query = select(Rung).filter_by(council_session_id=council_session.id)
    return session().scalars(query.order_by(Rung.days.desc())).all()


def sessions_with_ladder(now: datetime) -> Sequence[CouncilSession]:
    """Sessions to come that take answers, with a deadline ahead and a ladder."""
    return session().scalars(_with_ladder(now)).all()


def locked_turns(invitation_ids: Sequence[int], now: datetime) -> Sequence[CouncilSession]:
    """The sessions of these invitations that take answers; until the end of the transaction nobody answers, and no
    deadline changes."""
    of_these = select(Invitation.council_session_id).where(Invitation.id.in_(invitation_ids))
    query = _with_ladder(now).where(CouncilSession.id.in_(of_these)).with_for_update(read=True)
    found = session().scalars(query.execution_options(populate_existing=True)).all()
    ids = select(Invitation.id).where(Invitation.id.in_(invitation_ids)).order_by(Invitation.id)
    session().execute(ids.with_for_update())
    return found


def _with_ladder(now: datetime) -> Select[CouncilSession]:
    query = select(CouncilSession).where(
        CouncilSession.id.in_(select(Rung.council_session_id)),
        CouncilSession.stage.in_(TAKING_ANSWERS),
        CouncilSession.nominate_until > now,
        CouncilSession.starts_at > now,  # a deadline after the beginning may stand there from before that was refused
    )
    return query.order_by(CouncilSession.id)


def zone_at(invitation: Invitation) -> str:
    """The zone of the invited body's clocks."""
    return zone_of(invitation.body, invitation.council_session.time_zone)


def is_quiet(now: datetime, zone: str, moved: Mapping[date, bool]) -> bool:
    """Nights, evenings and days off in that zone, when no reminder is sent."""
    there = local(now, zone)
    return not (is_working_day(there.date(), moved) and MORNING <= there.time() < EVENING)


def working_hours(
    zones: Collection[str], since: datetime, until: datetime, moved: Mapping[date, bool]
) -> list[tuple[datetime, datetime]]:
    """When none of these zones is quiet, from the day of `since` until `until`: one pair of moments for each day."""
    first, last = local(since, min(zones)).date(), local(until, min(zones)).date()
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    found = []
    for day in (day for day in days if is_working_day(day, moved)):
        begins = max(datetime.combine(day, MORNING, ZoneInfo(zone)) for zone in zones)
        ends = min(until, *(datetime.combine(day, EVENING, ZoneInfo(zone)) for zone in zones))
        if begins < ends:
            found.append((begins, ends))
    return found


def deadline_day(council_session: CouncilSession) -> date:
    """The day, at the venue, from which rungs are counted; the session has a deadline."""
    assert council_session.nominate_until is not None
    return local(council_session.nominate_until, council_session.time_zone).date()


def moment_of(rung: Rung, moved: Mapping[date, bool]) -> datetime:
    """When the rung's turn comes; the session has a deadline."""
    day = working_days_before(deadline_day(rung.council_session), rung.days, moved)
    return datetime.combine(day, MORNING, ZoneInfo(rung.council_session.time_zone))


def ladder_now(council_sessions: Sequence[CouncilSession], now: datetime, only: Sequence[int] = ()) -> Ladder:
    """Whose turn it is in these sessions, quiet hours aside; one letter for each address across all of them.

    With `only`, ids of invitations, nobody else's is looked at.
    """
    moved, letters, nowhere = moved_days(), defaultdict[str, list[Due]](list), list[Due]()
    for council_session in council_sessions:
        turns = [(rung, moment_of(rung, moved)) for rung in rungs_of(council_session)]
        writing = [turn for turn in turns if turn[0].target is not RungTarget.CALL and turn[1] <= now][-1:]
        for due in (one for rung, moment in writing for one in _due(council_session, rung, moment, only)):
            (letters[due.address.lower()] if due.address else nowhere).append(due)
    return Ladder(letters, nowhere)


def _due(council_session: CouncilSession, rung: Rung, moment: datetime, only: Sequence[int]) -> list[Due]:
    """The bodies of a session that are silent since before the rung's moment, and were reminded of its deadline neither
    on this rung nor on a later one."""
    reminded = select(Reminder.invitation_id).where(
        Reminder.days <= rung.days, Reminder.deadline == deadline_day(council_session)
    )
    query = select(Invitation).where(
        Invitation.council_session_id == council_session.id,
        Invitation.state == InvitationState.INVITED,
        Invitation.id.not_in(reminded),
        *([Invitation.id.in_(only)] if only else []),
    )
    loading = joinedload(Invitation.body).selectinload(Body.contacts), selectinload(Invitation.seats), IN_REGION
    silent = session().scalars(query.options(*loading).order_by(Invitation.id)).all()
    found = [_one(invitation, rung) for invitation in silent]
    arrived, dead = _arrived(silent), _dead({one.address.lower() for one in found})
    in_time = {public_id for public_id, sent_at in arrived.items() if sent_at < moment}
    return [one for one in found if _is_reachable(one, in_time, dead)]


def _one(invitation: Invitation, rung: Rung) -> Due:
    if rung.target is RungTarget.FIRST:
        return Due(invitation, rung, invitation.email, invitation.letter_language)
    contact = _contact(invitation.body, RANKS[rung.target])
    return Due(invitation, rung, contact.email if contact else "", contact.language if contact else invitation.language)


def _contact(body: Body, rank: ContactRank) -> Contact | None:
    return next((contact for contact in body.contacts if contact.rank is rank and contact.email), None)


def _arrived(invitations: Sequence[Invitation]) -> dict[str, datetime]:
    """By public id, since when an invitation is at the address that stands there now: handed over, and not returned."""
    pairs = [(invitation.public_id, invitation.email) for invitation in invitations]
    to_present = tuple_(Letter.about_id, Letter.recipient).in_(pairs)
    query = select(Letter.about_id, func.min(Letter.sent_at)).where(Letter.about_kind == "invitation", to_present)
    query = query.where(Letter.state == LetterState.SENT, ~is_known_to_be_returned(), ~is_taken_back())
    rows = session().execute(query.group_by(Letter.about_id))
    return {public_id: sent_at for public_id, sent_at in rows if sent_at}


def _dead(addresses: Collection[str]) -> set[str]:
    """Those of these addresses that bounce or want no reminders."""
    bounced = select(BouncedAddress.address).where(BouncedAddress.address.in_(addresses), BouncedAddress.is_stopped)
    return set(session().scalars(bounced.union(stopped_addresses().where(Subscription.address.in_(addresses)))))


def _is_reachable(due: Due, arrived: set[str], dead: set[str]) -> bool:
    """Who was never reached is not reminded, nor an address that bounces or wants no reminders."""
    return due.invitation.public_id in arrived and due.address.lower() not in dead


def reminders_of(council_session: CouncilSession) -> Sequence[Reminder]:
    """The reminders that were sent about a session, latest first."""
    query = select(Reminder).join(Reminder.invitation).where(Invitation.council_session_id == council_session.id)
    loading = joinedload(Reminder.invitation).joinedload(Invitation.body)
    return session().scalars(query.options(loading).order_by(Reminder.id.desc()).limit(200)).all()
