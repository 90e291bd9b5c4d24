"""The house: domains in one order, imports downwards only, web and framework kept at their floors."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "eventreg"
ORDER = (
    "paths", "settings", "i18n", "core", "journal", "jobs", "files", "documents", "mail", "bodies", "councils",
    "accounts", "sessions", "registrations", "logistics", "applications", "agenda", "invitations", "attendance",
    "votes", "recommendations", "minutes", "followup", "publication", "opendata", "office",
)  # fmt: skip
TOP = ("app", "wiring", "cli")  # may import every domain; no domain imports them
INSIDE = (
    "events", "models", "rules", "queries", "mails", "documents", "actions", "reactions", "forms", "views",
)  # fmt: skip
WITHOUT_WEB = ("events", "models", "rules", "queries", "mails", "documents", "actions", "reactions")


def modules() -> Iterator[tuple[str, list[str]]]:
    """Every module as (dotted name, names it imports)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        yield name, sorted(set(imports_of(ast.parse(path.read_text()))))


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def domain(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "eventreg" and len(parts) > 1 else ""


def floor(name: str) -> str:
    """The floor on which a module stands; a package inside a domain (registrations.questions) has the same floors."""
    parts = name.split(".")[2:]
    return next((part for part in parts if part in INSIDE), parts[0] if parts else "")


MODULES = dict(modules())


def test_every_package_has_its_place_in_the_order() -> None:
    found = {domain(name) for name in MODULES} - {""}

    assert found <= {*ORDER, *TOP}


@pytest.mark.parametrize("name", [name for name in MODULES if domain(name) in ORDER])
def test_imports_point_downwards(name: str) -> None:
    place = ORDER.index(domain(name))

    # paths and settings are values without behaviour, i18n is words: every floor may read them
    upward = [
        target
        for target in MODULES[name]
        if (other := domain(target)) and (other in TOP or (other in ORDER and ORDER.index(other) > place))
    ]

    assert upward == []


@pytest.mark.parametrize("name", [name for name in MODULES if floor(name) in INSIDE and domain(name) in ORDER])
def test_inside_a_domain_imports_point_downwards(name: str) -> None:
    place = INSIDE.index(floor(name))

    upward = [
        target
        for target in MODULES[name]
        if domain(target) == domain(name) and floor(target) in INSIDE and INSIDE.index(floor(target)) > place
    ]

    assert upward == []


@pytest.mark.parametrize("name", [name for name in MODULES if floor(name) in WITHOUT_WEB])
def test_no_framework_of_the_web_below_the_forms(name: str) -> None:
    web = [target for target in MODULES[name] if target.split(".")[0] in ("flask", "flask_wtf", "werkzeug")]

    assert web == []


def test_only_one_place_commits() -> None:
    commits = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        if ".commit()" in path.read_text() and path != PACKAGE / "core" / "db.py"
    ]

    assert commits == []


def test_only_the_clock_tells_time() -> None:
    tellers = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        if path != PACKAGE / "core" / "clock.py" and ("datetime.now(" in text or "utcnow(" in text):
            tellers.append(str(path.relative_to(PACKAGE)))

    assert tellers == []


def test_only_the_settings_and_the_commands_touch_the_environment() -> None:
    allowed = {"cli", "settings"}
    readers = [
        name
        for name, path in ((name, PACKAGE.parent / (name.replace(".", "/") + ".py")) for name in MODULES)
        if path.exists() and "os.environ" in path.read_text() and domain(name) not in allowed
    ]

    assert readers == []
