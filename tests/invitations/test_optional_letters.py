"""Whoever wants no reminders gets none: by one click in the mail program, or on a page where it is undone as well."""

from collections.abc import Sequence
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions import add_letter, start_letter
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.models import Invitation, RungTarget
from eventreg.invitations.recipients import Audience, Words, progress_of, sending_of, wording_in
from eventreg.journal.models import JournalEntry
from eventreg.mail.mime import Parts, letter_bytes
from eventreg.mail.models import Letter, LetterState, Subscription
from eventreg.mail.outbox import claim
from eventreg.mail.senders import parts_of
from eventreg.mail.subscriptions import subscriptions_of
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import with_settings
from tests.invitations.test_reminders import TURN, a_silent, laddered, reminded

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
WORDS = Words(Translated(kk="Хат", ru="Письмо"), Translated(kk="Сәлем", ru="Здравствуйте"))
ADDRESS = "silent@invitee.example"


@pytest.fixture
def silent(app: Flask) -> Invitation:
    with transaction():
        return a_silent(laddered(RungTarget.FIRST), ADDRESS)


def link() -> str:
    with transaction():
        return f"/u/{subscriptions_of([ADDRESS])[ADDRESS].link.token}"


def written(council_session: CouncilSession) -> Sequence[str]:
    """To whom a letter beside the invitation went."""
    with transaction():
        campaign = add_letter(council_session, WORDS, SYSTEM, clock.now())
    if sending_of(council_session, clock.now(), wording_in(campaign)).number:
        with transaction():
            fingerprint = sending_of(council_session, clock.now(), wording_in(campaign)).fingerprint
            start_letter(campaign, Audience(), fingerprint, SYSTEM, clock.now())
        queue_mailings()
    session().rollback()
    return session().scalars(select(Letter.recipient).filter_by(kind="body_letter")).all()


def test_who_stops_letters_while_a_mailing_waits_gets_none_of_it_and_the_page_says_so(
    silent: Invitation, browser: Browser
) -> None:
    council_session = silent.council_session
    with transaction():
        a_silent(council_session, "other@invitee.example")
        campaign = add_letter(council_session, WORDS, SYSTEM, clock.now())
    with transaction():
        fingerprint = sending_of(council_session, clock.now(), wording_in(campaign)).fingerprint
        start_letter(campaign, Audience(), fingerprint, SYSTEM, clock.now())

    browser.request("POST", link(), data=ONE_CLICK)
    queue_mailings()

    session().rollback()
    letters = session().scalars(select(Letter.recipient).filter_by(kind="body_letter")).all()
    assert letters == ["other@invitee.example"]
    assert progress_of(campaign).total == 1
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{council_session.address}/mailings/{campaign.number}?lang=en")
    assert page.text.count("Left out: asked for no such letters") == 1
    assert "0 of 1 letters sent" in page.text


def headers(letter: Letter, settings: Settings, base_url: str) -> dict[str, str]:
    with transaction():
        letter.next_at = clock.now()
        claimed = next(one for one in claim("w#1", clock.now()) if one.letter_id == letter.id)
    raw = letter_bytes(parts_of(claimed, with_settings(settings, base_url=base_url)))
    return {name.lower(): str(value).replace("\n", "") for name, value in message_from_bytes(raw).items()}


def test_a_reminder_can_be_stopped_by_a_link_and_what_must_be_known_cannot(
    silent: Invitation, settings: Settings
) -> None:
    reminded(TURN)
    reminder = session().scalars(select(Letter).filter_by(kind="reminder")).one()
    invitation = session().scalars(select(Letter).where(Letter.kind != "reminder")).one()

    found = headers(reminder, settings, "http://localhost")

    assert found["list-unsubscribe"].startswith("<http://localhost/u/")
    assert found["list-id"] == "<optional-letters.eventreg.example>"
    assert "list-unsubscribe-post" not in found, "one click needs TLS"
    assert invitation.unsubscribe == ""
    assert reminder.unsubscribe in reminder.text
    assert link() not in str(session().execute(select(Letter.text, Letter.html, Letter.unsubscribe)).all())


def test_behind_tls_a_mail_program_may_stop_it_by_one_post(bare_app: Flask, settings: Settings) -> None:
    parts = Parts("1@x", "a@x.kz", "", "b@x.kz", "kk", "S", "t", "h", None, None, "https://x.kz/u/1", (), clock.now())

    found = message_from_bytes(letter_bytes(parts))

    assert found["List-Unsubscribe"] == "<https://x.kz/u/1>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_without_cookie_and_token_stops_reminders_and_letters(silent: Invitation, bare_app: Flask) -> None:
    bare_app.config["WTF_CSRF_ENABLED"] = True

    answer = Browser(bare_app).request("POST", link(), data=ONE_CLICK)

    assert answer.status_code == 200
    assert answer.location is None, "a mail program follows no redirect"
    assert reminded(TURN) == []
    assert written(silent.council_session) == []


def test_without_the_click_both_go_there(silent: Invitation) -> None:
    assert reminded(TURN) == [ADDRESS]
    assert written(silent.council_session) == [ADDRESS]
    letter = session().scalars(select(Letter).filter_by(kind="body_letter")).one()
    assert letter.unsubscribe in letter.text
    assert letter.unsubscribe in letter.html


def test_what_waits_in_the_queue_does_not_go_after_the_click(silent: Invitation, browser: Browser) -> None:
    reminded(TURN)

    browser.request("POST", link(), data=ONE_CLICK)

    assert session().scalars(select(Letter.state).filter_by(kind="reminder")).one() is LetterState.CANCELLED


def test_looking_writes_nothing_and_a_button_stops_and_undoes_it(silent: Invitation, browser: Browser) -> None:
    address = link()
    for method in ("HEAD", "GET", "GET"):
        browser.request(method, address, follow_redirects=True)
    assert stopped() is False

    page = browser.get(f"{browser.get(address).path}?lang=en")
    assert ADDRESS in page.text
    stop = browser.submit(page, "/stop")
    assert stopped() is True
    again = browser.submit(stop, "/want")

    assert stopped() is False
    assert again.status == 200
    events = session().scalars(
        select(JournalEntry.event).filter_by(object_kind="subscription").order_by(JournalEntry.number)
    )
    assert events.all() == ["OptionalLettersStopped", "OptionalLettersWanted"]


def test_a_post_that_is_no_click_and_an_unknown_link_change_nothing(silent: Invitation, browser: Browser) -> None:
    assert browser.request("POST", link(), data={"x": "y"}).status_code == 400
    assert browser.request("POST", "/u/" + "A" * 32, data=ONE_CLICK).status_code == 410
    assert browser.request("GET", "/u/" + "A" * 32).status_code == 410
    public_id = session().scalars(select(Subscription.public_id)).one()
    assert browser.request("GET", f"/u/a/{public_id}").status_code == 410, "the id alone opens nothing"
    assert stopped() is False


def test_the_secretary_sees_who_wants_no_reminders(silent: Invitation, browser: Browser) -> None:
    browser.request("POST", link(), data=ONE_CLICK)
    council_session = silent.council_session
    sign_in(browser, council_session.council, Role.SECRETARY)
    board = f"/office/{council_session.address}/invitations"

    assert "wants no reminders" in browser.get(f"{board}/?lang=en").text
    assert "This address asked for no reminders" in browser.get(f"{board}/{silent.public_id}?lang=en").text


def stopped() -> bool:
    session().rollback()
    return session().scalars(select(Subscription.stopped_at)).one() is not None
