"""The outbox as a worker sees it: claiming due letters under a lease, and letting them go.

A letter goes out by whoever holds its lease (45 s, renewed when its turn comes). A letter whose worker was killed is
claimed again once the lease has run out. All functions write in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, or_, select, update
from sqlalchemy.orm import selectinload

from eventreg.core.config import current_settings
from eventreg.core.db import session
from eventreg.files.models import StoredFile
from eventreg.jobs.job import DELIVERY
from eventreg.jobs.queue import enqueue
from eventreg.mail import pace
from eventreg.mail.models import Letter, LetterAttempt, LetterState
from eventreg.mail.rules import UNSENT

DELIVER_LETTERS = "deliver_letters"  # the job that sends what is due
LEASE = timedelta(seconds=45)
BATCH = 50
INTERRUPTED = "interrupted"  # what stands in an attempt whose worker was killed
FREE: dict[str, None] = {"lease_owner": None, "lease_until": None}


@dataclass(frozen=True)
class Claimed:
    """A letter under our lease: everything that goes over the line, with marks in place of personal links."""

    letter_id: int
    message_id: str
    recipient: str
    domain: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str
    calendar: str | None
    calendar_method: str | None
    unsubscribe: str
    qr_content: str
    attachments: tuple[tuple[str, str, str], ...]  # SHA-256, media type, file name
    queued_at: datetime
    not_after: datetime | None
    was_interrupted: bool  # its last worker died over it


def claim(owner: str, now: datetime) -> list[Claimed]:
    """Up to 50 due letters are leased to `owner` until 45 s from now, longest due first; none that another holds.

    Those to a domain that has had its share of this minute are due again a little later; those to an address at which
    nothing arrives are refused. Empty when nothing more is due now.
    """
    pace.one_at_a_time()
    while letters := _due(now):
        going = pace.hold_back_bounced(letters, now)
        going = pace.within_limits(going, now)
        if going:
            return _lease(going, owner, now)
    return []


def _due(now: datetime) -> Sequence[Letter]:
    is_free = or_(Letter.lease_until.is_(None), Letter.lease_until < now)
    due = select(Letter).where(Letter.state.in_(UNSENT), Letter.next_at <= now, Letter.held_at.is_(None), is_free)
    due = due.order_by(Letter.next_at, Letter.id).limit(BATCH).with_for_update(skip_locked=True)
    return session().scalars(due.options(selectinload(Letter.attachments))).all()


def _lease(letters: Sequence[Letter], owner: str, now: datetime) -> list[Claimed]:
    media_types = _media_types(letters)
    claimed = [_claimed(letter, media_types) for letter in letters]
    _note_interruptions([letter.letter_id for letter in claimed if letter.was_interrupted], now)
    ours = update(Letter).where(Letter.id.in_([letter.letter_id for letter in claimed]))
    _write(ours.values(lease_owner=owner, lease_until=now + LEASE))
    return claimed


def release(claimed: Sequence[Claimed], owner: str) -> None:
    """What `owner` claimed and did not begin is free for anybody."""
    if ids := [letter.letter_id for letter in claimed]:
        _write(update(Letter).where(Letter.id.in_(ids), Letter.lease_owner == owner).values(FREE))


def free_leases(worker: str, now: datetime) -> None:
    """Whatever a former worker of this name held is free, and a delivery run starts; called when a worker starts."""
    own = Letter.lease_owner.startswith(f"{worker}#", autoescape=True)
    _write(update(Letter).where(Letter.lease_until.is_not(None), own).values(FREE))
    wake_delivery(now)


def wake_delivery(now: datetime) -> None:
    """A delivery run will start soon after the commit.

    One for each transaction, and one for each second at most: a run sends everything that is due, and the clock
    starts another where this one came too early. Where nothing can be sent, none starts.
    """
    settings = current_settings()
    if settings.can_send_mail and not session().info.get(DELIVER_LETTERS):
        session().info[DELIVER_LETTERS] = True
        enqueue(DELIVER_LETTERS, key=str(int(now.timestamp())), lane=DELIVERY)


def _claimed(letter: Letter, media_types: dict[str, str]) -> Claimed:
    return Claimed(
        letter_id=letter.id,
        message_id=letter.message_id,
        recipient=letter.recipient,
        domain=letter.domain,
        reply_to=letter.reply_to,
        language=letter.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        unsubscribe=letter.unsubscribe,
        qr_content=letter.qr_content,
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
        _write(open_ones.where(LetterAttempt.ended_at.is_(None)).values(ended_at=now, answer=INTERRUPTED))


def _write(statement: Update) -> None:
    """Without looking for loaded objects to change as well: nobody holds any in these transactions."""
    session().execute(statement, execution_options={"synchronize_session": False})
