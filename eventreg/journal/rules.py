"""How an entry of the journal is sealed, and how the chain is checked."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any  # Any: the values of a row's columns

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.journal.models import JournalEntry

FIRST_HASH = "0" * 64
SEALED = (
    "number", "at", "event", "actor_kind", "actor_id", "object_kind", "object_id", "council_session", "payload",
    "previous_hash",
)  # fmt: skip


def entry_hash(entry: JournalEntry) -> str:
    """The seal that belongs to this row."""
    return seal({name: getattr(entry, name) for name in SEALED})


def seal(entry: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of everything in a row, the previous row's hash included."""
    content = {
        "number": entry["number"],
        "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "event": entry["event"],
        "actor": [entry["actor_kind"], entry["actor_id"]],
        "object": [entry["object_kind"], entry["object_id"]],
        "council_session": entry["council_session"],
        "payload": entry["payload"],
        "previous": entry["previous_hash"],
    }
    return sha256_hex(canonical_json(content))


def first_broken_entry(entries: Iterable[JournalEntry]) -> int | None:
    """The number of the first row that was changed, lost or inserted; None when the chain is whole.

    `entries` come in the order of their numbers.
    """
    previous = FIRST_HASH
    for expected, entry in enumerate(entries, start=1):
        whole = entry.number == expected and entry.previous_hash == previous and entry.hash == entry_hash(entry)
        if not whole:
            return expected
        previous = entry.hash
    return None
