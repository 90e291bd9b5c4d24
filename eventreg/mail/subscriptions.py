"""Optional letters: each address has a link that stops them, and the same page takes them up again.

Confirmations, notices and whatever else somebody must know are never optional.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.links import linked_by_token
from eventreg.journal.actions import announce
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.events import OptionalLettersStopped, OptionalLettersWanted
from eventreg.mail.models import Letter, Subscription


def subscriptions_of(addresses: Iterable[str]) -> dict[str, Subscription]:
    """The subscription of each address (in lower case), added where there was none."""
    wanted = sorted({address.lower() for address in addresses})
    found = _present(wanted)
    for address in wanted:
        if address not in found:
            found[address] = _added(address)
    return found


def subscription_by_token(token: str) -> Subscription | None:
    """The one that this link is about."""
    return linked_by_token(Subscription, token)


def subscription_by_public_id(public_id: str) -> Subscription | None:
    return session().scalar(select(Subscription).filter_by(public_id=public_id))


def stopped_addresses() -> Select[str]:
    """Addresses, in lower case, to which no optional letter goes."""
    return select(Subscription.address).where(Subscription.stopped_at.is_not(None))


def stop_letters(subscription: Subscription, by: Actor, now: datetime) -> None:
    """No optional letter goes there any more, also none that waits. Stopping twice keeps the first moment."""
    subscription = locked(subscription)
    if subscription.stopped_at is None:
        subscription.stopped_at = now
        to_it = func.lower(Letter.recipient) == subscription.address
        cancel_waiting(select(Letter.id).where(to_it, Letter.unsubscribe != ""))
        announce(OptionalLettersStopped(about=subscription.public_id), by, now)


def want_letters(subscription: Subscription, by: Actor, now: datetime) -> None:
    """Optional letters go there again."""
    subscription = locked(subscription)
    if subscription.stopped_at is not None:
        subscription.stopped_at = None
        announce(OptionalLettersWanted(about=subscription.public_id), by, now)


def _present(addresses: list[str]) -> dict[str, Subscription]:
    found = session().scalars(select(Subscription).where(Subscription.address.in_(addresses)))
    return {one.address: one for one in found}


def _added(address: str) -> Subscription:
    subscription = Subscription(address=address)
    subscription.renew_link()
    try:
        with session().begin_nested():
            session().add(subscription)
            session().flush()
    except IntegrityError:  # another worker was faster
        return _present([address])[address]
    return subscription
