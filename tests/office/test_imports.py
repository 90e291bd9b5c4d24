"""A list from Excel on its way into the registry: checked, previewed, imported, undone."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.bodies.models import Body, BodyKind, Person
from eventreg.bodies.personal_data import erase_person
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.office.imports.carrying_out import carry_out_import, take_back_import
from eventreg.office.imports.forgetting import forget_imports
from eventreg.office.imports.running import file_of
from eventreg.office.models import ImportRow, ImportRun, ImportState
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation
from tests.office.lists import an_organizer, checked, imported, the_run, upload
from tests.office.tables import HEADER, a_text, a_workbook, bodies
from tests.tables import all_rows


def number_of_bodies() -> int:
    return session().scalar(select(func.count(Body.id))) or 0


def test_a_list_is_previewed_imported_and_undone(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        kept = a_body("ORG-1", BodyKind.NGO)
        kept.email = "old@invitee.example"
    before = number_of_bodies()

    bad = ("BAD", "Ұйым", "", "club", "nobody"), ("BAD-2", "Ұйым", "Орган", "ngo", "қазақ@invitee.example")
    preview = checked(browser, a_workbook(HEADER, *bodies(4), *bad))

    assert "Import: 3 new, 1 changed, 0 ignored" in preview.text
    assert "Kind: is no kind of body" in preview.text
    assert "E-mail: is no e-mail address" in preview.text
    assert "E-mail: needs Latin letters before the @" in preview.text
    assert "Name in Russian: is missing" in preview.text
    assert number_of_bodies() == before

    page = imported(browser, preview)
    assert number_of_bodies() == before + 3
    body = body_by_code("ORG-1")
    assert body is not None
    assert (body.email, body.name["ru"], body.kind) == ("org1@invitee.example", "Организация 1", BodyKind.NGO)

    browser.submit(page, "/undo")
    take_back_import(the_run().public_id)
    body = body_by_code("ORG-1")
    assert body is not None
    assert (body.email, number_of_bodies()) == ("old@invitee.example", before)
    assert "Undone" in browser.get(preview.path).text


def test_the_same_list_once_more_brings_nothing(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    content = a_text(HEADER, *bodies(3))
    imported(browser, checked(browser, content))

    preview = checked(browser, content)

    assert [found for found in preview.forms if "carry-out" in found.get("action", "")] == []
    assert "3 Ignored, there already" in preview.text or "Ignored, there already 3" in preview.text


def test_rows_with_faults_come_back_as_a_file_with_the_reasons(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    preview = checked(browser, a_text(HEADER, *bodies(1), *bodies(1), ("X Y", "Ұйым", "Орган", "", "")))

    answer = browser.request("GET", f"{preview.path}/bad-rows.csv?lang=en").get_data(as_text=True)

    lines = answer.lstrip("\ufeff").splitlines()
    assert lines[0] == "Row;Код;Қазақша атауы;Орысша атауы;Вид;Эл. почта;What is wrong"
    assert lines[1].startswith("3;ORG-1;")
    assert lines[1].endswith("Code: stands twice in the file")
    assert "Code: is no code" in lines[2]


def test_columns_are_remembered_for_the_next_file_of_the_council(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    odd = ("a", "b", "c", "d", "e")
    page = upload(browser, a_text(odd, *bodies(1)), "bodies")
    assert browser.submit(page, "").status == 422
    browser.submit(page, "", code="0", name_kk="1", name_ru="2")

    page = upload(browser, a_text(odd[::-1], *bodies(1)), "bodies")

    assert [page.form("")[name] for name in ("code", "name_kk", "name_ru")] == ["4", "3", "2"]


def test_people_come_with_their_bodies_and_phones(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        a_body("NGO-1")
    rows = (
        ("ФИО", "Ұйым", "Телефон"),
        ("Ахметова Айгүл Серікқызы", "ngo-1", "8 (702) 261-72-86"),
        ("Ким Виктор", "", ""),
        ("Ли Елена", "нет такой", "12"),
    )

    preview = checked(browser, a_workbook(*rows), "people")
    imported(browser, preview)

    assert "Body (code or name): is no body of the registry" in preview.text
    people = session().scalars(select(Person).order_by(Person.id)).all()
    assert [(one.surname, one.given_name, one.phone) for one in people] == [
        ("Ахметова", "Айгүл", "+77022617286"),
        ("Ким", "Виктор", ""),
    ]
    assert people[0].body is not None


def test_registrations_take_seats_and_what_has_none_is_said(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        an_invitation(council_session, a_body("NGO-1"), seats=1)
        council = council_session.council
    sign_in(browser, council, Role.ORGANIZER)
    rows = (("ФИО", "Ұйым", "E-mail"), ("Ахметова Айгүл", "NGO-1", "a@b.kz"), ("Ким Виктор", "NGO-1", "k@b.kz"))

    page = imported(browser, checked(browser, a_text(*rows), "registrations"))

    assert "all seats of the body are taken" in page.text
    assert [one.person.surname for one in session().scalars(select(Registration))] == ["Ахметова"]
    browser.submit(page, "/undo")
    take_back_import(the_run().public_id)
    assert session().scalars(select(Registration)).one().state is RegistrationState.WITHDRAWN


def test_what_is_in_use_by_now_survives_the_undoing(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    page = imported(browser, checked(browser, a_text(HEADER, *bodies(2))))
    with transaction():
        used = body_by_code("ORG-1")
        assert used is not None
        an_invitation(a_session(), used)

    browser.submit(page, "/undo")
    take_back_import(the_run().public_id)

    assert body_by_code("ORG-1") is not None
    assert body_by_code("ORG-2") is None


def test_a_step_that_is_run_again_changes_nothing_more(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    imported(browser, checked(browser, a_text(HEADER, *bodies(150))))
    before = all_rows()

    with transaction():
        the_run().state = ImportState.IMPORTING
    carry_out_import(the_run().public_id)

    after = all_rows()
    assert (after["body"], after["journal_entry"]) == (before["body"], before["journal_entry"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense"])
def test_a_broken_file_is_refused_beside_the_field(app: Flask, browser: Browser, content: bytes) -> None:
    an_organizer(browser)

    page = upload(browser, content, "bodies")

    assert page.status == 422
    assert "The file" in page.text


def test_an_import_of_another_council_is_not_there(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    page = checked(browser, a_text(HEADER, *bodies(1)))
    an_organizer(browser)

    assert browser.get(page.path).status == 404


def test_the_door_imports_nothing(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.DOOR)

    assert browser.get("/office/imports/add").status == 403


def test_old_imports_are_forgotten_and_young_ones_are_not(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    checked(browser, a_text(HEADER, *bodies(2)))
    forget_imports()
    assert session().scalar(select(func.count(ImportRow.id))) == 2
    with transaction():
        run = the_run()
        run.created_at = run.created_at.replace(year=2020)

    forget_imports()

    assert session().scalar(select(func.count(ImportRun.id))) == 0
    assert session().scalar(select(func.count(ImportRow.id))) == 0


def test_an_erased_person_is_in_no_import_any_more(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    rows = (("ФИО",), ("Ахметова Айгүл",), ("Ким Виктор",))
    imported(browser, checked(browser, a_text(*rows), "people"))
    with transaction():
        erase_person(session().scalars(select(Person).filter_by(surname="Ким")).one(), SYSTEM, NOW)

    assert [row.given["surname"] for row in session().scalars(select(ImportRow))] == ["Ахметова"]
    assert not file_of(the_run()).exists()
