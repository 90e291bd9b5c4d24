"""Hostile strings through one field of every kind and out again; two thousand of them: tests/faults."""

from flask import Flask

from eventreg.core.db import db
from tests.hostile import ALL, hostile_strings
from tests.registrations.hostile_people import answer_all


def test_hostile_strings_are_refused_beside_the_field_or_come_back_equal(app: Flask) -> None:
    is_second = db.engine.dialect.name == "postgresql"  # some of each kind there: each string costs five pages
    strings = hostile_strings(len(ALL))[:: 3 if is_second else 1]
    found = answer_all(app, strings)

    assert found.faults == [], str(found)
    assert found.kept > len(strings)
    assert found.refused > len(strings)
