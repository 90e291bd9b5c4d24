"""The list on paper: by the Kazakh alphabet, thirty to a page, noted in the journal."""

from io import BytesIO

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.journal.models import JournalEntry
from eventreg.registrations.models import RegistrationState
from eventreg.registrations.naming import alphabet_key
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_council, a_registration, a_session


def the_list(browser: Browser, path: str, query: str) -> list[str]:
    """The texts of the pages of the PDF."""
    page = browser.get(f"{path}?lang=ru")
    fields = {"csrf_token": page.html.split('name="csrf_token" value="')[1].split('"')[0]}
    answer = browser.request("POST", f"{path}/export.pdf?lang=ru{query}", data=fields)
    assert answer.mimetype == "application/pdf", answer.status
    return [found.extract_text() for found in PdfReader(BytesIO(answer.data)).pages]


def test_the_door_list_has_thirty_confirmed_people_to_a_page_by_the_kazakh_alphabet(
    app: Flask, browser: Browser
) -> None:
    with transaction():
        council_session, body = a_session(), a_body()
        names = ["Әлиев", "Яковлев", "Ғабит", "Гусев", *(f"Ким {chr(1072 + n)}" for n in range(29))]
        for name in names:
            registration = a_registration(council_session, body, name)
            registration.sort_key = alphabet_key(registration.person)
        a_registration(council_session, body, "Бекова", RegistrationState.WITHDRAWN).sort_key = "0"
        path = f"/office/{council_session.council.slug}/{council_session.code}/registrations"
    sign_in(browser, council_session.council, Role.ORGANIZER)

    pages = the_list(browser, path, "&for=door")

    assert len(pages) == 2
    places = [pages[0].index(name) for name in ("Әлиев", "Гусев", "Ғабит", "Ким а")]
    assert places == sorted(places)
    assert "Яковлев" in pages[1]
    assert "Бекова" not in pages[0]
    entry = session().scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
    assert (entry.event, entry.payload) == ("RegistrationsExported", {"file_type": "pdf", "rows": 33})


def test_the_list_of_participants_is_narrowed_as_the_page_is(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, body = a_session(), a_body()
        a_registration(council_session, body, "Бекова", RegistrationState.NOMINATED)
        a_registration(council_session, body, "Касымова")
        path = f"/office/{council_session.council.slug}/{council_session.code}/registrations"
    sign_in(browser, council_session.council, Role.ORGANIZER)

    text = the_list(browser, path, "&state=nominated")[0]

    assert "Бекова" in text
    assert "Касымова" not in text


def test_a_foreign_council_takes_nothing_out(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, other = a_session(), a_council()
        path = f"/office/{council_session.council.slug}/{council_session.code}/registrations"
    sign_in(browser, other, Role.ORGANIZER)
    token = browser.get("/office/people/add").form("")["csrf_token"]

    assert browser.request("POST", f"{path}/export.pdf", data={"csrf_token": token}).status_code == 404
