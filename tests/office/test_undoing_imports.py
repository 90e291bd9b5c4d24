"""Undoing an import takes back what it did, never what others did meanwhile, and says what it left alone."""

from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import (
    BodyDetails,
    ContactDetails,
    PersonDetails,
    add_body,
    add_contact,
    change_person,
    enter_person,
)
from eventreg.bodies.models import BodyKind, Contact, ContactRank, Person
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions.answers import Nominee, register_by_hand
from eventreg.office.imports.carrying_out import carry_out_import, take_back_import
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_session, an_invitation, three
from tests.office.lists import an_organizer, checked, imported, the_run
from tests.office.tables import HEADER, a_text, bodies

PEOPLE = (("ФИО", "E-mail"), ("Ахметова Айгүл", "a@b.kz"), ("Ким Виктор", "k@b.kz"))


def undone(browser: Browser, page: Page) -> Page:
    browser.submit(page, "/undo")
    take_back_import(the_run().public_id)
    return browser.get(page.path)


def surnames() -> list[str]:
    return list(session().scalars(select(Person.surname).order_by(Person.id)))


def test_a_person_whom_somebody_added_after_the_check_is_not_removed(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    preview = checked(browser, a_text(*PEOPLE), "people")
    with transaction():
        enter_person(PersonDetails("Ким", "Виктор", email="k@b.kz"), None, {}, SYSTEM, NOW)

    undone(browser, imported(browser, preview))

    assert surnames() == ["Ким"]


def test_a_body_that_somebody_added_after_the_check_is_not_removed(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    preview = checked(browser, a_text(HEADER, *bodies(2)))
    with transaction():
        details = BodyDetails(BodyKind.NGO, three("Басқа"), three("Басқаға"), "o@b.kz", "kk")
        before = add_body("ORG-1", details, SYSTEM, NOW).name

    undone(browser, imported(browser, preview))

    left = body_by_code("ORG-1")
    assert left is not None
    assert (left.name, body_by_code("ORG-2")) == (before, None)


def test_a_registration_that_somebody_made_after_the_check_stands(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        body = a_body("NGO-1")
        an_invitation(council_session, body, seats=2)
        council = council_session.council
    sign_in(browser, council, Role.ORGANIZER)
    rows = (("ФИО", "Ұйым", "E-mail"), ("Ахметова Айгүл", "NGO-1", "a@b.kz"), ("Ким Виктор", "NGO-1", "k@b.kz"))
    preview = checked(browser, a_text(*rows), "registrations")
    with transaction():
        nominee = Nominee(PersonDetails("Ким", "Виктор", email="k@b.kz"))
        register_by_hand(council_session, body, nominee, False, SYSTEM, NOW)

    undone(browser, imported(browser, preview))

    found = session().scalars(select(Registration).order_by(Registration.id))
    assert [(one.person.surname, one.state) for one in found] == [
        ("Ким", RegistrationState.NOMINATED),
        ("Ахметова", RegistrationState.WITHDRAWN),
    ]


def test_what_somebody_edited_after_the_import_is_left_and_named(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        enter_person(PersonDetails("Ли", "Елена", post="Маман", email="l@b.kz"), None, {}, SYSTEM, NOW)
    rows = (("ФИО", "E-mail", "Лауазымы", "Телефон"), ("Ким Виктор", "k@b.kz", "", ""), ("Ахметова Айгүл", "", "", ""))
    changed = ("Ли Елена", "l@b.kz", "Директор", "8 701 222 33 44")
    page = imported(browser, checked(browser, a_text(*rows, changed), "people"))
    with transaction():
        for person in session().scalars(select(Person).where(Person.surname.in_(("Ким", "Ли")))):
            details = PersonDetails(person.surname, person.given_name, email=person.email, post="Төраға")
            change_person(person, PersonDetails(**{**vars(details), "phone": person.phone}))

    page = undone(browser, page)

    left = session().execute(select(Person.surname, Person.post, Person.phone).order_by(Person.id)).all()
    assert [tuple(one) for one in left] == [("Ли", "Төраға", ""), ("Ким", "Төраға", "")]
    assert "The undoing left 2 rows alone, or a part of them" in page.text
    assert page.text.count("was edited after the import") == 2


def test_what_is_in_use_is_left_and_named(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    page = imported(browser, checked(browser, a_text(HEADER, *bodies(3))))
    with transaction():
        used = body_by_code("ORG-2")
        assert used is not None
        an_invitation(a_session(), used)

    page = undone(browser, page)

    assert [bool(body_by_code(f"ORG-{number}")) for number in (1, 2, 3)] == [False, True, False]
    assert "is in use by now" in page.text


def test_contacts_come_with_their_bodies_and_go_with_the_undoing(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    with transaction():
        known = a_body("ORG-1")
        add_contact(known, ContactDetails(ContactRank.SECOND, "Ким Виктор", email="k@b.kz"), SYSTEM, NOW)
        a_body("ORG-2")
    header = (*HEADER, "Контактное лицо", "Должность контакта", "Почта контакта", "Телефон контакта")
    contacts = (
        ("Ким Виктор", "Бас маман", "k@b.kz", "8 701 222 33 44"),
        ("Ли Елена", "", "l@b.kz", ""),
        ("Ахметова Айгүл", "Хатшы", "a@b.kz", ""),
        ("Безымянный", "", "", ""),
    )
    rows = [(*body, *contact) for body, contact in zip(bodies(4), contacts, strict=True)]

    preview = checked(browser, a_text(header, *rows))
    assert "Contact: e-mail: is missing" in preview.text
    page = imported(browser, preview)

    assert contacts_by_code() == {
        "ORG-1": [("Ким Виктор", "Бас маман", "k@b.kz", "+77012223344")],
        "ORG-2": [("Ли Елена", "", "l@b.kz", "")],
        "ORG-3": [("Ахметова Айгүл", "Хатшы", "a@b.kz", "")],
    }
    undone(browser, page)
    assert contacts_by_code() == {"ORG-1": [("Ким Виктор", "", "k@b.kz", "")]}


def contacts_by_code() -> dict[str, list[tuple[str, str, str, str]]]:
    session().rollback()
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for one in session().scalars(select(Contact).order_by(Contact.id)):
        found.setdefault(one.body.code, []).append((one.name, one.post, one.email, one.phone))
    return found


def test_who_presses_again_or_too_early_reads_why_nothing_happens(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    preview = checked(browser, a_text(*PEOPLE), "people")
    browser.submit(preview, "/carry-out")
    undo, fields = f"{preview.path}/undo", preview.form("/carry-out")

    def said(page: Page) -> str:
        return page.text

    assert "The rows are being imported already" in said(browser.post(f"{preview.path}/carry-out", fields))
    assert "The import is still running" in said(browser.post(undo, fields))
    carry_out_import(the_run().public_id)
    assert "The rows are imported already" in said(browser.post(f"{preview.path}/carry-out", fields))
    carry_out_import(the_run().public_id)
    assert surnames() == ["Ахметова", "Ким"]
    browser.post(undo, fields)
    assert "The import is being undone already" in said(browser.post(undo, fields))
    take_back_import(the_run().public_id)
    assert "The import is undone already" in said(browser.post(undo, fields))
    assert surnames() == []


def test_a_person_of_the_registry_keeps_what_a_list_does_not_say(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        known = enter_person(PersonDetails("Ким", "Виктор", post="Маман", email="k@b.kz"), None, {}, SYSTEM, NOW)
        change_person(known, PersonDetails("Ким", "Виктор", post="Маман", email="k@b.kz", phone="+77012223344"))
        council = council_session.council
    sign_in(browser, council, Role.ORGANIZER)
    rows = (("ФИО", "E-mail", "Лауазымы"), ("Ким Виктор", "k@b.kz", "Директор"))

    page = imported(browser, checked(browser, a_text(*rows), "registrations"))
    (person,) = session().scalars(select(Person))
    assert (person.phone, person.post) == ("+77012223344", "Директор")

    undone(browser, page)
    (person,) = session().scalars(select(Person))
    assert (person.phone, person.post) == ("+77012223344", "Маман")


def test_progress_is_shown_without_a_script_too(app: Flask, browser: Browser) -> None:
    an_organizer(browser)
    preview = checked(browser, a_text(*PEOPLE), "people")
    assert "refresh" not in preview.html
    browser.submit(preview, "/carry-out")
    with transaction():
        the_run().rows_done = 1

    page = browser.get(preview.path)

    assert "Rows done: 1 of 2." in page.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.html
    assert 'id="progress" data-live="2"' in page.html
