"""The outbox as a worker sees it: claiming letters under a lease, beginning an attempt, noting what came of it.

A letter goes out by whoever holds its lease (45 s, renewed when its turn comes). The attempt's row is written before
the hand-over, so that a killed worker leaves a trace: the letter is claimed again once the lease has run out, and goes
out under the same Message-ID. All functions write in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any  # Any: the rows that a statement gives back

from sqlalchemy import Result, Update, func, insert, or_, select, update
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.dml import ReturningUpdate

from eventreg.core.db import session
from eventreg.files.models import StoredFile
from eventreg.mail.models import Letter, LetterAttempt, LetterState
from eventreg.mail.rules import INTERRUPTIONS_ALLOWED, UNSENT, is_address, retry_at, state_after
from eventreg.mail.smtp import Answer

LEASE = timedelta(seconds=45)
BATCH = 50
INTERRUPTED = "interrupted"  # what stands in an attempt whose worker was killed
FREE: dict[str, None] = {"lease_owner": None, "lease_until": None}
AFTER_INTERRUPTIONS = timedelta(minutes=5)


@dataclass(frozen=True)
class Claimed:
    """A letter under our lease: everything that goes over the line, with marks in place of personal links."""

    letter_id: int
    message_id: str
    recipient: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str
    calendar: str | None
    calendar_method: str | None
    attachments: tuple[tuple[str, str, str], ...]  # SHA-256, media type, file name
    queued_at: datetime
    not_after: datetime | None
    was_interrupted: bool  # its last worker died over it


def claim(owner: str, now: datetime) -> list[Claimed]:
    """Up to 50 due letters are leased to `owner` until 45 s from now, longest due first; none that another holds."""
    is_free = or_(Letter.lease_until.is_(None), Letter.lease_until < now)
    due = select(Letter).where(Letter.state.in_(UNSENT), Letter.next_at <= now, is_free)
    due = due.order_by(Letter.next_at, Letter.id).limit(BATCH).with_for_update(skip_locked=True)
    letters = session().scalars(due.options(selectinload(Letter.attachments))).all()
    _note_interruptions([letter.id for letter in letters if letter.state is LetterState.SENDING], now)
    media_types = _media_types(letters)
    claimed = [_claimed(letter, media_types) for letter in letters]
    lease = {"lease_owner": owner, "lease_until": now + LEASE}
    ours = update(Letter).where(Letter.id.in_([letter.letter_id for letter in claimed]))
    _write(ours.values(lease))
    return claimed


def begin(claimed: Claimed, owner: str, worker: str, now: datetime) -> int | None:
    """The letter is being sent from now on: its lease is fresh, and an attempt stands; returns the attempt's id.

    None when it is not to be sent: another worker has taken it over, somebody cancelled it, it is too late for it
    (then it is `missed`), its address is none (`refused`), or it was interrupted so often that it waits.
    """
    if set_aside := _set_aside(claimed, now):
        _change(claimed, owner, {**set_aside, **FREE})
        return None
    if not _change(claimed, owner, {"state": LetterState.SENDING, "lease_until": now + LEASE}):
        return None
    begun = insert(LetterAttempt).values(letter_id=claimed.letter_id, started_at=now, worker=worker, answer="")
    return session().scalar(begun.returning(LetterAttempt.id))


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
    ended = {"ended_at": now, "code": answer.code, "answer": answer.words}
    _write(update(LetterAttempt).where(LetterAttempt.id == attempt_id).values(ended))
    state = state_after(answer.code, answer.is_about_letter)
    if state is LetterState.SENT:
        sent = {"state": state, "sent_at": now, **FREE}
        _write(update(Letter).where(Letter.id == claimed.letter_id).values(sent))
        return
    next_at = retry_at(now, _attempts(claimed), pauses, jitter) if state is LetterState.WAITING else None
    state = LetterState.WAITING if next_at else LetterState.REFUSED
    _change(claimed, owner, {"state": state, "next_at": next_at or now, **FREE})


def release(claimed: Sequence[Claimed], owner: str) -> None:
    """What `owner` claimed and did not begin is free for anybody."""
    if ids := [letter.letter_id for letter in claimed]:
        own = update(Letter).where(Letter.id.in_(ids), Letter.lease_owner == owner)
        _write(own.values(FREE))


def free_leases(worker: str) -> None:
    """Whatever a former worker of this name held is free at once; called when a worker of that name starts."""
    own = Letter.lease_owner.startswith(f"{worker}#", autoescape=True)
    _write(update(Letter).where(Letter.lease_until.is_not(None), own).values(FREE))


def _claimed(letter: Letter, media_types: dict[str, str]) -> Claimed:
    return Claimed(
        letter_id=letter.id,
        message_id=letter.message_id,
        recipient=letter.recipient,
        reply_to=letter.reply_to,
        language=letter.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        attachments=tuple((one.sha256, media_types[one.sha256], one.file_name) for one in letter.attachments),
        queued_at=letter.queued_at,
        not_after=letter.not_after,
        was_interrupted=letter.state is LetterState.SENDING,
    )


def _media_types(letters: Sequence[Letter]) -> dict[str, str]:
    digests = {attachment.sha256 for letter in letters for attachment in letter.attachments}
    found = select(StoredFile.sha256, StoredFile.media_type).where(StoredFile.sha256.in_(digests))
    rows = session().execute(found) if digests else ()
    return {digest: media_type for digest, media_type in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _note_interruptions(letter_ids: Sequence[int], now: datetime) -> None:
    """Open attempts of letters that were being sent when their worker died are closed."""
    if letter_ids:
        open_ones = update(LetterAttempt).where(LetterAttempt.letter_id.in_(letter_ids))
        open_ones = open_ones.where(LetterAttempt.ended_at.is_(None))
        _write(open_ones.values(ended_at=now, answer=INTERRUPTED))


def _attempts(claimed: Claimed, answer: str | None = None) -> int:
    """How many attempts there were since the letter was queued; with `answer` those that ended with these words."""
    counted = select(func.count(LetterAttempt.id)).filter_by(letter_id=claimed.letter_id)
    if answer is not None:
        counted = counted.filter_by(answer=answer)
    return session().scalar(counted.where(LetterAttempt.started_at >= claimed.queued_at)) or 0


def _set_aside(claimed: Claimed, now: datetime) -> dict[str, object]:
    """What becomes of a letter that is not to be sent now; nothing for all others."""
    if claimed.not_after is not None and now > claimed.not_after:
        return {"state": LetterState.MISSED}
    if not is_address(claimed.recipient):
        return {"state": LetterState.REFUSED}
    # one that kills its workers must not stop the others for good
    if claimed.was_interrupted and _attempts(claimed, INTERRUPTED) >= INTERRUPTIONS_ALLOWED:
        return {"state": LetterState.WAITING, "next_at": now + AFTER_INTERRUPTIONS}
    return {}


def _change(claimed: Claimed, owner: str, values: dict[str, object]) -> bool:
    """Changes the letter if it is still ours and still to be sent; says whether it was."""
    own = update(Letter).where(Letter.id == claimed.letter_id, Letter.lease_owner == owner, Letter.state.in_(UNSENT))
    return bool(_write(own.values(values).returning(Letter.id)).all())


def _write(statement: Update | ReturningUpdate[Any]) -> Result[Any]:
    """Without looking for loaded objects to change as well: nobody holds any in these transactions."""
    return session().execute(statement, execution_options={"synchronize_session": False})
