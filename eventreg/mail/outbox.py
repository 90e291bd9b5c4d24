"""The outbox as a worker sees it: claiming due letters under a lease, and letting them go.

A letter goes out by whoever holds its lease (45 s, renewed when its turn comes). A letter whose worker was killed is
taken back once the lease has run out, and claimed again. All functions write in the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Update, or_, select, text, update

from eventreg.core.config import current_settings
from eventreg.core.db import is_among, session
from eventreg.files.models import StoredFile
from eventreg.jobs.job import DELIVERY
from eventreg.jobs.queue import enqueue
from eventreg.mail import bounced, pace, quiet
from eventreg.mail.claimed import COLUMNS, Attachment, Claimed
from eventreg.mail.interruptions import FREE, LEASE, end_interrupted
from eventreg.mail.models import TO_BE_SENT, Letter, LetterAttachment, LetterState

DELIVER_LETTERS = "deliver_letters"  # the job that sends what is due
BATCH = 50


def claim(owner: str, now: datetime, most: int = BATCH) -> list[Claimed]:
    """Up to `most` due letters are leased to `owner` until 45 s from now, longest due first; none that another holds.

    Those to a domain that has had its share of this minute are due again a little later, those outside of their hours
    when these begin; those to an address at which nothing arrives are refused. Empty when nothing more is due now.
    """
    pace.one_at_a_time()
    while letters := _due(now, most):
        going = bounced.without_bounced(letters, now)
        going = pace.within_limits(quiet.within_hours(going, now), now)
        if going:
            ours = update(Letter).where(is_among(Letter.id, [letter.letter_id for letter in going]))
            _write(ours.values(lease_owner=owner, lease_until=now + LEASE))
            return going
    return []


def take_back_interrupted(now: datetime) -> None:
    """Letters whose worker was killed over them wait for another attempt, once its lease has run out."""
    end_interrupted(Letter.lease_until < now, now)


def _due(now: datetime, most: int) -> list[Claimed]:
    is_free = or_(Letter.lease_until.is_(None), Letter.lease_until < now)
    due = select(*COLUMNS).where(TO_BE_SENT, Letter.state != LetterState.SENDING, Letter.next_at <= now, is_free)
    due = due.where(Letter.held_at.is_(None)).order_by(Letter.next_at, Letter.id).limit(most)
    rows = session().execute(due.with_for_update(skip_locked=True)).all()
    attachments = _attachments([row.letter_id for row in rows])
    return [Claimed(*row, attachments[row.letter_id]) for row in rows]  # type: ignore[call-arg]  # columns in its order


def _attachments(letter_ids: Sequence[int]) -> dict[int, tuple[Attachment, ...]]:
    """SHA-256, media type and file name of every file that goes with each letter."""
    found = select(LetterAttachment.letter_id, StoredFile.sha256, StoredFile.media_type, LetterAttachment.file_name)
    found = found.join(StoredFile, StoredFile.sha256 == LetterAttachment.sha256).order_by(LetterAttachment.id)
    files: dict[int, tuple[Attachment, ...]] = dict.fromkeys(letter_ids, ())
    for letter_id, *file in session().execute(found.where(is_among(LetterAttachment.letter_id, letter_ids))):
        files[letter_id] += (cast(Attachment, tuple(file)),)
    return files


def release(claimed: Sequence[Claimed], owner: str) -> None:
    """What `owner` claimed and did not begin is free for anybody."""
    if ids := [letter.letter_id for letter in claimed]:
        _write(update(Letter).where(is_among(Letter.id, ids), Letter.lease_owner == owner).values(FREE))


def free_leases(worker: str, now: datetime) -> None:
    """Whatever a former worker of this name held is free, and a delivery run starts; called when a worker starts."""
    own = Letter.lease_until.is_not(None) & Letter.lease_owner.startswith(f"{worker}#", autoescape=True)
    end_interrupted(own, now)
    _write(update(Letter).where(own).values(FREE))
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


def tell_planner() -> None:
    """From the commit on PostgreSQL knows that many letters wait, and claims the next ones by their index.

    It finds out by itself within minutes. Until then it takes a new queue for a short one, reads it whole for each
    claim and sorts it: a tenth of the time that a mailing takes.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("ANALYZE letter"))


def _write(statement: Update) -> None:
    """Without looking for loaded objects to change as well: nobody holds any in these transactions."""
    session().execute(statement, execution_options={"synchronize_session": False})
