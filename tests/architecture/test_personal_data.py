"""Every table is in docs/personal-data.md: with what it holds and how it goes, or among those that hold nothing."""

import re
from pathlib import Path

from eventreg import wiring
from eventreg.core.db import Base

PAGE = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text()
WITHOUT = PAGE.split("## Tables without personal data")[1].split("##")[0]
FIRST_CELLS = "\n".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `"))


def named(text: str) -> list[str]:
    return re.findall(r"`(\w+)`", text)


def test_every_table_says_what_it_holds_about_people() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables}

    assert wiring.MODELS  # all of them are loaded
    assert tables - set(named(FIRST_CELLS)) - set(named(WITHOUT)) == set()


def test_no_table_is_named_that_is_not_there_or_stands_on_both_lists() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables}

    assert set(named(FIRST_CELLS + WITHOUT)) - tables == set()
    assert set(named(FIRST_CELLS)) & set(named(WITHOUT)) == set()
