"""What a body sends along: pasted people, the nominating letter, a message; and confirming for its people."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.files.models import StoredFile
from eventreg.invitations.models import BodyMessage, Invitation, NominatingLetter
from eventreg.mail.models import Letter
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GOOD = "Ахметова Айгүл Серікқызы;Бөлім бастығы;aigul@mon.example;8 702 261 72 86"


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    with transaction():
        return an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON", language="en"), seats=3)


def opened(browser: Browser, invitation: Invitation) -> Page:
    return browser.get(f"/i/{invitation.link.token}")


def people() -> list[Registration]:
    return list(session().scalars(select(Registration).order_by(Registration.id)))


def upload(browser: Browser, page: Page, content: bytes, name: str = "Хат.pdf") -> Page:
    form = next(form for form in page.forms if form.get("action", "").endswith("/papers"))
    fields = {**form["fields"], "paper": (BytesIO(content), name)}
    return browser.post(form["action"], fields, content_type="multipart/form-data")


def test_pasted_rows_become_delegates(invitation: Invitation, browser: Browser) -> None:
    rows = f"{GOOD}\n\nҚасымов Бауыржан\tБасқарма басшысы\tbaur@mon.example\n"

    page = browser.submit(opened(browser, invitation), "/nominate-several", people=rows)

    assert "2 people were added." in page.text
    first, second = (one.person for one in people())
    assert (first.surname, first.given_name, first.patronymic) == ("Ахметова", "Айгүл", "Серікқызы")
    assert (first.post, first.email, first.phone) == ("Бөлім бастығы", "aigul@mon.example", "+77022617286")
    assert (second.surname, second.post, second.phone) == ("Қасымов", "Басқарма басшысы", "")


def test_what_is_neither_an_address_nor_a_phone_is_named(invitation: Invitation, browser: Browser) -> None:
    rows = "Иванов Пётр; Методист; это не адрес; 12\nИванова Анна; Методист; a@school.example; 12"
    rows += "\nСерік Абай; Методист; абай@school.example"

    page = browser.submit(opened(browser, invitation), "/nominate-several", people=rows)

    assert "Line 1 (Иванов Пётр): enter an e-mail address like name@example.kz." in page.text
    assert "Line 2 (Иванова Анна): enter a phone number like +7 702 261 72 86." in page.text
    assert "Line 3 (Серік Абай): write the part of the address before the @ in Latin letters." in page.text


def test_every_faulty_row_is_named_with_its_place_and_nothing_is_lost(invitation: Invitation, browser: Browser) -> None:
    rows = f"{GOOD}\nИванова Наталья;Методист\nКим;;kim@;12 34 56\n{GOOD}"

    page = browser.submit(opened(browser, invitation), "/nominate-several", people=rows)

    assert page.status == 422
    assert "Line 2 (Иванова Наталья): enter the e-mail address." in page.text
    assert "Line 3 (Ким): enter an e-mail address like name@example.kz." in page.text
    assert "Line 4 (Ахметова Айгүл Серікқызы): the same person stands in line 1 already." in page.text
    assert page.form("/nominate-several")["people"] == rows
    assert people() == []


def test_more_rows_than_seats_nominate_nobody_and_stay(invitation: Invitation, browser: Browser) -> None:
    rows = "\n".join(f"Тегі{number};;p{number}@mon.example" for number in range(4))

    page = browser.submit(opened(browser, invitation), "/nominate-several", people=rows)

    assert page.status == 409
    assert "All seats of this body are taken" in page.text
    assert page.form("/nominate-several")["people"] == rows
    assert people() == []


def test_a_body_confirms_for_its_delegate_where_the_session_allows_it(invitation: Invitation, browser: Browser) -> None:
    page = browser.submit(opened(browser, invitation), "/nominate-several", people=GOOD)
    assert "/confirm" not in page.html
    (registration,) = people()
    with transaction():
        save_admission(invitation.council_session, AdmissionRules(bodies_confirm=True), SYSTEM, NOW)

    page = browser.submit(browser.get(page.path), f"{registration.public_id}/confirm")

    assert "is confirmed" in page.text
    assert people()[0].state is RegistrationState.CONFIRMED


def test_confirming_for_a_delegate_is_refused_where_the_session_does_not_allow_it(
    invitation: Invitation, browser: Browser
) -> None:
    page = browser.submit(opened(browser, invitation), "/nominate-several", people=GOOD)
    (registration,) = people()
    token = page.form("/message")["csrf_token"]

    page = browser.post(
        f"/i/b/{invitation.public_id}/delegates/{registration.public_id}/confirm", {"csrf_token": token}
    )

    assert "every delegate confirms in person" in page.text
    assert people()[0].state is RegistrationState.NOMINATED


def test_a_nominating_letter_is_kept_and_always_comes_as_an_attachment(
    invitation: Invitation, browser: Browser
) -> None:
    page = upload(browser, upload(browser, opened(browser, invitation), PDF), PDF)
    assert "The letter was uploaded" in page.text

    letter = session().scalars(select(NominatingLetter)).one()
    answer = browser.request("GET", f"{page.path}/papers/{letter.public_id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    assert "Хат.pdf" in browser.get(f"/office/rcc/2026-11-23/invitations/{invitation.public_id}").text


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"<svg onload=x>", b""])
def test_what_is_no_document_is_refused_whatever_its_name(
    invitation: Invitation, browser: Browser, content: bytes
) -> None:
    page = upload(browser, opened(browser, invitation), content)

    assert page.status == 422
    assert session().scalars(select(StoredFile)).all() == []


def test_a_body_takes_its_letter_back(invitation: Invitation, browser: Browser) -> None:
    page = upload(browser, opened(browser, invitation), PDF)

    page = browser.submit(page, "/remove")

    assert "The letter was removed." in page.text
    assert session().scalars(select(NominatingLetter)).all() == []


def test_a_message_reaches_the_office_once(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    browser.submit(page, "/message", message_text="Көлік бола ма?")

    page = browser.submit(page, "/message", message_text="Көлік бола ма?")

    assert "Көлік бола ма?" in page.text
    assert len(session().scalars(select(BodyMessage)).all()) == 1
    letter = session().scalars(select(Letter)).one()
    assert (letter.recipient, letter.reply_to) == ("secretary@eventreg.example", "mon@invitee.example")
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    assert "Көлік бола ма?" in browser.get(f"/office/rcc/2026-11-23/invitations/{invitation.public_id}").text
