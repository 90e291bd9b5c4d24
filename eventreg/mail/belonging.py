"""To whom a message belongs that quotes no letter: each domain looks for its sender among those whom it knows."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from eventreg.mail.mime import same_addresses


class Belonging(NamedTuple):
    """The thing that a message is about, and its session; public ids."""

    kind: str
    public_id: str
    council_session: str


Sender = Callable[[Collection[str], datetime], Belonging | None]
_senders: list[Sender] = []


def know_senders(senders: tuple[Sender, ...]) -> None:
    """Replaces what each domain knows about senders (from `wiring.SENDERS`)."""
    _senders[:] = senders


def belonging_of(sender: str, now: datetime) -> Belonging | None:
    """What the first domain says that knows the address, however its domain is written."""
    addresses = same_addresses([sender]) if sender else ()
    found = (known(addresses, now) for known in _senders) if addresses else ()
    return next((belonging for belonging in found if belonging is not None), None)
