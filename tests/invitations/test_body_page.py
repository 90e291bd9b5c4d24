"""The body's page: one link, seats that are given once, answers that can be undone."""

import threading
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import Actor
from eventreg.core.db import db, session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.asked_links import send_asked_links
from eventreg.invitations.models import Invitation, InvitationState, Seat
from eventreg.invitations.queries import invitation_by_public_id
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import Stage
from tests.browser import Browser, Page
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation
from tests.tables import all_rows

PERSON = {
    "surname": "Ахметова",
    "given_name": "Айгүл",
    "patronymic": "Серікқызы",
    "post": "Бөлім бастығы",
    "email": "aigul@mon.example",
    "language": "kk",
}


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    with transaction():
        return an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON", language="en"), seats=2)


def opened(browser: Browser, invitation: Invitation) -> Page:
    return browser.get(f"/i/{invitation.link.token}")


def fresh(invitation: Invitation) -> Invitation:
    found = invitation_by_public_id(invitation.public_id)
    assert found is not None
    return found


def test_a_link_opens_the_page_under_an_address_without_the_token(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)

    assert page.status == 200
    assert page.path == f"/i/b/{invitation.public_id}"
    assert invitation.link.token not in page.html
    assert "Seats taken: 0 of 2." in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_writes_nothing(invitation: Invitation, browser: Browser, method: str) -> None:
    before = all_rows()

    for _ in range(3):
        browser.request(method, f"/i/{invitation.link.token}", follow_redirects=True)
        browser.request(method, f"/i/b/{invitation.public_id}/decline")

    assert all_rows() == before


def test_a_body_nominates_a_delegate_who_gets_a_letter(invitation: Invitation, browser: Browser) -> None:
    page = browser.submit(opened(browser, invitation), "/nominate", **PERSON)

    assert "Seats taken: 1 of 2." in page.text
    assert "Ахметова Айгүл Серікқызы" in page.text
    letter = session().scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.language) == ("registration_nominated", "aigul@mon.example", "kk")
    assert fresh(invitation).state is InvitationState.ANSWERED


def test_the_same_nominee_sent_twice_takes_one_seat(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    browser.submit(page, "/nominate", **PERSON)

    browser.submit(page, "/nominate", **PERSON)

    assert len(session().scalars(select(Registration)).all()) == 1
    assert len(session().scalars(select(Letter)).all()) == 1


def test_a_full_body_is_refused_and_what_was_typed_stays(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    for number in range(2):
        browser.submit(page, "/nominate", **PERSON | {"surname": f"Тегі{number}", "email": f"p{number}@mon.example"})

    page = browser.submit(page, "/nominate", **PERSON)

    assert page.status == 409
    assert "All seats of this body are taken" in page.text
    assert page.form("/nominate")["surname"] == "Ахметова"
    assert len(session().scalars(select(Registration)).all()) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"surname": ""}, "Enter the surname."),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.kz."),
        ({"phone": "12"}, "Enter a phone number like"),
        ({"surname": "x" * 201}, "Use 200 characters at most."),
        ({"surname": "a\x00b"}, "Remove the characters that cannot be stored"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    invitation: Invitation, browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    page = browser.submit(opened(browser, invitation), "/nominate", **PERSON | changes)

    assert page.status == 422
    assert sentence in page.text
    assert page.form("/nominate")["given_name"] == "Айгүл"
    assert session().scalars(select(Registration)).all() == []


def test_a_withdrawn_delegate_frees_the_seat_for_another(invitation: Invitation, browser: Browser) -> None:
    browser.submit(opened(browser, invitation), "/nominate", **PERSON)
    (registration,) = session().scalars(select(Registration)).all()

    page = browser.get(f"/i/b/{invitation.public_id}/delegates/{registration.public_id}/withdraw")
    page = browser.submit(page, "")

    assert "Seats taken: 0 of 2." in page.text
    assert session().scalars(select(Registration)).one().state is RegistrationState.WITHDRAWN


def test_a_body_declines_with_a_reason_and_undoes_it(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    page = browser.submit(browser.get(f"/i/b/{invitation.public_id}/decline"), "", reason="")
    assert "Say in a few words why nobody will come." in page.text

    page = browser.submit(page, "", reason="Another event")
    assert "Another event" in page.text
    assert fresh(invitation).state is InvitationState.DECLINED

    page = browser.submit(page, "/undo")
    assert fresh(invitation).state is InvitationState.INVITED
    assert page.form("/nominate")


def test_a_stranger_with_the_address_alone_sees_the_page_of_a_dead_link(
    invitation: Invitation, browser: Browser
) -> None:
    foreign = browser.get(f"/i/b/{invitation.public_id}")
    missing = browser.get("/i/b/AAAAAAAAAAAAAAAA")
    unknown = browser.get("/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")

    assert foreign.status == missing.status == unknown.status == 410
    assert foreign.text == missing.text == unknown.text
    assert "new link" in browser.get("/i/b/AAAAAAAAAAAAAAAA?lang=en").text


def test_another_bodys_delegate_cannot_be_reached(invitation: Invitation, browser: Browser) -> None:
    with transaction():
        other = an_invitation(invitation.council_session, a_body("MJU"))
        nominees = [Nominee(PersonDetails("Басқа", email="x@mju.example"))]
        (registration,) = nominate_delegates(other, nominees, Actor("invitation", other.public_id), NOW)
    opened(browser, invitation)

    for suffix in ("", "/withdraw"):
        page = browser.get(f"/i/b/{invitation.public_id}/delegates/{registration.public_id}{suffix}")
        assert page.status == 410


def test_a_renewed_link_ends_the_old_one_and_its_cookie(invitation: Invitation, browser: Browser) -> None:
    old = invitation.link.token
    opened(browser, invitation)
    with transaction():
        fresh(invitation).renew_link()

    assert browser.get(f"/i/{old}").status == 410
    assert browser.get(f"/i/b/{invitation.public_id}").status == 410


def test_a_new_link_goes_to_the_address_on_file_only(invitation: Invitation, browser: Browser) -> None:
    page = browser.get("/i/new-link?lang=en")
    known = browser.submit(page, "", email="mon@invitee.example")
    unknown = browser.submit(page, "", email="nobody@invitee.example")
    send_asked_links()

    assert known.text.replace("mon@", "") == unknown.text.replace("nobody@", "")
    letters = session().scalars(select(Letter)).all()
    assert [(letter.kind, letter.recipient) for letter in letters] == [("invitation_link", "mon@invitee.example")]


def test_a_closed_session_takes_no_answers(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    with transaction():
        fresh(invitation).council_session.stage = Stage.HELD

    page = browser.submit(page, "/nominate", **PERSON)

    assert "Answers are no longer taken" in page.text
    assert session().scalars(select(Registration)).all() == []


def test_twenty_threads_for_the_last_seat_seat_exactly_one(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        public_id = an_invitation(a_session(), seats=1).public_id
    won: list[int] = []
    refused: list[str] = []
    start = threading.Barrier(20)

    def claim(number: int) -> None:
        with bare_app.app_context():
            nominee = Nominee(PersonDetails(f"Тегі{number}", email=f"p{number}@body.example"))
            start.wait()
            try:
                with transaction():
                    found = session().scalars(select(Invitation).filter_by(public_id=public_id)).one()
                    nominate_delegates(found, [nominee], Actor("invitation", public_id), NOW)
                won.append(number)
            except Refusal as refusal:
                refused.append(refusal.reason)
            db.session.remove()

    threads = [threading.Thread(target=Context().run, args=(claim, number)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with bare_app.app_context():
        seats = session().scalars(select(Seat)).all()
        assert len(won) == 1
        assert refused == ["no_seat_left"] * 19
        assert [seat.registration is not None for seat in seats] == [True]
        assert len(session().scalars(select(Registration)).all()) == 1


def test_twenty_people_press_the_button_for_the_last_seat(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        invitation = an_invitation(a_session(), a_body("MON", language="en"), seats=1)
        token = invitation.link.token
    pages = []
    start = threading.Barrier(20)

    def press(number: int) -> None:
        visitor = Browser(bare_app)
        page = visitor.get(f"/i/{token}")
        start.wait()
        fields = PERSON | {"surname": f"Тегі{number}", "email": f"p{number}@mon.example"}
        pages.append(visitor.submit(page, "/nominate", **fields).status)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with bare_app.app_context():
        assert sorted(pages) == [200] + [409] * 19
        assert len(session().scalars(select(Registration)).all()) == 1
