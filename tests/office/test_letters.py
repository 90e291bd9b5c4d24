"""The letters viewer: who reads what went out, and who sends it again."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Contact, ContactRank
from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.i18n.search_keys import search_key
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.mails import invitation_link
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.mail.actions import post
from eventreg.mail.inbound import receive
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.mail.queries import letter_by_public_id
from eventreg.mail.rules import UNSENT
from eventreg.registrations.actions.registering import send_link_again
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_registration, a_session, an_invitation


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    with transaction():
        return an_invitation(a_session())


def a_letter(invitation: Invitation | None, state: LetterState = LetterState.QUEUED) -> Letter:
    """A letter with a personal link, to a body or to a member of staff."""
    council_session = invitation.council_session.public_id if invitation else ""
    link = invitation.link.mark if invitation else ""
    with transaction():
        letter = post(
            "staff_invitation",
            key="one",
            to="body@invitee.example",
            language="en",
            about=("invitation", "abc"),
            council_session=council_session,
            now=NOW,
            context={"name": "Айгүл", "email": "body@invitee.example", "link": link},
        )
        letter.state, letter.next_at = state, NOW if state in UNSENT else None
        return letter


def state_of(letter: Letter) -> LetterState:
    found = letter_by_public_id(letter.public_id)
    assert found is not None
    return found.state


def office(council_session: CouncilSession) -> str:
    return f"/office/{council_session.address}/letters/?lang=en"


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.SECRETARY])
def test_who_handles_letters_reads_them_and_in_development_sees_the_link(
    browser: Browser, invitation: Invitation, role: Role
) -> None:
    letter = a_letter(invitation)
    sign_in(browser, invitation.council_session.council, role)

    listed = browser.get(office(invitation.council_session))
    page = browser.get(f"/office/letters/{letter.public_id}?lang=en")

    assert "body@invitee.example" in listed.text
    assert invitation.link.url in page.text
    assert letter.message_id in page.text


def test_the_auditor_reads_letters_without_their_links(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(invitation)
    sign_in(browser, invitation.council_session.council, Role.AUDITOR)

    for part in ("", "/html"):
        answer = browser.request("GET", f"/office/letters/{letter.public_id}{part}")
        assert answer.status_code == 200
        assert invitation.link.token not in answer.text
        assert "••••••••" in answer.text


@pytest.mark.parametrize("role", [Role.CHAIR, Role.TRANSLATOR, Role.PRESS, Role.DOOR])
def test_others_do_not_read_letters(browser: Browser, invitation: Invitation, role: Role) -> None:
    letter = a_letter(invitation)
    sign_in(browser, invitation.council_session.council, role)

    assert browser.get(office(invitation.council_session)).status == 403
    assert browser.get(f"/office/letters/{letter.public_id}").status == 403


def test_a_letter_of_another_council_is_not_there(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(invitation)
    with transaction():
        stranger = a_session()
    sign_in(browser, stranger.council, Role.SECRETARY)

    assert browser.get(f"/office/letters/{letter.public_id}").status == 404
    assert browser.get("/office/letters/unknown").status == 404


def test_letters_to_staff_are_for_administrators(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(None)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    assert browser.get(f"/office/letters/{letter.public_id}").status == 403
    assert browser.get("/office/letters/").status == 403

    sign_in(browser, None, is_admin=True)

    assert browser.get(f"/office/letters/{letter.public_id}").status == 200
    assert "body@invitee.example" in browser.get("/office/letters/").text


def test_the_html_stands_in_a_frame_without_rights(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    policy = browser.request("GET", f"/office/letters/{letter.public_id}/html").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


def test_a_refused_letter_is_sent_again_and_a_queued_one_is_held_back(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(invitation, LetterState.REFUSED)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/letters/{letter.public_id}?lang=en")

    browser.submit(page, "/resend")
    again = state_of(letter)
    page = browser.get(f"/office/letters/{letter.public_id}?lang=en")
    page = browser.submit(page, "/cancel")

    assert again is LetterState.QUEUED
    assert state_of(letter) is LetterState.CANCELLED
    assert "The letter will not be sent." in page.text


def test_pressing_twice_sends_once(browser: Browser, invitation: Invitation) -> None:
    letter = a_letter(invitation, LetterState.SENT)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/letters/{letter.public_id}?lang=en")

    browser.submit(page, "/resend")
    page = browser.submit(page, "/resend")

    assert "The letter is on its way" in page.text
    assert session().query(Letter).count() == 1


def test_letters_are_found_by_state_and_words(browser: Browser, invitation: Invitation) -> None:
    a_letter(invitation, LetterState.REFUSED)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    assert "body@invitee" in browser.get(office(invitation.council_session) + "&state=refused&q=BODY").text
    assert "No letters here" in browser.get(office(invitation.council_session) + "&state=sent").text
    assert "No letters here" in browser.get(office(invitation.council_session) + "&q=nobody").text


def bounced(invitation: Invitation, words: str = "Sorry, no mailbox here by that name. (#5.1.1)") -> Letter:
    """The body's letter was sent and came back with these words of its server."""
    letter = a_letter(invitation, LetterState.SENT)
    head = f"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nReferences: <{letter.message_id}>\nSubject: failure notice"
    with transaction():
        letter.about_id, letter.sent_at, letter.recipient = invitation.public_id, NOW, invitation.email
        receive(f"{head}\n\n<{invitation.email}>:\n{words}\n".encode(), SYSTEM, NOW)
    return letter


def test_a_bounce_stands_beside_its_letter_and_body_and_makes_a_task(invitation: Invitation, browser: Browser) -> None:
    letter = bounced(invitation)
    council_session = invitation.council_session
    sign_in(browser, council_session.council, Role.SECRETARY)
    place = f"/office/{council_session.address}"

    for path in (
        f"/office/letters/{letter.public_id}",
        f"{place}/letters/returned",
        f"{place}/letters/returned?kind=hard_bounce",
        f"{place}/invitations/{invitation.public_id}",
    ):
        assert "Sorry, no mailbox here by that name. (#5.1.1)" in browser.get(path).text
    assert "still go there" not in browser.get(f"{place}/letters/returned?lang=en").text
    assert "1 address to correct" in browser.get(f"{place}/?lang=en").text
    assert invitation.email in browser.get(f"{place}/letters/returned").text


@pytest.mark.parametrize(
    ("stage", "day", "is_task"),
    [
        (Stage.HELD, 1, False),
        (Stage.CLOSED, -1, False),
        (Stage.CANCELLED, -1, False),
        (Stage.CANCELLED, 1, True),
        (Stage.POSTPONED, -1, True),
    ],
)
def test_a_dead_address_is_no_task_once_the_session_is_over_and_stays_on_the_page_of_the_body(
    invitation: Invitation, browser: Browser, stage: Stage, day: int, is_task: bool
) -> None:
    bounced(invitation)
    council_session = invitation.council_session
    with transaction():
        council_session.stage, council_session.ends_at = stage, clock.now() + timedelta(days=day)
        council_session.starts_at = council_session.ends_at - timedelta(hours=7)
    place = f"/office/{council_session.address}"
    sign_in(browser, council_session.council, Role.SECRETARY)

    lists = [browser.get(f"{path}?lang=en").text for path in ("/office/", f"{place}/")]

    assert ["1 address to correct" in text for text in lists] == [is_task] * 2
    page = browser.get(f"{place}/invitations/{invitation.public_id}?lang=en")
    assert f"Nothing arrives at this address {invitation.email}" in page.text


def test_an_address_to_which_letters_still_go_makes_a_task_that_says_so(
    invitation: Invitation, browser: Browser
) -> None:
    letter = a_letter(invitation, LetterState.SENT)
    with transaction():
        letter.about_id, letter.sent_at, letter.recipient = invitation.public_id, NOW, invitation.email
        report = f"From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n<{invitation.email}>: 550 5.1.1 unknown\n"
        receive(report.encode(), SYSTEM, NOW)
    place = f"/office/{invitation.council_session.address}"
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    assert "1 address to correct" in browser.get(f"{place}/?lang=en").text
    assert "letters still go there" in browser.get(f"{place}/letters/returned?lang=en").text
    assert "Nothing arrives at this address" not in browser.get(f"/office/letters/{letter.public_id}?lang=en").text


def test_a_letter_that_a_server_gave_up_says_so_and_stops_no_others(invitation: Invitation, browser: Browser) -> None:
    letter = bounced(invitation, "451 4.2.2 Mailbox full\nI'm not going to try again; in the queue too long.")
    council_session = invitation.council_session
    sign_in(browser, council_session.council, Role.SECRETARY)

    text = browser.get(f"/office/letters/{letter.public_id}?lang=en").text

    assert "This letter did not arrive 4.2.2 451 4.2.2 Mailbox full" in text
    assert "Other letters still go to this address; this one can be sent again." in text
    assert "Nothing arrives at this address" not in text
    assert "Delayed, or given up" in text
    assert "to correct" not in browser.get(f"/office/{council_session.address}/?lang=en").text


def test_a_letter_to_an_address_that_bounces_says_that_nothing_goes_there(
    invitation: Invitation, browser: Browser
) -> None:
    letter = bounced(invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    text = browser.get(f"/office/letters/{letter.public_id}?lang=en").text

    assert "Nothing arrives at this address 5.1.1 Sorry" in text
    assert "This letter did not arrive" not in text


def test_a_letter_that_came_back_is_not_called_sent_in_the_list(invitation: Invitation, browser: Browser) -> None:
    bounced(invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    page = browser.get(office(invitation.council_session))

    assert page.html.count(">Not delivered<") == 1
    assert "tag--good" not in page.html


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.HELD])
@pytest.mark.parametrize("sender", ["body", "contact", "delegate"])
def test_a_message_that_quotes_no_letter_stands_with_whom_its_sender_belongs_to_while_the_session_is_to_come(
    invitation: Invitation, browser: Browser, sender: str, stage: Stage
) -> None:
    council_session = invitation.council_session
    with transaction():
        council_session.stage = stage
        registration = a_registration(council_session, invitation.body)
        registration.person.email = "delegate@own.example"
        contact = {"rank": ContactRank.SECOND, "place": 1, "name": "", "email": "Contact@invitee.example"}
        session().add(Contact(body=invitation.body, **contact))
        addresses = {"body": invitation.email, "contact": "contact@INVITEE.example", "delegate": "delegate@own.example"}
        receive(f"From: {addresses[sender]}\nSubject: New\n\nWe send two people.\n".encode(), SYSTEM, NOW)
    sign_in(browser, council_session.council, Role.SECRETARY)
    place = f"/office/{council_session.address}"
    thing = f"registrations/{registration.public_id}" if sender == "delegate" else f"invitations/{invitation.public_id}"

    shown = ["We send two people." in browser.get(f"{place}/{path}").text for path in ("letters/returned", thing)]

    assert shown == [stage is Stage.OPEN] * 2


@time_machine.travel(NOW, tick=False)
def test_messages_that_belong_to_no_letter_are_read_by_whoever_prepares_sessions(
    invitation: Invitation, browser: Browser
) -> None:
    with transaction():
        receive(b"From: Chancellery <new@ministry.example>\nSubject: New\n\nWe send two.\n", SYSTEM, NOW)
        receive(f"From: {invitation.email}\nSubject: Ours\n\nWe send one.\n".encode(), SYSTEM, NOW)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    home = browser.get("/office/?lang=en")
    page = browser.get(next(link for link in home.links if "unmatched" in link))

    assert "Messages that belong to no letter" in home.text
    assert "1 message" in home.text
    assert ("We send two." in page.text, "We send one." in page.text) == (True, False)
    sign_in(browser, invitation.council_session.council, Role.AUDITOR)
    assert "unmatched" not in browser.get("/office/?lang=en").html
    assert browser.get("/office/letters/unmatched").status == 403


@time_machine.travel(NOW, tick=False)
def test_a_message_that_is_nobodys_is_assigned_to_a_body_by_hand_and_taken_back(
    invitation: Invitation, browser: Browser
) -> None:
    council_session = invitation.council_session
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice"
    report = f"{head}\n\n<{invitation.email}>: 550 5.1.1 no\n"
    with transaction():
        message = receive(report.encode(), SYSTEM, NOW)
        invitation.body.search_key = search_key("Ақтөбе облысының әкімдігі")
        foreign = an_invitation(a_session(), a_body("FOREIGN"))
        an_invitation(a_session(council_session.council, "2025-01-01", Stage.CLOSED), a_body("OVER"))
    sign_in(browser, council_session.council, Role.SECRETARY)
    pages = (
        f"/office/{council_session.address}/invitations/{invitation.public_id}?lang=en",
        f"/office/{council_session.address}/letters/returned?lang=en",
        f"/office/history/bodies/{invitation.body.public_id}?lang=en",
    )

    listed = browser.get("/office/letters/unmatched?lang=en")
    page = browser.get(next(link for link in listed.links if "/unmatched/" in link))
    assert page.html.count("Assign to this body") == 1
    assert "Nothing found" in browser.get(f"/office/letters/unmatched/{message.public_id}?lang=en&q=foreign").text
    found = browser.get(f"/office/letters/unmatched/{message.public_id}?lang=en&q=актобе")
    assert browser.submit(found, "/assign", invitation=foreign.public_id).status == 404
    assert browser.submit(found, "/assign", invitation="\0").status == 404
    shown = browser.submit(found, "/assign")
    assert "The message stands with this body from now on." in shown.text
    assert ["550 5.1.1 no" in browser.get(path).text for path in pages] == [True] * 3
    assert "550 5.1.1 no" not in browser.get("/office/letters/unmatched").text
    assert session().scalars(select(BouncedAddress)).all() == []
    journal = browser.get(f"/office/{council_session.address}/journal?lang=en").text
    assert "A message that belonged to nobody was assigned to a body" in journal

    back = browser.submit(shown, "/take-back")
    assert browser.submit(shown, "/take-back").status == 200, "pressed twice"

    assert "The message belongs to nobody again." in back.text
    assert "550 5.1.1 no" in back.text
    assert ["550 5.1.1 no" in browser.get(path).text for path in pages] == [False] * 3
    journal = browser.get(f"/office/{council_session.address}/journal?lang=en").text
    assert "A message was taken back from a body" in journal


def test_whoever_handles_no_letters_assigns_nothing_and_what_found_its_place_stays(
    invitation: Invitation, browser: Browser
) -> None:
    council_session = invitation.council_session
    with transaction():
        nobodys = receive(b"From: new@ministry.example\nSubject: New\n\nWe send two.\n", SYSTEM, NOW)
        known = receive(f"From: {invitation.email}\nSubject: Ours\n\nWe send one.\n".encode(), SYSTEM, NOW)
        stranger = a_session()
    paths = (f"unmatched/{nobodys.public_id}", f"unmatched/{known.public_id}")
    page = f"/office/{council_session.address}/invitations/{invitation.public_id}"
    sign_in(browser, council_session.council, Role.SECRETARY)

    assert [browser.get(f"/office/letters/{path}").status for path in paths] == [200, 404]
    found = browser.get(f"/office/letters/unmatched/{nobodys.public_id}?lang=en")
    browser.submit(found, "/assign")
    with transaction():
        other = an_invitation(council_session)
    refused = browser.submit(found, "/assign", invitation=other.public_id)
    assert "Somebody else has assigned this message" in refused.text
    for council, role, status in (
        (stranger.council, Role.SECRETARY, 404),
        (council_session.council, Role.AUDITOR, 403),
    ):
        sign_in(browser, council, role)
        shown = browser.client.get(f"/office/letters/unmatched/{nobodys.public_id}", follow_redirects=True)
        assert "We send two." not in shown.text, "it belongs to a body of another council by now"
        token = {"csrf_token": browser.get("/office/").form("sign-out")["csrf_token"]}
        assert browser.post(f"/office/letters/messages/{nobodys.public_id}/take-back", token).status == status
    assert "We send two." in browser.get(page).text
    assert "take-back" not in browser.get(page).html
    assert browser.get(f"/office/letters/unmatched/{nobodys.public_id}").status == 403


def test_a_report_is_nobodys_message_whoever_is_said_to_write_it(invitation: Invitation, browser: Browser) -> None:
    head = f"Return-Path: <>\nFrom: {invitation.email}\nSubject: Undelivered Mail"
    with transaction():
        message = receive(f"{head}\n\n<a@b.example>: 550 5.1.1 unknown\n".encode(), SYSTEM, NOW)

    assert (message.kind, message.about_id, message.council_session) == ("hard_bounce", "", "")


def test_the_task_is_done_once_the_address_is_corrected(invitation: Invitation, browser: Browser) -> None:
    bounced(invitation)
    council_session = invitation.council_session
    sign_in(browser, council_session.council, Role.SECRETARY)
    with transaction():
        correct_address(invitation, "new@invitee.example", "ru", SYSTEM, NOW)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert "to correct" not in page.text


def a_dead_contact(invitation: Invitation, rank: ContactRank, place: int) -> Contact:
    """A contact of the invited body at whose address nothing arrives."""
    contact = Contact(body=invitation.body, rank=rank, place=place, email=f"{rank.value}@invitee.example")
    session().add_all([contact, BouncedAddress(address=contact.email, since=NOW, words="550")])
    session().flush()
    return contact


@pytest.mark.parametrize("state", [LetterState.REFUSED, LetterState.MISSED])
def test_a_letter_that_did_not_arrive_is_on_the_dashboard_until_another_went(
    invitation: Invitation, browser: Browser, state: LetterState
) -> None:
    place = f"/office/{invitation.council_session.address}"
    with transaction():
        invitation_link(invitation, NOW).end(state)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    text = browser.get(f"{place}/?lang=en").text
    assert "Sent: 0, waiting: 0, did not arrive: 1" in text
    assert "Needs attention" in text

    with transaction():
        correct_address(invitation, "new@invitee.example", "ru", SYSTEM, NOW)
        invitation_link(invitation, NOW).end(LetterState.SENT)

    text = browser.get(f"{place}/?lang=en").text
    assert "Sent: 1, waiting: 0, did not arrive: 0" in text
    assert "All sent" in text


def test_what_waits_for_a_hand_is_in_the_to_do_list_and_leads_to_exactly_these(
    invitation: Invitation, browser: Browser
) -> None:
    council_session = invitation.council_session
    bounced(invitation, "451 4.2.2 Mailbox full\nI'm not going to try again; in the queue too long.")
    with transaction():
        others = [an_invitation(council_session) for _ in range(3)]
        refused, missed, dead = (invitation_link(other, NOW) for other in others)
        refused.end(LetterState.REFUSED)
        missed.end(LetterState.MISSED)
        dead.end(LetterState.REFUSED)
        session().add(BouncedAddress(address=dead.recipient, since=NOW, words="550"))
    sign_in(browser, council_session.council, Role.SECRETARY)

    start = browser.get("/office/?lang=en")
    assert "Send letters again" in start.text
    assert "2 letters" in start.text
    page = browser.get(next(link for link in start.links if "state=not-arrived" in link))

    assert sorted(one.email for one in (invitation, others[0]) if one.email in page.text) == sorted(
        [invitation.email, others[0].email]
    )
    assert [one.email for one in others[1:] if one.email in page.text] == []
    assert "To be sent again (2)" in page.text
    assert "All (4)" in page.text


def a_delegate_in_vain(invitation: Invitation) -> Registration:
    """Nominated at an address at which nothing arrives, as the office was told afterwards."""
    details = PersonDetails("Ким", "Виктор", email="kim@invitee.example", language="ru")
    with transaction():
        (registration,) = nominate_delegates(invitation, [Nominee(details)], SYSTEM, NOW)
        session().add(BouncedAddress(address="kim@invitee.example", since=NOW, words="550 5.1.1 User unknown"))
    return registration


def test_the_task_about_a_delegate_leads_to_where_the_address_is_corrected(
    invitation: Invitation, browser: Browser
) -> None:
    registration = a_delegate_in_vain(invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    place = f"/office/{invitation.council_session.address}"
    where = f"/office/people/{registration.person.public_id}"

    assert where in browser.get(f"{place}/letters/returned").links
    page = browser.get(f"{place}/registrations/{registration.public_id}?lang=en")
    assert where in page.links
    assert "Nothing arrives at this address" in page.text
    browser.submit(browser.get(where), "", email="right@invitee.example")

    assert "to correct" not in browser.get(f"{place}/?lang=en").text
    latest = session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert (latest.recipient, latest.state) == ("right@invitee.example", LetterState.QUEUED)


def test_sending_to_a_delegate_by_hand_forgets_the_notice_and_says_what_became_of_it(
    invitation: Invitation, browser: Browser
) -> None:
    registration = a_delegate_in_vain(invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{invitation.council_session.address}/registrations/{registration.public_id}?lang=en")

    page = browser.submit(page, "/resend")

    assert "The letter is in the queue." in page.text
    link = session().scalars(select(Letter).filter_by(kind="registration_link")).one()
    assert link.state is LetterState.QUEUED
    assert session().scalars(select(BouncedAddress)).all() == []
    again = browser.submit(page, "/resend").text
    assert "made less than five minutes ago; nothing more was sent" in again
    assert "The letter is in the queue." not in again


def test_a_delegates_own_button_does_not_forget_that_nothing_arrives(invitation: Invitation, browser: Browser) -> None:
    registration = a_delegate_in_vain(invitation)
    with transaction():
        send_link_again(registration, SYSTEM, NOW)

    link = session().scalars(select(Letter).filter_by(kind="registration_link")).one()
    assert link.state is LetterState.REFUSED


@pytest.mark.parametrize(
    ("rank", "words"), [(ContactRank.SECOND, "Second contact"), (ContactRank.CHANCELLERY, "Chancellery")]
)
def test_a_further_contact_whose_address_bounces_is_a_task_until_it_is_corrected(
    invitation: Invitation, browser: Browser, rank: ContactRank, words: str
) -> None:
    with transaction():
        contact = a_dead_contact(invitation, rank, 1)
        a_dead_contact(an_invitation(a_session()), ContactRank.FIRST, 0)
        address = f"/office/bodies/{contact.body.public_id}/contacts/{contact.public_id}"
    council_session = invitation.council_session
    place = f"/office/{council_session.address}"
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(f"{place}/letters/returned?lang=en")

    for task_list in ("/office/?lang=en", f"{place}/?lang=en"):
        assert "1 address to correct" in browser.get(task_list).text
    assert f"{words} – {rank.value}@invitee.example" in page.text
    assert address in page.links
    form = browser.get(address)
    browser.submit(form, address, email="new@invitee.example")
    assert "to correct" not in browser.get(f"{place}/?lang=en").text


def test_contacts_of_bodies_that_are_not_written_to_make_no_task(invitation: Invitation, browser: Browser) -> None:
    council_session = invitation.council_session
    with transaction():
        a_dead_contact(invitation, ContactRank.FIRST, 0)  # the invitation has an address of its own
        a_dead_contact(an_invitation(council_session, state=InvitationState.DRAFT), ContactRank.SECOND, 1)
    sign_in(browser, council_session.council, Role.SECRETARY)

    assert "to correct" not in browser.get(f"/office/{council_session.address}/?lang=en").text


def test_who_may_not_correct_a_contact_reads_of_it_without_a_way_there(
    invitation: Invitation, browser: Browser
) -> None:
    with transaction():
        a_dead_contact(invitation, ContactRank.SECOND, 1)
    sign_in(browser, invitation.council_session.council, Role.AUDITOR)

    page = browser.get(f"/office/{invitation.council_session.address}/letters/returned?lang=en")

    assert "second@invitee.example" in page.text
    assert not [link for link in page.links if "/contacts/" in link]


def test_who_may_not_read_letters_does_not_read_what_came_back(invitation: Invitation, browser: Browser) -> None:
    council_session = invitation.council_session
    sign_in(browser, council_session.council, Role.DOOR)

    assert browser.request("GET", f"/office/{council_session.address}/letters/returned").status_code == 403
    assert browser.request("GET", "/office/letters/returned").status_code == 403
