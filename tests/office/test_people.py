"""The registry of people in the office: found in any script, three name forms, own councils only."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.models import Person
from eventreg.bodies.queries import name_in
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.news import tell_news
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import Registration
from eventreg.registrations.queries import registration_by_token
from eventreg.sessions.actions import move_to
from eventreg.sessions.models import Stage
from tests.browser import Browser
from tests.calendar_reader import read_calendar
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation


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


def a_delegate(is_confirmed: bool) -> Registration:
    details = PersonDetails("Ким", "Виктор", email="wrong@stranger.example", language="ru")
    with transaction():
        invitation = an_invitation(a_session())
        (registration,) = nominate_delegates(invitation, [Nominee(details)], SYSTEM, NOW)
        if is_confirmed:
            confirm_for(registration, SYSTEM, NOW)
    return registration


def correct_in_registry(browser: Browser, registration: Registration, email: str) -> None:
    sign_in(browser, registration.council_session.council, Role.ORGANIZER)
    browser.submit(browser.get(f"/office/people/{registration.person.public_id}"), "", email=email)


def letters(**which: object) -> list[Letter]:
    return list(session().scalars(select(Letter).filter_by(**which).order_by(Letter.id)))


def test_a_nominees_address_corrected_in_the_registry_leaves_the_stranger_nothing(app: Flask, browser: Browser) -> None:
    registration = a_delegate(is_confirmed=False)
    former = registration.link.token

    correct_in_registry(browser, registration, "right@mon.example")

    assert registration_by_token(former) is None
    assert [(one.kind, one.recipient, one.state.value) for one in letters()] == [
        ("registration_nominated", "wrong@stranger.example", "cancelled"),
        ("registration_nominated", "right@mon.example", "queued"),
    ]
    assert registration.link.mark in letters()[-1].text


def test_with_the_address_of_a_delegate_the_entry_moves_from_one_calendar_to_the_other(
    app: Flask, browser: Browser
) -> None:
    registration = a_delegate(is_confirmed=True)
    former = registration.link.token
    with transaction():
        letters(kind="registration_confirmed")[0].end(LetterState.SENT)

    correct_in_registry(browser, registration, "right@mon.example")

    assert registration_by_token(former) is None
    taken_out, put_in = letters(state=LetterState.QUEUED)
    assert (taken_out.kind, put_in.kind) == ("registration_readdressed", "registration_confirmed")
    assert entry_of(taken_out) == ("wrong@stranger.example", "CANCEL", 1, "wrong@stranger.example")
    assert entry_of(put_in) == ("right@mon.example", "REQUEST", 1, "right@mon.example")
    assert "[[link:" not in taken_out.text + taken_out.html, "no way in for whoever reads there"
    assert put_in.qr_content


def entry_of(letter: Letter) -> tuple[str, str, int, str]:
    """To whom the calendar entry goes: recipient, method, SEQUENCE and attendee."""
    entry = read_calendar(letter.calendar or "")
    assert entry.text("UID").startswith(letter.about_id), "one UID for ever"
    return letter.recipient, entry.method, entry.sequence, entry.attendee


def test_an_entry_that_never_left_the_house_is_not_cancelled_in_any_calendar(app: Flask, browser: Browser) -> None:
    registration = a_delegate(is_confirmed=True)

    correct_in_registry(browser, registration, "right@mon.example")

    requests = letters(kind="registration_confirmed", calendar_method="REQUEST")
    assert [(one.recipient, one.state.value) for one in requests] == [
        ("wrong@stranger.example", "cancelled"),
        ("right@mon.example", "queued"),
    ]
    assert letters(kind="registration_readdressed") == []


def test_news_that_waited_for_the_wrong_address_go_to_the_right_one(app: Flask, browser: Browser) -> None:
    registration = a_delegate(is_confirmed=True)
    for stage in (Stage.ANNOUNCED, Stage.CANCELLED):
        with transaction():
            move_to(registration.council_session, stage, SYSTEM, NOW, Translated(ru="Причина"))
    tell_news()

    correct_in_registry(browser, registration, "right@mon.example")
    tell_news()

    news = letters(kind="session_cancelled", about_kind="registration")
    assert [(one.recipient, one.state.value) for one in news] == [
        ("wrong@stranger.example", "cancelled"),
        ("right@mon.example", "queued"),
    ]


def test_of_a_session_that_was_held_nobody_is_told_anew(app: Flask, browser: Browser) -> None:
    with transaction():
        registration = a_registration(a_session(stage=Stage.HELD))
        council, link = registration.council_session.council, registration.link
    sign_in(browser, council, Role.ORGANIZER)

    browser.submit(browser.get(f"/office/people/{registration.person.public_id}"), "", email="new@mon.example")

    assert session().scalars(select(Letter)).all() == []
    assert registration_by_token(link.token) == registration


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
