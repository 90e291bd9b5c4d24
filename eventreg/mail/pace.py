"""How fast letters go to one place: so many a minute to one domain.

The limit holds over all workers: claiming is done by one of them at a time, and what others have claimed counts as
sent. All functions write in the caller's transaction.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, update

from eventreg.core.config import current_settings
from eventreg.core.db import is_among, session
from eventreg.mail.claimed import Claimed
from eventreg.mail.models import TO_BE_SENT, Letter, LetterAttempt

WINDOW = timedelta(minutes=1)
LOOK_AGAIN = timedelta(seconds=10)  # when a letter whose domain has had its share is looked at again
CLAIM_LOCK = 0x6D61696C  # one advisory lock for all claims on PostgreSQL


def one_at_a_time() -> None:
    """Nobody else claims letters until this transaction ends; under SQLite's BEGIN IMMEDIATE that is so anyway."""
    if current_settings().mail_per_domain and session().get_bind().dialect.name == "postgresql":
        session().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIM_LOCK})


def within_limits(letters: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """Those that may go now; the others are due again in ten seconds, in the same order."""
    limit = current_settings().mail_per_domain
    if not limit:
        return list(letters)
    used = _used(sorted({letter.domain for letter in letters}), now)
    going: list[Claimed] = []
    late: list[Claimed] = []
    for letter in letters:
        used[letter.domain] += 1
        (going if used[letter.domain] <= limit else late).append(letter)
    if late:
        again = update(Letter).where(is_among(Letter.id, [letter.letter_id for letter in late]))
        session().execute(again.values(next_at=now + LOOK_AGAIN), execution_options={"synchronize_session": False})
    return going


def _used(domains: Sequence[str], now: datetime) -> Counter[str]:
    """How many letters to each domain were tried within a minute, are being sent, or are claimed and will be."""
    begun = select(LetterAttempt.domain, func.count()).where(
        is_among(LetterAttempt.domain, domains), LetterAttempt.started_at > now - WINDOW
    )
    claimed = select(Letter.domain, func.count()).where(
        is_among(Letter.domain, domains), TO_BE_SENT, Letter.lease_until >= now
    )
    used: Counter[str] = Counter()
    for counted, column in ((begun, LetterAttempt.domain), (claimed, Letter.domain)):
        for domain, number in session().execute(counted.group_by(column)):
            used[domain] += number
    return used
