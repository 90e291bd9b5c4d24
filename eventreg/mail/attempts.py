"""One attempt to hand a letter over: begun before the server is spoken to, ended with what the server said.

So a killed worker leaves a trace, and the letter goes out again under the same Message-ID. All functions write in the
caller's transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast  # Any: the rows that a statement gives back

from sqlalchemy import CursorResult, Executable, Table, bindparam, case, func, insert, select, update

from eventreg.core.addresses import is_address
from eventreg.core.db import session
from eventreg.mail.models import Letter, LetterAttempt, LetterState
from eventreg.mail.outbox import FREE, INTERRUPTED, LEASE, Claimed
from eventreg.mail.rules import INTERRUPTIONS_ALLOWED, UNSENT, retry_at, state_after
from eventreg.mail.smtp import Answer

NO_ADDRESS = "No letter can be sent to this address."  # what the office reads in place of a server's words
AFTER_INTERRUPTIONS = timedelta(minutes=5)

# Written once and run on the bare connection: four run for each letter, and building one takes longer than running it.
_letter, _attempt = cast(Table, Letter.__table__), cast(Table, LetterAttempt.__table__)
_is_this = _letter.c.id == bindparam("letter")
_is_ours = _is_this & _letter.c.state.in_(UNSENT) & (_letter.c.lease_owner == bindparam("owner"))
TAKE_TURN = (
    update(_letter)
    .where(_is_ours & _letter.c.held_at.is_(None))
    .values(state=LetterState.SENDING, lease_until=bindparam("until"))
)
SETTLE = update(_letter).where(_is_ours).values(state=bindparam("new"), next_at=bindparam("at"), **FREE)
MARK_SENT = update(_letter).where(_is_this).values(state=LetterState.SENT, sent_at=bindparam("now"), **FREE)
ADD_ATTEMPT = insert(_attempt).values(answer="").returning(_attempt.c.id)
ADD_ENDED_ATTEMPT = insert(_attempt).values(answer=NO_ADDRESS)
_is_forgotten = select(_letter.c.forgotten_at).where(_letter.c.id == _attempt.c.letter_id).scalar_subquery()
# servers repeat the address that they refuse: not for a letter that was emptied meanwhile
END_ATTEMPT = (
    update(_attempt)
    .where(_attempt.c.id == bindparam("attempt"))
    .values(
        ended_at=bindparam("now"),
        code=bindparam("reply"),
        answer=case((_is_forgotten.is_(None), bindparam("words")), else_=""),
    )
)


def begin(claimed: Claimed, owner: str, worker: str, now: datetime) -> int | None:
    """The letter is being sent from now on: its lease is fresh, and an attempt stands; returns the attempt's id.

    None when it is not to be sent: another worker has taken it over, somebody cancelled it, it is too late for it
    (then it is `missed`), its address is none (`refused`), or it was interrupted so often that it waits.
    """
    if set_aside := _set_aside(claimed, now):
        _settle(claimed, owner, *set_aside)
        if set_aside[0] is LetterState.REFUSED:
            _run(ADD_ENDED_ATTEMPT, {**_row(claimed, worker, now), "ended_at": now})
        return None
    turn = {"letter": claimed.letter_id, "owner": owner, "until": now + LEASE}
    if _run(TAKE_TURN, turn).rowcount == 0:
        return None
    return int(_run(ADD_ATTEMPT, _row(claimed, worker, now)).scalar_one())


def note(
    claimed: Claimed,
    attempt_id: int,
    owner: str,
    answer: Answer,
    pauses: Sequence[int],
    jitter: float,
    now: datetime,
) -> None:
    """The attempt has ended with `answer`, and the letter is sent, refused, or waits for its next attempt.

    `pauses` are seconds between attempts. A letter whose last attempt failed is refused. One that was sent is sent,
    even if its lease had run out meanwhile.
    """
    _run(END_ATTEMPT, {"attempt": attempt_id, "now": now, "reply": answer.code, "words": answer.words})
    state = state_after(answer.code, answer.is_about_letter)
    if state is LetterState.SENT:
        _run(MARK_SENT, {"letter": claimed.letter_id, "now": now})
        return
    next_at = retry_at(now, _attempts(claimed), pauses, jitter) if state is LetterState.WAITING else None
    _settle(claimed, owner, LetterState.WAITING if next_at else LetterState.REFUSED, next_at or now)


def _row(claimed: Claimed, worker: str, now: datetime) -> dict[str, object]:
    return {"letter_id": claimed.letter_id, "domain": claimed.domain, "started_at": now, "worker": worker}


def _set_aside(claimed: Claimed, now: datetime) -> tuple[LetterState, datetime] | None:
    """What becomes of a letter that is not to be sent now, and when it is looked at again; None for all others."""
    if claimed.not_after is not None and now > claimed.not_after:
        return LetterState.MISSED, now
    if not is_address(claimed.recipient):
        return LetterState.REFUSED, now
    # one that kills its workers must not stop the others for good
    if claimed.was_interrupted and _attempts(claimed, INTERRUPTED) >= INTERRUPTIONS_ALLOWED:
        return LetterState.WAITING, now + AFTER_INTERRUPTIONS
    return None


def _settle(claimed: Claimed, owner: str, state: LetterState, next_at: datetime) -> None:
    """Gives the letter its state and lets it go, if it is still ours and still to be sent."""
    _run(SETTLE, {"letter": claimed.letter_id, "owner": owner, "new": state, "at": next_at})


def _attempts(claimed: Claimed, answer: str | None = None) -> int:
    """How many attempts there were since the letter was queued; with `answer` those that ended with these words."""
    counted = select(func.count(LetterAttempt.id)).filter_by(letter_id=claimed.letter_id)
    if answer is not None:
        counted = counted.filter_by(answer=answer)
    return session().scalar(counted.where(LetterAttempt.started_at >= claimed.queued_at)) or 0


def _run(statement: Executable, values: Mapping[str, object]) -> CursorResult[Any]:
    return session().connection().execute(statement, values)
