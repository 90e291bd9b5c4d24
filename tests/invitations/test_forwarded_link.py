"""A forwarded link is seen by the body on its own page, and ended there, without a word about who used it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.personal_data import erase_person
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.core.links import fill_marks
from eventreg.councils.models import DataKind
from eventreg.councils.retention import purge_expired
from eventreg.invitations import mails
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.link_uses import end_other_devices, note_use
from eventreg.invitations.models import Invitation, LinkUse
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.registering import Answers, confirm_registration
from eventreg.registrations.models import Registration
from eventreg.sessions.models import Stage
from tests.browser import Browser, Page, checked
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation
from tests.tables import all_rows

BUTTON = "/end-others"


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    with transaction():
        return an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON", language="en"), seats=3)


@pytest.fixture
def colleague(app: Flask) -> Browser:
    return Browser(app)


def opened(browser: Browser, invitation: Invitation) -> Page:
    return browser.get(f"/i/{invitation.link.token}")


def ask(browser: Browser, page: Page, text: str = "A question") -> Page:
    return browser.submit(page, "/message", message_text=text)


def test_reading_by_however_many_devices_writes_nothing_and_is_not_counted(
    invitation: Invitation, browser: Browser, colleague: Browser
) -> None:
    before = all_rows()

    for reader in (browser, colleague):
        page = opened(reader, invitation)

    assert "Nothing has been sent by this link yet" in page.text
    assert all_rows() == before


def test_each_device_that_sends_something_is_counted_once(
    invitation: Invitation, browser: Browser, colleague: Browser
) -> None:
    page = opened(browser, invitation)
    for text in ("One", "Two"):
        page = ask(browser, page, text)
    assert "This link has been used on 1 device" in page.text

    page = ask(colleague, opened(colleague, invitation))

    assert "This link has been used on 2 devices" in page.text
    assert page.text.count("This device") == page.text.count("Another device") == 1


def test_what_is_refused_is_counted_too(invitation: Invitation, browser: Browser) -> None:
    page = browser.submit(opened(browser, invitation), "/nominate", surname="")

    assert "This link has been used on 1 device" in page.text


def test_kept_are_moments_and_a_hash_that_differs_from_body_to_body(invitation: Invitation, browser: Browser) -> None:
    with transaction():
        other = an_invitation(invitation.council_session, a_body("AKM"))
    for one in (invitation, other):
        ask(browser, opened(browser, one))

    uses = session().scalars(select(LinkUse)).all()

    assert set(LinkUse.__table__.columns.keys()) == {"id", "invitation_id", "device", "first_at", "last_at"}
    assert len({use.device for use in uses}) == 2
    with browser.client.session_transaction() as cookie:
        assert cookie["device"] not in str(all_rows())


def test_a_new_link_ends_every_other_device_and_goes_to_the_address_on_file_alone(
    invitation: Invitation, browser: Browser, colleague: Browser
) -> None:
    former = invitation.link
    ask(colleague, opened(colleague, invitation))
    page = opened(browser, invitation)

    page = browser.submit(page, BUTTON)

    assert page.status == 200, "this device stays signed in"
    assert "This link has been used on 1 device" in page.text
    assert colleague.request("GET", f"/i/b/{invitation.public_id}").status_code == 410
    assert colleague.request("GET", f"/i/{former.token}").status_code == 410
    letter = session().scalars(select(Letter).filter_by(kind="invitation_renewed")).one()
    assert letter.recipient == "mon@invitee.example"
    assert former.mark not in letter.text
    new = fill_marks(letter.text)
    assert invitation.link.token in new
    assert opened(colleague, invitation).status == 200
    assert invitation.link.token not in page.html
    event = session().scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert event is not None
    assert event.actor_kind == "invitation"


def test_letters_that_still_wait_carry_the_new_link_and_those_that_went_stay_as_they_were(
    invitation: Invitation, browser: Browser
) -> None:
    former = invitation.link.mark
    page = opened(browser, invitation)
    with transaction():
        waiting = mails.invitation_link(invitation, NOW)
        gone = mails.invitation_link(invitation, NOW + timedelta(hours=1))
        gone.sent_at = NOW
        gone.end(LetterState.SENT)

    browser.submit(page, BUTTON)

    assert former not in waiting.text + waiting.html
    assert invitation.link.mark in waiting.text
    assert invitation.link.mark in waiting.html
    assert former in gone.text


def test_pressing_twice_makes_one_new_link(invitation: Invitation) -> None:
    former = invitation.link_version
    for _ in range(2):
        with transaction():
            end_other_devices(invitation, former, "here", SYSTEM, NOW)

    assert invitation.link_version == former + 1
    assert session().scalar(select(func.count(Letter.id))) == 1


def test_a_device_whose_link_was_ended_meanwhile_is_not_counted(invitation: Invitation) -> None:
    former = invitation.link_version
    with transaction():
        end_other_devices(invitation, former, "here", SYSTEM, NOW)
    with transaction():
        note_use(invitation, former, "elsewhere", NOW)

    assert session().scalar(select(func.count(LinkUse.id))) == 1


def test_without_an_address_no_new_link_is_offered_or_made(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)
    with transaction():
        invitation.email = ""

    refused = browser.submit(page, BUTTON)

    assert "There is no e-mail address to send to." in refused.text
    assert "We have no e-mail address of yours" in refused.text
    assert refused.html.count(BUTTON) == 0
    assert opened(browser, invitation).status == 200


def test_a_mailbox_is_not_filled_by_pressing_again_and_again(invitation: Invitation, browser: Browser) -> None:
    page = opened(browser, invitation)

    statuses = []
    for _ in range(6):
        answer = browser.submit(page, BUTTON)
        statuses.append(answer.status)
        page = answer if answer.status == 200 else page

    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_delegate_says_on_the_own_page_is_seen_by_nobody_with_the_bodys_link(
    invitation: Invitation, colleague: Browser, method: str
) -> None:
    registration = a_nominee(invitation)
    address = f"/i/b/{invitation.public_id}/delegates/{registration.public_id}"
    page = opened(colleague, invitation)
    assert address in page.links
    with transaction():
        answers = Answers(PersonDetails("Ахметова", email="own@delegate.example", phone="+77012223344"))
        confirm_registration(registration, answers, SYSTEM, NOW)

    # a POST that leaves fields out: what it does not send must not come back filled in
    response = colleague.request(method, address, data={**page.form("/message"), "surname": ""}, follow_redirects=True)

    html = response.get_data(as_text=True)
    assert "This person has confirmed and changes the own details on the own page." in html
    assert address not in checked(Page(response.status_code, response.request.path, html)).links
    assert [private for private in ("own@delegate.example", "12223344", "222 33 44") if private in html] == []


def test_after_the_deadline_for_nominating_no_details_of_a_nominee_are_offered_or_shown(
    invitation: Invitation, colleague: Browser
) -> None:
    registration = a_nominee(invitation)
    address = f"/i/b/{invitation.public_id}/delegates/{registration.public_id}"
    with transaction():
        invitation.council_session.nominate_until = NOW
        invitation.council_session.confirm_until = NOW + timedelta(days=2)

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert address not in opened(colleague, invitation).links
        page = colleague.get(address)

    assert "Answers are no longer taken for this session." in page.text
    assert registration.person.email not in page.html


def a_nominee(invitation: Invitation) -> Registration:
    with transaction():
        nominee = Nominee(PersonDetails("Ахметова", email="named@body.example"))
        (registration,) = nominate_delegates(invitation, [nominee], SYSTEM, NOW)
    return registration


def test_an_erased_person_whose_own_address_was_invited_leaves_no_device(
    invitation: Invitation, browser: Browser
) -> None:
    with transaction():
        registration: Registration = a_registration(invitation.council_session, invitation.body)
        registration.person.email = invitation.email
    ask(browser, opened(browser, invitation))

    with transaction():
        erase_person(registration.person, SYSTEM, NOW)

    assert session().scalar(select(func.count(LinkUse.id))) == 0


def test_devices_are_forgotten_with_the_contacts_of_a_session_that_is_long_over(
    invitation: Invitation, browser: Browser
) -> None:
    ask(browser, opened(browser, invitation))
    with transaction():
        invitation.council_session.stage = Stage.HELD
    over = invitation.council_session.ends_at

    with time_machine.travel(NOW, tick=False):
        purge_expired(SYSTEM, over + timedelta(days=179))
        kept = session().scalar(select(func.count(LinkUse.id)))
        counts = purge_expired(SYSTEM, over + timedelta(days=181))

    assert kept == 1
    assert counts[DataKind.CONTACTS] >= 1
    assert session().scalar(select(func.count(LinkUse.id))) == 0
