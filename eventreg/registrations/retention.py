"""How long what people said for a session is kept, and deleting it afterwards."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, Update, or_, select, update

from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.models import Council, DataKind, Member
from eventreg.councils.queries import retention_days, retention_days_by_council
from eventreg.councils.retention import note_purge
from eventreg.mail.forgetting import forget_mail_of_session
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession, Stage

OVER = (Stage.HELD, Stage.CLOSED, Stage.CANCELLED)
Forget = Callable[[CouncilSession, datetime], int]


def kept_until(council_session: CouncilSession) -> dict[DataKind, datetime]:
    """When each kind of personal data of this session is deleted."""
    days = retention_days(council_session.council)
    return {kind: council_session.ends_at + timedelta(days=number) for kind, number in days.items()}


def sessions_past(kind: DataKind, now: datetime) -> list[CouncilSession]:
    """The sessions whose data of that kind is to be deleted by now.

    While a session is still open for answers or put off, nothing of it is deleted, whatever its date.
    """
    periods = {council.id: retention_days(council)[kind] for council in session().scalars(select(Council))}
    ended = session().scalars(
        select(CouncilSession).where(CouncilSession.ends_at < now, CouncilSession.stage.in_(OVER))
    )
    return [found for found in ended if found.ends_at + timedelta(days=periods[found.council_id]) <= now]


def due_within(sessions: Sequence[CouncilSession], now: datetime, span: timedelta) -> dict[int, datetime]:
    """Session id → when the nightly run deletes the next kind of its personal data, where that is within `span`.

    One statement, whatever the number of sessions; the periods of single questions are not looked at.
    """
    ended = [found for found in sessions if found.stage in OVER]
    days = retention_days_by_council(list({found.council_id for found in ended})) if ended else {}
    due: dict[int, datetime] = {}
    for found in ended:
        moments = (found.ends_at + timedelta(days=number) for number in days[found.council_id].values())
        near = [moment for moment in moments if now < moment <= now + span]
        if near:
            due[found.id] = min(near)
    return due


def purge_kind(kind: DataKind, forget: Forget, by: Actor, now: datetime) -> int:
    """`forget` has dealt with every session whose period is over, and the journal says so; returns the rows."""
    total = 0
    for council_session in sessions_past(kind, now):
        rows = forget(council_session, now)
        note_purge(council_session.public_id, kind, rows, by, now)
        total += rows
    return total


def purge_registrations(by: Actor, now: datetime) -> Counter[DataKind]:
    """Needs and contacts of people whose sessions are long over, and all letters, are gone; names and presence stay."""
    parts = (
        (DataKind.NEEDS, _forget_needs),
        (DataKind.CONTACTS, _forget_contacts),
        (DataKind.LETTERS, _forget_letters),
    )
    return Counter({kind: purge_kind(kind, forget, by, now) for kind, forget in parts})


def _forget_needs(council_session: CouncilSession, now: datetime) -> int:
    is_own = Registration.council_session_id == council_session.id
    columns = (Registration.access_needs, Registration.withdrawal_reason, Registration.decision_reason)
    told = or_(*(column != "" for column in columns))
    return _changed(update(Registration).where(is_own, told).values(dict.fromkeys(columns, "")))


def _forget_contacts(council_session: CouncilSession, now: datetime) -> int:
    """Phone and address of people who take part in nothing later and hold no seat in a council."""
    past = [found.id for found in sessions_past(DataKind.CONTACTS, now)]
    of_this = select(Registration.person_id).where(Registration.council_session_id == council_session.id)
    of_later = select(Registration.person_id).where(Registration.council_session_id.not_in(past))
    is_member = or_(Member.ends_on.is_(None), Member.ends_on >= now.date())
    members = select(Member.person_id).where(is_member)
    forgotten = update(Person).where(
        Person.id.in_(of_this), Person.id.not_in(of_later), Person.id.not_in(members), _reachable()
    )
    return _changed(forgotten.values(email="", phone=""))


def _reachable() -> ColumnElement[bool]:
    return or_(Person.email != "", Person.phone != "")


def _forget_letters(council_session: CouncilSession, now: datetime) -> int:
    return forget_mail_of_session(council_session.public_id, now)


def _changed(statement: Update) -> int:
    result = session().execute(statement, execution_options={"synchronize_session": False})
    session().expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0
