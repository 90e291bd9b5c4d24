"""How fast letters go to one place: so many a minute to one domain, and none where nothing arrives.

The limit holds over all workers: claiming is done by one of them at a time, and what others have claimed counts as
sent. All functions write in the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text

from eventreg.core.config import current_settings
from eventreg.core.db import session
from eventreg.mail.models import BouncedAddress, Letter, LetterAttempt, LetterState

WINDOW = timedelta(minutes=1)
LOOK_AGAIN = timedelta(seconds=10)  # when a letter whose domain has had its share is looked at again
CLAIM_LOCK = 0x6D61696C  # one advisory lock for all claims on PostgreSQL


def one_at_a_time() -> None:
    """Nobody else claims letters until this transaction ends; under SQLite's BEGIN IMMEDIATE that is so anyway."""
    if current_settings().mail_per_domain and session().get_bind().dialect.name == "postgresql":
        session().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIM_LOCK})


def within_limits(letters: Sequence[Letter], now: datetime) -> list[Letter]:
    """Those that may go now; the others are due again in ten seconds, in the same order."""
    limit = current_settings().mail_per_domain
    if not limit:
        return list(letters)
    used, going = _used({letter.domain for letter in letters}, now), []
    for letter in letters:
        used[letter.domain] += 1
        if used[letter.domain] <= limit:
            going.append(letter)
        else:
            letter.next_at = now + LOOK_AGAIN
    session().flush()
    return going


def hold_back_bounced(letters: Sequence[Letter], now: datetime) -> list[Letter]:
    """Those whose address is not known to be dead; the others are refused with the words that came back."""
    addresses = [letter.recipient.lower() for letter in letters]
    found = session().scalars(select(BouncedAddress).where(BouncedAddress.address.in_(addresses))).all()
    dead = {bounce.address: bounce for bounce in found}
    for letter in letters:
        if bounce := dead.get(letter.recipient.lower()):
            hold_back(letter, bounce, now)
    session().flush()
    return [letter for letter in letters if letter.recipient.lower() not in dead]


def hold_back(letter: Letter, bounce: BouncedAddress, now: datetime) -> None:
    """The letter is not sent, since nothing arrives at its address."""
    letter.state, letter.lease_owner, letter.lease_until = LetterState.REFUSED, None, None
    letter.bounced_at, letter.bounce_words = now, bounce.words


def _used(domains: Iterable[str], now: datetime) -> Counter[str]:
    """How many letters to each domain were begun within a minute, or are claimed and will be."""
    begun = select(LetterAttempt.domain, func.count()).where(
        LetterAttempt.domain.in_(domains), LetterAttempt.started_at > now - WINDOW
    )
    claimed = select(Letter.domain, func.count()).where(
        Letter.domain.in_(domains), Letter.lease_until >= now, Letter.state != LetterState.SENDING
    )
    used: Counter[str] = Counter()
    for counted, column in ((begun, LetterAttempt.domain), (claimed, Letter.domain)):
        for domain, number in session().execute(counted.group_by(column)):
            used[domain] += number
    return used
