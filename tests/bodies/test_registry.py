"""The registry of bodies: found in any script, edited by two people without loss."""

import pytest
from flask import Flask

from eventreg.bodies.actions import BodyDetails, add_body
from eventreg.bodies.models import BodyKind
from eventreg.bodies.queries import bodies, body_by_code
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW, Listen
from tests.factories import a_body, a_council

AKTOBE = BodyDetails(
    kind=BodyKind.AKIMAT,
    name=Translated(kk="Ақтөбе облысының әкімдігі", ru="Акимат Актюбинской области", en="Akimat of Aktobe Region"),
    dative=Translated(kk="Ақтөбе облысының әкімдігіне", ru="Акимату Актюбинской области"),
    email="akim-akt@invitee.example",
    language="kk",
)


@pytest.mark.parametrize("typed", ["Актобе", "актөбе", "Aqtobe", "aktobe", "ӘКІМДІГІ", "акимат актюб", "AKIM-AKT"])
def test_a_body_is_found_in_any_script(app: Flask, typed: str) -> None:
    with transaction():
        add_body("AKIM-AKT", AKTOBE, SYSTEM, NOW)

    found = session().scalars(bodies(typed)).all()

    assert [body.code for body in found] == ["AKIM-AKT"]


def test_a_code_is_given_once(app: Flask) -> None:
    with transaction():
        add_body("AKIM-AKT", AKTOBE, SYSTEM, NOW)

    def add_again() -> None:
        with transaction():
            add_body("AKIM-AKT", AKTOBE, SYSTEM, NOW)

    with pytest.raises(Refusal, match="body_code_taken"):
        add_again()


def test_an_organizer_adds_a_body(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get("/office/bodies/add?lang=en")
    page = browser.submit(page, "", code="NGO-1", kind="ngo", name_kk="Ұйым", name_ru="Организация", email="a@b.kz")

    assert "The body was added." in page.text
    body = body_by_code("NGO-1")
    assert body is not None
    assert (body.kind, body.email) == (BodyKind.NGO, "a@b.kz")


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get("/office/bodies/add?lang=en")
    page = browser.submit(page, "", code="NGO 1", name_kk="Ұйым", name_ru="", email="nobody")

    assert page.status == 422
    assert "Enter the name in Russian." in page.text
    assert "Enter an e-mail address like name@example.kz." in page.text
    fields = page.form("")
    assert (fields["code"], fields["name_kk"], fields["email"]) == ("NGO 1", "Ұйым", "nobody")


def test_the_second_of_two_editors_sees_what_the_first_saved(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        public_id = a_body("NGO-1").public_id
    sign_in(browser, council, Role.ORGANIZER)
    opened_first = browser.get(f"/office/bodies/{public_id}?lang=en")
    opened_second = browser.get(f"/office/bodies/{public_id}?lang=en")
    browser.submit(opened_first, "", name_ru="Первое имя")

    page = browser.submit(opened_second, "", name_ru="Второе имя")

    assert page.status == 409
    assert "Somebody else changed this text" in page.text
    assert "Первое имя" in page.text
    assert page.form("")["name_ru"] == "Второе имя"
    body = body_by_code("NGO-1")
    assert body is not None
    assert body.name["ru"] == "Первое имя"


def test_the_door_does_not_see_the_registry(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.DOOR)

    assert browser.get("/office/bodies/").status == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_bodies_as_for_one(
    app: Flask, browser: Browser, rows: int, listen: Listen
) -> None:
    with transaction():
        council = a_council()
        for _ in range(rows):
            a_body()
    sign_in(browser, council, Role.ORGANIZER)
    statements: list[str] = []
    listen("before_cursor_execute", lambda *given: statements.append(given[2]))

    browser.get("/office/bodies/")

    assert len([text for text in statements if text.startswith("SELECT")]) == 4
