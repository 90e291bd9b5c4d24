"""Two thousand hostile strings through one field of every kind, out by page, CSV, XLSX, DOCX and mail."""

import pytest
from flask import Flask

from tests.hostile import hostile_strings
from tests.registrations.hostile_people import answer_all

STRINGS = 2000


def test_two_thousand_hostile_strings_do_no_harm(
    app: Flask, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    if not request.config.getoption("--full"):
        pytest.skip("the small form is tests/registrations/test_hostile_strings.py")
    found = answer_all(app, hostile_strings(STRINGS))

    with capsys.disabled():
        print(f"\n{found}")
    assert found.strings == STRINGS
    assert found.faults == []
