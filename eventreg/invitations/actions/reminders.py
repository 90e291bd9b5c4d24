"""The reminder ladder: saving it, and sending what is due, once however many workers there are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, insert, select
from sqlalchemy.exc import IntegrityError

from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import locked, session, transaction
from eventreg.councils.models import CalendarDay
from eventreg.councils.working_days import moved_days
from eventreg.invitations import reminder_mails
from eventreg.invitations.events import BodyReminded, LadderSaved, MovedDaysSaved
from eventreg.invitations.models import Reminder, Rung, RungTarget
from eventreg.invitations.reminding import (
    Due,
    deadline_day,
    is_quiet,
    ladder_now,
    locked_turns,
    sessions_with_ladder,
    zone_at,
)
from eventreg.journal.actions import announce
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.rules import UNSENT
from eventreg.sessions.models import CouncilSession

SEND_REMINDERS = "send_reminders"  # the job


def save_ladder(council_session: CouncilSession, rungs: Mapping[int, RungTarget], by: Actor, now: datetime) -> None:
    """The session has these rungs, by working days before the deadline, and no others; what was sent stays sent."""
    council_session = locked(council_session)
    session().execute(delete(Rung).where(Rung.council_session_id == council_session.id))
    session().add_all(Rung(council_session=council_session, days=days, target=to) for days, to in rungs.items())
    session().flush()
    about = council_session.public_id
    announce(LadderSaved(about=about, council_session=about, days=tuple(sorted(rungs, reverse=True))), by, now)


def save_moved_days(
    council_session: CouncilSession, days_off: Sequence[date], working_days: Sequence[date], by: Actor, now: datetime
) -> None:
    """The office's table, which all councils share, holds exactly these days; a day in both is worked."""
    table = {**dict.fromkeys(days_off, False), **dict.fromkeys(working_days, True)}
    if table == moved_days():
        return
    session().execute(delete(CalendarDay))
    session().add_all(CalendarDay(day=day, is_working=is_working) for day, is_working in table.items())
    session().flush()
    take_back_reminders()  # they were to leave in hours that may be none any more
    off, working = (tuple(sorted(str(day) for day in table if table[day] is wanted)) for wanted in (False, True))
    about = council_session.public_id
    announce(MovedDaysSaved(about=about, council_session=about, days_off=off, working_days=working), by, now)


def send_reminders() -> None:
    """Every address whose turn it is has one letter about all its silent invitations; nothing in its quiet hours.

    Those are hours in the zone of the body's region, or of the venue where the region says nothing. One transaction for
    each address. Where another worker was faster, its reminder stands and ours is undone.
    """
    now = clock.now()
    moved = moved_days()
    found = ladder_now(sessions_with_ladder(now), now).letters
    awake = {
        address: [due for due in turns if not is_quiet(now, zone_at(due.invitation), moved)]
        for address, turns in found.items()
    }
    pairs = [
        (address, [(due.invitation.id, due.rung.days) for due in turns]) for address, turns in awake.items() if turns
    ]
    for address, turns in pairs:
        try:
            with transaction():
                _remind(address, turns, now)
        except IntegrityError:  # the other's row stands
            continue


def take_back(letters: Select[int]) -> None:
    """Letters among these ids that were not sent yet do not go; the bodies that they remind count as not reminded.

    One that is being handed over may still arrive, so it reminds its bodies.
    """
    unsent = select(Letter.id, Letter.public_id, Letter.state).where(Letter.id.in_(letters), Letter.state.in_(UNSENT))
    rows = session().execute(unsent.order_by(Letter.id).with_for_update()).all()
    cancel_waiting(select(Letter.id).where(Letter.id.in_([row.id for row in rows])))
    waited = [row.public_id for row in rows if row.state is not LetterState.SENDING]
    session().execute(delete(Reminder).where(Reminder.letter.in_(waited)))


def take_back_reminders(*which: ColumnElement[bool]) -> None:
    """Reminders about these invitations that were not sent yet do not go: the ladder makes them anew as things are.

    Whoever else they name is reminded anew, and these bodies where they are silent still, or again.
    """
    about_it = select(Reminder.letter).join(Reminder.invitation).where(*which)
    take_back(select(Letter.id).where(Letter.public_id.in_(about_it)))


def _remind(address: str, turns: Sequence[tuple[int, int]], now: datetime) -> None:
    """These turns, and no others, are looked at anew: somebody may have answered since."""
    ids = [invitation_id for invitation_id, _ in turns]
    ladder = ladder_now(locked_turns(ids, now), now, only=ids)
    found = [due for due in ladder.letters.get(address, ()) if (due.invitation.id, due.rung.days) in turns]
    if not found:
        return
    letter = reminder_mails.reminder(found, now)
    shared = {"address": address, "letter": letter.public_id, "made_at": now}
    session().execute(insert(Reminder), [{**shared, **_rung_of(due)} for due in found])
    for due in found:
        about = {"about": due.invitation.public_id, "council_session": due.invitation.council_session.public_id}
        announce(BodyReminded(**about, days=due.rung.days), SYSTEM, now)


def _rung_of(due: Due) -> dict[str, object]:
    day = deadline_day(due.invitation.council_session)
    return {"invitation_id": due.invitation.id, "days": due.rung.days, "deadline": day}
