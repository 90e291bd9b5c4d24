"""Letters whose worker was killed over them: the attempt is written down, and they may go again.

While a letter is handed over, its state `sending` and its lease are the trace; the attempt's row is written at its end,
by whoever notes the answer, or here. All functions write in the caller's transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from eventreg.core.db import session
from eventreg.mail.models import Letter, LetterAttempt, LetterState
from eventreg.mail.rules import INTERRUPTIONS_ALLOWED

LEASE = timedelta(seconds=45)
FREE: dict[str, None] = {"lease_owner": None, "lease_until": None}
INTERRUPTED = "interrupted"  # what stands in an attempt whose worker was killed
AFTER_INTERRUPTIONS = timedelta(minutes=5)  # one that kills its workers must not stop the others for good


def end_interrupted(which: ColumnElement[bool], now: datetime) -> None:
    """Letters `which` were being handed over wait for another attempt, at once or, after three such ends, in 5 min.

    Those that were cancelled meanwhile have ended.
    """
    letter = Letter
    found = select(letter.id, letter.domain, letter.lease_owner, letter.lease_until, letter.is_last_attempt)
    found = found.where(letter.state == LetterState.SENDING, which).with_for_update(skip_locked=True)
    if rows := session().execute(found).all():
        session().execute(insert(LetterAttempt), [_attempt(row, now) for row in rows])
        again = [row.id for row in rows if not row.is_last_attempt]
        _change([row.id for row in rows if row.is_last_attempt], state=LetterState.CANCELLED, next_at=None, **FREE)
        _change(again, state=LetterState.WAITING, **FREE)
        _change(_often_interrupted(again), next_at=now + AFTER_INTERRUPTIONS)


def _attempt(row: Row[int, str, str | None, datetime | None, bool], now: datetime) -> dict[str, object]:
    return {
        "letter_id": row.id,
        "domain": row.domain,
        "started_at": row.lease_until - LEASE if row.lease_until else now,
        "ended_at": now,
        "worker": (row.lease_owner or "").partition("#")[0],
        "code": None,
        "answer": INTERRUPTED,
    }


def _often_interrupted(ids: list[int]) -> list[int]:
    """Since the letter was queued."""
    counted = select(LetterAttempt.letter_id).join(Letter, Letter.id == LetterAttempt.letter_id)
    counted = counted.where(
        LetterAttempt.letter_id.in_(ids),
        LetterAttempt.answer == INTERRUPTED,
        LetterAttempt.started_at >= Letter.queued_at,
    )
    often = counted.group_by(LetterAttempt.letter_id).having(func.count() >= INTERRUPTIONS_ALLOWED)
    return list(session().scalars(often))


def _change(ids: list[int], **values: object) -> None:
    if ids:
        statement = update(Letter).where(Letter.id.in_(ids)).values(**values)
        session().execute(statement, execution_options={"synchronize_session": False})
