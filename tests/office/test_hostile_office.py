"""Hostile strings through the forms of the office, and out by page, CSV, XLSX, DOCX and mail."""

from flask import Flask

from tests.hostile import ALL, hostile_strings
from tests.office.hostile_office import fill_all


def test_what_the_office_types_is_refused_beside_the_field_or_comes_out_equal(app: Flask) -> None:
    found = fill_all(app, hostile_strings(len(ALL)))

    assert found.faults == [], str(found)
    assert found.kept > 3 * len(ALL)
    assert found.refused > len(ALL) // 2
