"""Hostile strings through one field of every kind and out again; two thousand of them: tests/faults."""

from flask import Flask

from tests.hostile import ALL, hostile_strings
from tests.registrations.hostile_people import answer_all


def test_hostile_strings_are_refused_beside_the_field_or_come_back_equal(app: Flask) -> None:
    found = answer_all(app, hostile_strings(len(ALL)))

    assert found.faults == [], str(found)
    assert found.kept > len(ALL)
    assert found.refused > len(ALL)
