"""Requests that nobody makes by hand: arguments, numbers and moments out of any range."""

import pytest
from flask import Flask

from eventreg.agenda.models import AgendaItem
from eventreg.bodies.models import Contact
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.invitations.models import Campaign
from eventreg.recommendations.models import Clause
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_session, an_invitation


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session()


@pytest.mark.parametrize(
    "arguments", ["endpoint=x", "_anchor=x", "_method=POST", "_scheme=javascript&_external=1", "self=1", "page=-1"]
)
@pytest.mark.parametrize("path", ["/", "/s/{session}", "/verify", "/office/", "/office/{session}/letters/"])
def test_no_argument_of_an_address_breaks_its_page(
    browser: Browser, council_session: CouncilSession, path: str, arguments: str
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(path.format(session=council_session.address) + f"?{arguments}")

    assert page.status == 200
    assert not [link for link in page.links if link.startswith("javascript:")]


@pytest.mark.parametrize(
    "path", ["/office/{session}/mailings/9223372036854775808", "/s/{session}/recommendations/v99999999999999999999"]
)
def test_a_number_beyond_all_numbers_is_not_found(browser: Browser, council_session: CouncilSession, path: str) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    assert browser.get(path.format(session=council_session.address)).status == 404


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("0001-01-01T00:00", "Enter a year from 2000 to 2100."),
        ("9999-12-31T23:59", "Enter a year from 2000 to 2100."),
        ("2027-12-31T10:00", "Enter a start within a week of the session."),
    ],
)
def test_a_pinned_start_lies_near_the_session(
    browser: Browser, council_session: CouncilSession, moment: str, sentence: str
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{council_session.address}/agenda/add?lang=en")

    page = browser.submit(page, "/add", title_kk="А", title_ru="А", minutes="30", pinned_at=moment)

    assert page.status == 422
    assert sentence in page.text
    assert page.form("/add")["pinned_at"] == moment
    assert session().query(AgendaItem).count() == 0


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "nominate_until"])
def test_a_session_lies_in_our_century(browser: Browser, council_session: CouncilSession, field: str) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{council_session.address}/edit?lang=en")

    page = browser.submit(page, "", **{field: "9999-12-31T23:59"})

    assert page.status == 422
    assert "Enter a year from 2000 to 2100." in page.text


def test_two_presses_of_an_add_button_add_one_thing(browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        body = a_body()
    sign_in(browser, council_session.council, Role.SECRETARY)
    texts = {"text_kk": "1 жоспар", "text_ru": "1 план", "deadline_kind": "none"}
    letter = {"subject_kk": "Хат", "subject_ru": "Письмо", **texts}
    forms: tuple[tuple[str, dict[str, str], type[AgendaItem | Clause | Campaign | Contact]], ...] = (
        ("agenda/add", {"title_kk": "А", "title_ru": "А", "minutes": "30"}, AgendaItem),
        ("recommendations/clauses/add", texts, Clause),
        ("mailings/new", {**letter, "subject_en": "Letter", "text_en": "1 plan"}, Campaign),
    )

    for path, fields, model in forms:
        page = browser.get(f"/office/{council_session.address}/{path}")
        for _ in range(2):
            browser.submit(page, "" if path.startswith("mailings") else path.rpartition("/")[2], **fields)
        assert session().query(model).count() == 1, path

    page = browser.get(f"/office/bodies/{body.public_id}/contacts/add")
    for _ in range(2):
        browser.submit(page, "", name="Айгүл", email="a@b.example")
    assert session().query(Contact).count() == 1


def test_an_emptied_number_of_seats_takes_none_away(browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        invitation = an_invitation(council_session, seats=2)
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{council_session.address}/invitations/{invitation.public_id}?lang=en")

    page = browser.submit(page, "/seats", delegate="")

    assert page.status == 422
    assert "Enter a number; 0 for none." in page.text
