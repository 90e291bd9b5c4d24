"""Whether a letter that ended may go once more: the domain that it is about says whether it still holds.

Each domain says in a table by kind of letter what later letters about the same thing do to an earlier one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.mail.models import Letter, LetterState, Subscription

Outdating = Callable[[Letter], str]  # the reason of a refusal; "" while the letter holds, or is none of the domain's
_domains: list[Outdating] = []


@dataclass(frozen=True)
class LaterLetters:
    """The kinds of later letters about the same thing that overtake one of a kind; none that was cancelled does."""

    outdated_by: tuple[str, ...] = ()  # once one of these was posted, it is not sent again
    at_same_address: bool = False  # it is outdated only by what went where it went
    taken_back_by: tuple[str, ...] = ()  # as soon as one of these is posted, it does not go if it still waits
    made_good_by: tuple[str, ...] = ()  # if it did not arrive, one of these went in its place, as one of its kind does


def ask_about_letters(domains: tuple[Outdating, ...]) -> None:
    """Replaces who is asked whether a letter still holds (from `wiring.OUTDATING`)."""
    _domains[:] = domains


def why_outdated(letter: Letter) -> str:
    """The reason for which the letter goes to nobody any more, whoever wants to send it again; "" while it holds."""
    if letter.unsubscribe and _is_stopped(letter.recipient):
        return "address_wants_no_letters"
    return next((reason for ask in _domains if (reason := ask(letter))), "")


def is_overtaken(letter: Letter, table: Mapping[str, LaterLetters]) -> bool:
    """A later letter that was not cancelled outdates it, says the domain's table by kind."""
    known = table.get(letter.kind, LaterLetters())
    later = select(Letter.id).filter_by(about_kind=letter.about_kind, about_id=letter.about_id)
    later = later.where(Letter.id > letter.id, Letter.kind.in_(known.outdated_by))
    later = later.where(Letter.state != LetterState.CANCELLED)
    if known.at_same_address:
        later = later.where(Letter.recipient == letter.recipient)
    return session().scalar(later.limit(1)) is not None


def _is_stopped(address: str) -> bool:
    stopped = select(Subscription.id).where(Subscription.address == address.lower())
    return session().scalar(stopped.where(Subscription.stopped_at.is_not(None))) is not None
