"""The tables of what later letters do to an earlier one: whole for people, and of letters that are there."""

from eventreg.invitations import letter_kinds as to_bodies
from eventreg.paths import resource
from eventreg.registrations import letter_kinds as to_people
from eventreg.sessions.news import NEWS

LETTERS = {path.name for path in resource("templates").joinpath("mail").iterdir() if path.is_dir()}


def test_every_letter_to_a_person_stands_in_the_table() -> None:
    about_registrations = {kind for kind in LETTERS if kind.startswith("registration_")}

    assert set(to_people.LATER_LETTERS) == about_registrations | set(NEWS)


def test_the_tables_name_letters_that_are_there() -> None:
    tables = (to_people.LATER_LETTERS, to_bodies.LATER_LETTERS)
    rows = [row for table in tables for row in table.values()]
    later = {kind for row in rows for kind in (*row.outdated_by, *row.taken_back_by, *row.made_good_by)}

    assert {*later, *(kind for table in tables for kind in table)} <= LETTERS
