"""Whether a letter that ended may go once more: the domain that it is about says whether it still holds."""

from collections.abc import Callable

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.mail.models import Letter, LetterState, Subscription

Outdating = Callable[[Letter], str]  # the reason of a refusal; "" while the letter holds, or is none of the domain's
_domains: list[Outdating] = []


def ask_about_letters(domains: tuple[Outdating, ...]) -> None:
    """Replaces who is asked whether a letter still holds (from `wiring.OUTDATING`)."""
    _domains[:] = domains


def why_outdated(letter: Letter) -> str:
    """The reason for which the letter goes to nobody any more, whoever wants to send it again; "" while it holds."""
    if letter.unsubscribe and _is_stopped(letter.recipient):
        return "address_wants_no_letters"
    return next((reason for ask in _domains if (reason := ask(letter))), "")


def is_followed(letter: Letter, kinds: tuple[str, ...], *, at_same_address: bool = False) -> bool:
    """A later letter of one of these kinds is about the same thing, and was not taken back."""
    later = select(Letter.id).filter_by(about_kind=letter.about_kind, about_id=letter.about_id)
    later = later.where(Letter.id > letter.id, Letter.kind.in_(kinds), Letter.state != LetterState.CANCELLED)
    if at_same_address:
        later = later.where(Letter.recipient == letter.recipient)
    return session().scalar(later.limit(1)) is not None


def _is_stopped(address: str) -> bool:
    stopped = select(Subscription.id).where(Subscription.address == address.lower())
    return session().scalar(stopped.where(Subscription.stopped_at.is_not(None))) is not None
