"""The delegate's page: confirm in a language, pass and calendar, change, withdraw."""

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventreg.accounts.tokens import make_token, revoke_token
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.config import current_settings
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.models import Seat
from eventreg.mail.mime import bare_address
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.passes import counts, pass_text, read_pass
from eventreg.sessions.models import Stage
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation
from tests.tables import all_rows


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        invitation = an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON"))
        details = PersonDetails("Ахметова", "Айгүл", "Серікқызы", "Маман", "aigul@mon.example", language="en")
        (found,) = nominate_delegates(invitation, [Nominee(details)], Actor("invitation", invitation.public_id), NOW)
    return found


def opened(browser: Browser, registration: Registration) -> Page:
    return browser.get(f"/r/{registration.link.token}")


def confirmed(browser: Browser, registration: Registration, **answers: str) -> Page:
    page = browser.submit(opened(browser, registration), "/answers", **answers)
    return browser.submit(page, "/confirm")


def the_one() -> Registration:
    return session().scalars(select(Registration)).one()


def letters() -> list[Letter]:
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def test_a_delegate_checks_the_answers_and_confirms(registration: Registration, browser: Browser) -> None:
    page = browser.submit(opened(browser, registration), "/answers", post="Бас маман", access_needs="Арба")
    assert page.heading == "Check your answers"
    assert "Бас маман" in page.text
    assert the_one().state is RegistrationState.NOMINATED

    page = browser.submit(page, "/confirm")

    found = the_one()
    assert found.state is RegistrationState.CONFIRMED
    assert (found.person.post, found.access_needs) == ("Бас маман", "Арба")
    assert found.reference in page.text
    assert found.short_code in page.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("kk", "Тізімнен таңдаңыз."), ("ru", "Выберите из списка."), ("en", "Choose from the list.")],
)
def test_what_is_no_choice_is_said_in_the_language_of_the_page(
    registration: Registration, browser: Browser, language: str, sentence: str
) -> None:
    opened(browser, registration)
    page = browser.get(f"/r/p/{registration.public_id}/answers?lang={language}")

    page = browser.submit(page, "/answers", language="xx")

    assert (page.status, sentence in page.text) == (422, True)


def test_the_confirmation_brings_a_calendar_entry(registration: Registration, browser: Browser) -> None:
    confirmed(browser, registration)

    letter = letters()[-1]
    entry = Calendar.from_ical(letter.calendar or "").walk("VEVENT")[0]
    assert (letter.kind, letter.calendar_method) == ("registration_confirmed", "REQUEST")
    assert str(entry["ATTENDEE"]) == "mailto:aigul@mon.example"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "DTSTART:20261123T050000Z" in (letter.calendar or "")


@pytest.mark.parametrize("is_read", [True, False])
def test_a_calendar_answers_to_where_answers_are_read(
    registration: Registration, browser: Browser, is_read: bool
) -> None:
    with transaction():
        registration.council_session.council.contact_email = "council@own.example"
        token, _ = make_token("postfix", ["mail:inbound"], SYSTEM, NOW)
        if not is_read:
            revoke_token(token, SYSTEM, NOW)
    confirmed(browser, registration)

    entry = Calendar.from_ical(letters()[-1].calendar or "").walk("VEVENT")[0]
    sender = bare_address(current_settings().mail_from)
    assert str(entry["ORGANIZER"]) == f"mailto:{sender if is_read else 'council@own.example'}"
    assert entry["ORGANIZER"].params["CN"] == registration.council_session.council.name.in_language("en")
    assert ("council@own.example" in str(entry["DESCRIPTION"])) == is_read
    assert (str(entry["UID"]).partition("@")[0], entry["SEQUENCE"]) == (registration.public_id, 0)


def test_the_letter_comes_in_the_chosen_language(registration: Registration, browser: Browser) -> None:
    confirmed(browser, registration, language="kk")

    assert letters()[-1].language == "kk"


def test_confirming_twice_is_one_registration_and_one_letter(registration: Registration, browser: Browser) -> None:
    page = browser.submit(opened(browser, registration), "/answers")
    for _ in range(5):
        browser.submit(page, "/confirm")

    assert [letter.kind for letter in letters()] == ["registration_nominated", "registration_confirmed"]


def test_who_has_confirmed_reads_what_comes_next_until_when_and_what_happened(
    registration: Registration, browser: Browser
) -> None:
    page = confirmed(browser, registration)

    assert "What comes next" in page.text
    assert f'<a href="/s/{registration.council_session.address}">the page of the session</a>' in page.html
    assert "a letter comes to a•••@mon.example." in page.text
    assert "You can change your answers, or tell us that you cannot come, until the session begins." in page.text
    assert "Participation was confirmed" in page.text
    assert page.text.index("Participation was confirmed") < page.text.index("A person was registered")

    with transaction():
        the_one().council_session.stage = Stage.HELD
    page = browser.get(f"/r/p/{registration.public_id}")
    assert "What comes next" not in page.text
    assert "Participation was confirmed" in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_and_its_pages_writes_nothing(
    registration: Registration, browser: Browser, method: str
) -> None:
    before = all_rows()

    browser.request(method, f"/r/{registration.link.token}", follow_redirects=True)
    for path in ("", "/answers", "/withdraw", "/pass", "/calendar.ics"):
        browser.request(method, f"/r/p/{registration.public_id}{path}")

    assert all_rows() == before


def test_withdrawing_frees_the_seat_kills_the_pass_and_cancels_the_calendar(
    registration: Registration, browser: Browser
) -> None:
    confirmed(browser, registration)
    text = pass_text(the_one())

    page = browser.submit(browser.get(f"/r/p/{registration.public_id}/withdraw"), "", reason="")

    assert page.heading == "You are not taking part"
    letter = letters()[-1]
    entry = Calendar.from_ical(letter.calendar or "").walk("VEVENT")[0]
    assert (letter.kind, letter.calendar_method, entry["STATUS"]) == ("registration_withdrawn", "CANCEL", "CANCELLED")
    assert entry["SEQUENCE"] == 1
    assert [seat.registration for seat in session().scalars(select(Seat))] == [None, None]
    shown = read_pass(text, the_one().council_session)
    assert not counts(shown.version, the_one())


def test_a_pass_is_read_back_and_a_changed_letter_is_a_forgery(registration: Registration, browser: Browser) -> None:
    confirmed(browser, registration)
    found = the_one()
    text = pass_text(found)

    assert len(text) <= 120
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:")
    shown = read_pass(text.lower(), found.council_session)
    assert shown.registration == found.public_id
    assert counts(shown.version, found)
    for place in range(4, len(text)):
        changed = text[:place] + ("B" if text[place] != "B" else "C") + text[place + 1 :]
        with pytest.raises(Refusal):
            read_pass(changed, found.council_session)


def test_a_pass_counts_in_its_own_session_only(registration: Registration, browser: Browser) -> None:
    confirmed(browser, registration)
    with transaction():
        other = a_session(code="2027-01-01")

    with pytest.raises(Refusal, match="pass_of_other_session"):
        read_pass(pass_text(the_one()), other)


def test_a_stranger_sees_the_page_of_a_dead_link(registration: Registration, browser: Browser) -> None:
    for path in ("", "/answers", "/withdraw", "/pass", "/calendar.ics"):
        assert browser.get(f"/r/p/{registration.public_id}{path}").status == 410
    assert browser.get("/r/" + "A" * 32).status == 410


def test_an_organizer_finds_a_person_in_any_script_and_takes_the_list_out(
    registration: Registration, browser: Browser
) -> None:
    sign_in(browser, registration.council_session.council, Role.ORGANIZER)

    page = browser.get("/office/rcc/2026-11-23/registrations?q=akhmetova+aigul&lang=en")
    assert "Ахметова Айгүл" in page.text

    csv = browser.request("POST", "/office/rcc/2026-11-23/registrations/export.csv", data=page.form("export.csv"))
    assert csv.data.decode("utf-8-sig").count("Ахметова") == 1


def test_the_door_does_not_see_the_list(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.DOOR)

    assert browser.get("/office/rcc/2026-11-23/registrations").status == 403


def test_the_page_of_one_registration_shows_state_and_history(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.SECRETARY)

    page = browser.get(f"/office/rcc/2026-11-23/registrations/{registration.public_id}?lang=en")
    page = browser.submit(page, "/confirm")

    assert "The registration was confirmed." in page.text
    assert "Participation was confirmed" in page.text
    assert letters()[-1].kind == "registration_confirmed"


def test_who_has_withdrawn_is_not_led_through_forms_that_can_only_fail(
    registration: Registration, browser: Browser
) -> None:
    opened(browser, registration)
    browser.submit(browser.get(f"/r/p/{registration.public_id}/withdraw"), "/withdraw")

    for step in ("answers", "withdraw"):
        assert browser.get(f"/r/p/{registration.public_id}/{step}").path == f"/r/p/{registration.public_id}"
