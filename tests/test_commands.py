"""A command that cannot work says so in one sentence and ends with 1; nobody is shown a traceback."""

import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from eventreg.cli import application as opener
from eventreg.cli import serving
from eventreg.cli.application import application
from eventreg.cli.main import main
from eventreg.core.db import db

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "serve": (),
    "worker": (),
    "migrate": (),
    "migrate --check": (),
    "create-admin": ("aliya@eventreg.example",),
    "import": (__file__,),
    "import-bodies": (__file__,),
    "export": ("rcc/2026-11-23",),
    "invite": ("rcc/2026-11-23",),
    "audit verify": (),
    "audit export": (),
    "token create": ("mail", "--scope", "mail:inbound"),
    "token list": (),
    "token revoke": ("abc",),
    "links renew": (),
    "erase": ("aliya@eventreg.example",),
    "export-person": ("aliya@eventreg.example",),
    "retention run": (),
    "demo": (),
}
MAKING_THE_SCHEMA = ("migrate", "demo")
Run = Callable[..., Result]
AWAY = "postgresql://nobody@127.0.0.1:1/none"


def names(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from names(command, f"{name} ")
        else:
            yield before + name


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command on a database of its own; closes what it opened."""
    made: list[Flask] = []

    def noted_application() -> Flask:
        made.append(application())
        return made[-1]

    monkeypatch.setattr(opener, "application", noted_application)

    def ran(command: str, environment: Mapping[str, str] | None = None, *more: str) -> Result:
        base = {"DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR", "DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3"}
        arguments = [*command.split(), *ARGUMENTS[command], *more]
        return CliRunner().invoke(main, arguments, env={**base, **(environment or {})})

    yield ran
    for app in made:
        with app.app_context():
            db.engine.dispose()


def says_one_sentence(result: Result) -> str:
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    said = result.stderr.strip()
    assert len(said.splitlines()) == 1, said
    return said


def test_every_command_is_tried_here() -> None:
    assert {*names(main), "migrate --check"} == set(ARGUMENTS)


@pytest.mark.parametrize("command", [name for name in ARGUMENTS if name not in MAKING_THE_SCHEMA])
def test_on_a_database_without_the_schema_every_command_names_the_one_that_helps(run: Run, command: str) -> None:
    assert says_one_sentence(run(command)) == "Error: The schema is behind; run: eventreg migrate"


@pytest.mark.parametrize("command", ARGUMENTS)
def test_with_a_database_that_is_away_every_command_says_so(run: Run, command: str) -> None:
    said = says_one_sentence(run(command, {"DATABASE_URL": AWAY}))

    assert "Connection refused" in said
    assert "Check DATABASE_URL" in said


@pytest.mark.parametrize("command", ["erase", "token create", "audit verify"])
def test_a_fault_of_ours_is_not_called_an_outage(run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs its traceback, to be mended."""

    def broken() -> None:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT * FROM nothing_of_this_name"))

    monkeypatch.setattr(opener, "check_schema", broken)

    assert "no such table" in str(run(command).exception)


def test_a_port_in_use_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, check in ((opener, "check_schema"), (opener, "check_secret"), (serving, "note_secret")):
        monkeypatch.setattr(module, check, lambda: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = says_one_sentence(run("serve", None, "--port", str(port)))

    assert f"port {port}: Address already in use" in said


def test_a_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    said = says_one_sentence(run("token list", {"DATA_DIR": str(tmp_path / "file" / "var")}))

    assert "DATA_DIR" in said
