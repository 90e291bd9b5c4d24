"""Letters that leave only in certain hours, as reminders do in the recipient's working time.

The hours are worked out when a letter is posted: a pair of moments for each day (ISO 8601), so that nothing needs to be
known here of zones and holidays. All functions write in the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import update

from eventreg.core.db import is_among, session
from eventreg.mail.claimed import Claimed
from eventreg.mail.models import Letter


def hours_written(hours: Sequence[tuple[datetime, datetime]]) -> str:
    """These pairs of moments as a letter keeps them, earliest first."""
    return " ".join(
        f"{begins.astimezone(UTC).isoformat()}/{ends.astimezone(UTC).isoformat()}" for begins, ends in hours
    )


def within_hours(letters: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """Those that may go now; the others are due again when their next hours begin."""
    going, later = [], defaultdict[datetime, list[int]](list)
    for letter in letters:
        moment = now if letter.send_hours is None else _next_moment(letter.send_hours, letter.not_after, now)
        if moment > now:
            later[moment].append(letter.letter_id)
        else:
            going.append(letter)
    for moment, ids in later.items():
        put_off = update(Letter).where(is_among(Letter.id, ids)).values(next_at=moment)
        session().execute(put_off, execution_options={"synchronize_session": False})
    return going


def _next_moment(send_hours: str, not_after: datetime | None, now: datetime) -> datetime:
    """When it may go: `now` within its hours. With no hours left it is missed at its last moment."""
    for hours in send_hours.split():
        begins, ends = (datetime.fromisoformat(moment) for moment in hours.split("/"))
        if now < ends:
            return max(now, begins)
    return not_after or now
