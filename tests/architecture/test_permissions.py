"""Who may do what: the table in docs/permissions.md is what the rules say, role by role."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from eventreg.core.actors import VISITOR, Actor, Role
from eventreg.councils.models import Council
from eventreg.paths import PACKAGE
from eventreg.sessions.models import CouncilSession

COLUMNS = ("organizer", "secretary", "chair", "translator", "press", "door", "auditor", "admin")
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+) \|$", re.MULTILINE)
COUNCIL = Council(public_id="own", code="OWN", slug="own")
OTHER = Council(public_id="other", code="OTHER", slug="other")


def table() -> dict[str, tuple[bool, ...]]:
    text = (PACKAGE.parent / "docs" / "permissions.md").read_text()
    return {name: tuple(cell.strip() == "yes" for cell in cells.split("|")) for name, cells in ROW.findall(text)}


def permissions() -> Iterator[tuple[str, Callable[..., bool]]]:
    for path in sorted(PACKAGE.rglob("rules.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = import_module(".".join(parts))
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("may_") and found.__module__ == module.__name__:
                yield f"{parts[1]}.{name}", found


PERMISSIONS = dict(permissions())


def asked(permission: Callable[..., bool], actor: Actor, council: Council) -> bool:
    """The permission for something that belongs to `council`."""
    things = {
        "actor": actor,
        "council": council,
        "council_public_id": council.public_id,
        "council_public_ids": {council.public_id},
        "council_session": CouncilSession(council=council),
    }
    return permission(**{name: things[name] for name in inspect.signature(permission).parameters})


def is_about_a_council(permission: Callable[..., bool]) -> bool:
    return len(inspect.signature(permission).parameters) > 1


def staff(column: str, council: Council) -> Actor:
    if column == "admin":
        return Actor("staff", "x", is_admin=True)
    return Actor("staff", "x", roles={council.public_id: frozenset({Role(column)})})


def test_the_table_names_every_permission_and_no_other() -> None:
    assert sorted(table()) == sorted(PERMISSIONS)


@pytest.mark.parametrize("name", sorted(PERMISSIONS))
def test_the_table_says_what_the_rule_says(name: str) -> None:
    said = tuple(asked(PERMISSIONS[name], staff(column, COUNCIL), COUNCIL) for column in COLUMNS)

    assert said == table().get(name)


@pytest.mark.parametrize("name", sorted(PERMISSIONS))
def test_a_visitor_may_nothing(name: str) -> None:
    assert not asked(PERMISSIONS[name], VISITOR, COUNCIL)


@pytest.mark.parametrize("name", [name for name in PERMISSIONS if is_about_a_council(PERMISSIONS[name])])
def test_a_role_in_one_council_gives_nothing_in_another(name: str) -> None:
    roles = [column for column in COLUMNS if column != "admin"]
    foreign = [column for column in roles if asked(PERMISSIONS[name], staff(column, OTHER), COUNCIL)]

    assert foreign == []
