"""`eventreg import-bodies`: the same checks as the page, a report by row, exit codes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from eventreg.bodies.queries import body_by_code
from eventreg.cli import application as opener
from eventreg.cli import registry
from tests.office.tables import HEADER, a_text, a_workbook, bodies


@pytest.fixture
def folder(tmp_path: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(opener, "application", lambda: app)
    return tmp_path


def run(folder: Path, content: bytes) -> Result:
    path = folder / "bodies.xlsx"
    path.write_bytes(content)
    return CliRunner().invoke(registry.import_bodies, [str(path)])


def test_a_good_table_comes_in_and_ends_with_0(folder: Path) -> None:
    result = run(folder, a_workbook(HEADER, *bodies(3)))

    assert (result.exit_code, result.stdout) == (
        0,
        "New: 3\nChanged: 0\nIgnored, there already: 0\nWith faults: 0\n",
    )
    assert body_by_code("ORG-3") is not None
    assert not list((folder / "imports").glob("*"))


def test_rows_with_faults_are_named_and_the_others_come_in(folder: Path) -> None:
    result = run(folder, a_text(HEADER, *bodies(1), ("X Y", "Ұйым", "Орган", "", "nobody")))

    assert result.exit_code == 1
    assert "row 3: Code is no code" in result.stderr
    assert "E-mail is no e-mail address" in result.stderr
    assert "1 rows were left out." in result.stderr
    assert body_by_code("ORG-1") is not None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", a_text(("a", "b"), ("1", "2"))])
def test_what_is_no_table_of_bodies_is_refused_in_one_line(folder: Path, content: bytes) -> None:
    result = run(folder, content)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Nothing was imported.")
    assert len(result.stderr.strip().splitlines()) == 1
