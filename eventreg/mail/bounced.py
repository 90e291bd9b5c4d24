"""Addresses at which nothing arrives: no letter goes there until somebody sends one by hand.

All functions write in the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, update

from eventreg.core.db import is_among, session
from eventreg.mail.claimed import Claimed
from eventreg.mail.models import BouncedAddress, Letter, LetterState


def without_bounced(letters: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """Those whose address is not known to be dead; the others are refused with the words that came back."""
    addresses = sorted({letter.recipient.lower() for letter in letters})
    found = select(BouncedAddress.address, BouncedAddress.words).where(is_among(BouncedAddress.address, addresses))
    found = found.where(BouncedAddress.is_stopped)
    dead = {address: words for address, words in session().execute(found)}  # noqa: C416  (a Row is no pair)
    for letter in letters:
        if (words := dead.get(letter.recipient.lower())) is not None:
            statement = update(Letter).where(Letter.id == letter.letter_id).values(_refused(words, now))
            session().execute(statement, execution_options={"synchronize_session": False})
    return [letter for letter in letters if letter.recipient.lower() not in dead]


def refuse(letter: Letter, bounce: BouncedAddress, now: datetime) -> None:
    """The letter is not sent, since nothing arrives at its address."""
    for name, value in _refused(bounce.words, now).items():
        setattr(letter, name, value)


def _refused(words: str, now: datetime) -> dict[str, object]:
    state = {"state": LetterState.REFUSED, "next_at": None, "lease_owner": None, "lease_until": None}
    return {**state, "bounced_at": now, "bounce_words": words}


def forget_bounce(address: str) -> None:
    """Letters go to this address again: somebody sends there by hand and knows better than an earlier notice."""
    session().execute(delete(BouncedAddress).where(BouncedAddress.address == address.lower()))


def forget_bounces(addresses: Select[str]) -> None:
    """The same for many addresses, in lower case."""
    bounced = delete(BouncedAddress).where(BouncedAddress.address.in_(addresses))
    session().execute(bounced, execution_options={"synchronize_session": False})
