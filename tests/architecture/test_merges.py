"""Whatever refers to a person or a body is handed over when duplicates are merged."""

from pathlib import Path

from eventreg.core.db import Base

PACKAGE = Path(__file__).resolve().parents[2] / "eventreg"
OWN = {"body.successor_id", "body.merged_into_id", "person.merged_into_id", "person.body_id", "contact.body_id"}


def test_every_reference_to_people_and_bodies_is_handed_over() -> None:
    """A new reference needs `hand_over` and `hand_back` in the reactions of its domain."""
    reactions = " ".join(path.read_text() for path in PACKAGE.glob("*/reactions.py"))
    forgotten = []
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            name = f"{mapper.class_.__name__}.{column.name}"
            is_own = f"{mapper.local_table}.{column.name}" in OWN
            if targets & {"body", "person"} and not is_own and reactions.count(name) < 2:
                forgotten.append(name)

    assert forgotten == []
