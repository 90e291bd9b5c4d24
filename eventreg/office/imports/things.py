"""What a row does to the registry: what stands there already, what changes, and how that is taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import IntegrityError

from eventreg.core.actors import Actor
from eventreg.core.db import Base, session
from eventreg.office.imports.rows import Given
from eventreg.office.models import ImportRow

IN_USE, EDITED = "in_use", "edited_since"  # why an undoing leaves something as it is


class Things(Protocol):
    """One kind of thing that rows bring. `load` or `load_brought` comes first, once for a portion of rows."""

    fewest: int  # rows of a portion, at least
    first_field: str  # which is named with a fault that belongs to no field

    def load(self, rows: Sequence[Given], *, to_change: bool = False) -> None:
        """What stands in the registry for these rows is at hand, in a few statements for all of them.

        With `to_change` nobody else changes it until the end of the transaction.
        """

    def key(self, given: Given) -> str:
        """Equal for two rows that mean the same thing."""

    def present(self, given: Given) -> tuple[str, Given] | None:
        """Public id of what stands there already, and what it holds of the row's fields; None for something new."""

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        """The row's thing is there. `row` holds its public id, what changed fields held before, and the true outcome.

        Raises `Refusal` when nothing was changed.
        """

    def finish(self, by: Actor, now: datetime) -> None:
        """What the rows brought is written."""

    def load_brought(self, rows: Sequence[ImportRow]) -> None:
        """What these rows brought or changed is at hand; nobody else changes it until the end of the transaction."""

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> str | Base:
        """The thing holds what it held before ("" then), or the reason why it does not, or the thing: to be deleted."""


def unless_edited(given: Given, before: Given, held: Given) -> Given:
    """What to write back: the former values of fields that hold what the import wrote."""
    return {name: text for name, text in before.items() if name in held and held[name] == given.get(name)}


def undeletable(things: Sequence[Base]) -> list[Base]:
    """All of them are gone but those that something in the database refers to, which are returned."""
    if _are_deleted(things):
        return []
    return [thing for thing in things if not _are_deleted([thing])]


def _are_deleted(things: Sequence[Base]) -> bool:
    """All of them, or none."""
    try:
        with session().begin_nested():
            for thing in things:
                session().delete(thing)
    except IntegrityError:
        return False
    return True
