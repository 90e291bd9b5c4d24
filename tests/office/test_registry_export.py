"""The registries as files: what one may see, as narrowed, in the journal, and read again by the import as it was."""

import csv
import io

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from eventreg.accounts.models import RoleGrant
from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.models import Body, BodyKind, Person
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.i18n import speaking
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.journal.models import JournalEntry
from eventreg.office.imports.carrying_out import carry_out_import
from eventreg.office.imports.columns import fields_of, guessed_columns
from eventreg.office.models import ImportKind
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_council, a_registration, a_session
from tests.office.lists import checked, the_run

HOSTILE = ("=1+1", "@SUM(A1)", "'=x", "''+7", "-", 'Ә;ғ"қ', "a,b")


def an_organizer(browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.ORGANIZER)


def exported(browser: Browser, list_page: str, file_type: str = "csv") -> bytes:
    """The file that the list as it is shown gives."""
    page = browser.get(list_page)
    if f".{file_type}" not in page.html:  # a list that is empty offers no file
        raise AssertionError(f"no {file_type} on {list_page}")
    return browser.submit_for_bytes(page, f".{file_type}")


def lines(content: bytes) -> list[dict[str, str]]:
    assert content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def a_registry() -> None:
    """Bodies and people that are hard to carry: formulas, quotes, namesakes, two codes that look alike."""
    with transaction():
        first, second = a_body("A-1", BodyKind.NGO), a_body("A.1", BodyKind.AKIMAT)
        first.protocol_rank, second.protocol_rank = 1_000_000, 7
        second.email = ""
        for number, text in enumerate(HOSTILE):
            a_body(f"H-{number}").name = Translated(kk=text, ru=text + "я")
            add_person(PersonDetails(text, "Ерлан", post=text, phone="+77011112233"), second)
        add_person(PersonDetails("Ким", phone="+77011112244"), first)
        add_person(PersonDetails("Ким", email="kim@b.kz", language="ru"), first)
        add_person(PersonDetails("Ким", email="kim@b.kz"), None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [ImportKind.BODIES, ImportKind.PEOPLE])
def test_the_labels_of_every_language_are_recognised_as_columns(app: Flask, kind: ImportKind, language: str) -> None:
    with speaking(language):
        words = fields_of(kind)

    assert guessed_columns(kind, [word.label for word in words]) == {word.name: n for n, word in enumerate(words)}


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("registry", ["bodies", "people"])
def test_what_was_exported_and_not_edited_brings_nothing(
    app: Flask, browser: Browser, registry: str, language: str, file_type: str
) -> None:
    an_organizer(browser)
    a_registry()
    model = Body if registry == "bodies" else Person
    there = len(session().scalars(select(model.id)).all())

    content = exported(browser, f"/office/{registry}/?lang={language}", file_type)
    preview = checked(browser, content, registry)

    assert f"New 0 Changed 0 Ignored, there already {there} With faults 0" in preview.text


def test_what_was_edited_in_the_file_is_all_that_changes(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    a_registry()

    content = exported(browser, "/office/bodies/?lang=ru").replace(b"a-1@invitee.example", b"new@invitee.example")
    preview = checked(browser, content, "bodies")
    assert "Import: 0 new, 1 changed" in preview.text
    browser.submit(preview, "/carry-out")
    carry_out_import(the_run().public_id)

    assert session().scalars(select(Body.code).filter_by(email="new@invitee.example")).all() == ["A-1"]


def test_a_formula_is_text_in_both_formats(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        a_body("F").name = Translated(kk="=1+1", ru="=1+1")

    (line,) = lines(exported(browser, "/office/bodies/?lang=en"))
    sheet = load_workbook(io.BytesIO(exported(browser, "/office/bodies/?lang=en", "xlsx"))).active

    assert line["Name in Kazakh"] == "'=1+1"
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_the_file_holds_what_the_list_is_narrowed_to(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        a_body("NGO-1", BodyKind.NGO)
        a_body("AKIM-1", BodyKind.AKIMAT)
        add_person(PersonDetails("Ким", phone="+77011112233"), None)
        add_person(PersonDetails("Цой", email="tsoi@b.kz"), None)

    of_bodies = lines(exported(browser, "/office/bodies/?lang=en&kind=ngo"))
    of_people = lines(exported(browser, "/office/people/?lang=en&reach=phone"))

    assert [line["Code"] for line in of_bodies] == ["NGO-1"]
    assert [line["Surname"] for line in of_people] == ["Ким"]


def test_people_of_a_council_where_one_only_stands_at_the_door_are_neither_shown_nor_taken_out(
    app: Flask, browser: Browser
) -> None:
    with transaction():
        own, other = a_council(), a_council()
        a_registration(a_session(own), surname="Ким")
        a_registration(a_session(other), surname="Цой")
        stranger = session().scalars(select(Person.public_id).filter_by(surname="Цой")).one()
    user = sign_in(browser, own, Role.ORGANIZER)
    with transaction():
        session().add(RoleGrant(staff_user_id=user.id, council_id=other.id, role=Role.DOOR))

    page = browser.get("/office/people/?lang=en")
    found = lines(browser.submit_for_bytes(page, ".csv"))

    assert "Ким" in page.text
    assert "Цой" not in page.text
    assert [line["Surname"] for line in found] == ["Ким"]
    assert browser.get(f"/office/history/people/{stranger}").status == 404


def test_the_journal_says_who_took_how_many_rows(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        a_body("A")
        a_body("B")

    exported(browser, "/office/bodies/", "xlsx")

    entry = session().scalars(select(JournalEntry).filter_by(event="RegistryExported")).one()
    assert (entry.object_id, entry.payload, entry.actor_kind) == ("bodies", {"file_type": "xlsx", "rows": 2}, "staff")


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR, Role.DOOR, Role.PRESS])
def test_whoever_only_reads_takes_nothing_out(app: Flask, browser: Browser, role: Role) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, role)

    token = browser.get("/office/account").form("")["csrf_token"]

    assert browser.request("POST", "/office/export/people.csv", data={"csrf_token": token}).status_code == 403
