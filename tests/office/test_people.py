"""The registry of people in the office: found in any script, three name forms, own councils only."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.models import Person
from eventreg.bodies.queries import name_in
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from eventreg.registrations.models import Registration
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_council, a_registration, a_session


def an_organizer(browser: Browser) -> Council:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.ORGANIZER)
    return council


@pytest.mark.parametrize("typed", ["Жүсіпов", "жусипов", "Zhussipov", "ЕРЛАН жүсіп"])
def test_a_person_is_found_in_any_script(app: Flask, browser: Browser, typed: str) -> None:
    an_organizer(browser)
    with transaction():
        add_person(PersonDetails("Жүсіпов", "Ерлан"), None)
        add_person(PersonDetails("Ким", "Виктор"), None)

    page = browser.get("/office/people/", query_string={"q": typed, "lang": "en"})

    assert "Жүсіпов Ерлан" in page.text
    assert "Ким Виктор" not in page.text


def test_suggested_forms_are_typed_for_the_office_and_saved_only_by_saving(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    page = browser.get("/office/people/add?lang=en")

    page = browser.submit(page, "", surname="Жұмабаев", given_name="Серік", language="kk", step="suggest")
    fields = page.form("")
    assert session().scalars(select(Person)).all() == []
    assert (fields["ru_surname"], fields["ru_given_name"]) == ("Жумабаев", "Серик")
    assert (fields["latin_surname"], fields["latin_given_name"]) == ("Zhumabayev", "Serik")

    browser.submit(page, "", latin_surname="Jumabayev", step="")
    person = session().scalars(select(Person)).one()
    assert name_in(person, "latin").full() == "Jumabayev Serik"
    assert name_in(person, "ru").full() == "Жумабаев Серик"


def test_another_name_drops_the_forms_of_the_old_one(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    page = browser.submit(browser.get("/office/people/add"), "", surname="Ким", latin_surname="Kim")
    person = session().scalars(select(Person)).one()

    page = browser.get(f"/office/people/{person.public_id}")
    browser.submit(page, "", surname="Ли", latin_surname="")

    assert name_in(session().scalars(select(Person)).one(), "latin").full() == "Ли"


def test_a_changed_name_moves_in_every_list(app: Flask, browser: Browser) -> None:
    with transaction():
        registration = a_registration(a_session(), surname="Яковлева")
        council, person_id = registration.council_session.council, registration.person.public_id
    sign_in(browser, council, Role.ORGANIZER)

    browser.submit(browser.get(f"/office/people/{person_id}"), "", surname="Әбдіқадырова", phone="8 701 111 22 33")

    moved = session().scalars(select(Registration)).one()
    assert moved.person.phone == "+77011112233"
    assert moved.sort_key != ""


def test_people_without_an_address_are_found_by_how_they_are_reached(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        body = a_body("NGO-1")
        add_person(PersonDetails("Ким", phone="+77011112233"), body)
        add_person(PersonDetails("Ли"), body)
        add_person(PersonDetails("Цой", email="tsoi@b.kz"), body)

    pages = {reach: browser.get(f"/office/people/?reach={reach}").text for reach in ("phone", "paper", "email")}

    assert [name for name in ("Ким", "Ли", "Цой") if name in pages["phone"].split("NGO-1")[0]] == ["Ким"]
    assert "Ли" in pages["paper"]
    assert "Цой" not in pages["paper"]
    assert "Цой" in pages["email"]


def test_people_of_another_council_are_not_there(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        stranger = a_registration(a_session(), surname="Бекова").person.public_id

    assert "Бекова" not in browser.get("/office/people/").text
    assert browser.get(f"/office/people/{stranger}").status == 404
