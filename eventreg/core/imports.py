"""Importing the same thing twice: what is missing is filled in, what a person changed since is kept and named."""

from collections.abc import Mapping
from typing import Any, Protocol  # Any: the values of a JSON column

from eventreg.core.canonical import canonical_json


class Importable(Protocol):
    """A thing that remembers the values of its last import by field."""

    imported: Any  # a mapped JSON column; Mapped is invariant, so no narrower type fits a protocol


def fill_missing(thing: Importable, values: Mapping[str, object]) -> list[str]:
    """Fields that were never imported and are empty now hold their value; returns the names of fields that were kept.

    A field is kept when it holds something else than the import brings: somebody edited it (or emptied it) since.
    """
    remembered = dict(thing.imported or {})
    kept = []
    for name, value in values.items():
        present = getattr(thing, name)
        if name not in remembered and not present:
            setattr(thing, name, value)
        elif present != value:
            kept.append(name)
        remembered.setdefault(name, _plain(value))
    thing.imported = remembered
    return kept


def _plain(value: object) -> object:
    """A form of the value that JSON can hold: its own, or its text."""
    try:
        canonical_json(value)
    except TypeError:
        return str(value)
    return value
