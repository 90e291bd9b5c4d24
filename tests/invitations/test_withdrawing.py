"""The office takes the invitation of one body back: everything that follows from it, once, and inviting again."""

from collections.abc import Iterator
from typing import Any  # Any: what a form's fields hold

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.attendance.queries import invited_bodies, quorum
from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.actions.merging import merge_bodies
from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions import answers, withdrawing
from eventreg.invitations.actions.answers import Nominee, decline_by_office, nominate_delegates, register_by_hand
from eventreg.invitations.actions.campaigns import add_letter
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import send_new_link, send_to_chosen, send_to_one
from eventreg.invitations.actions.withdrawing import what_goes, withdraw_invitation
from eventreg.invitations.calling import bodies_to_call
from eventreg.invitations.models import (
    CampaignRecipient,
    Invitation,
    InvitationState,
    Reminder,
    RungTarget,
)
from eventreg.invitations.narrowed_sending import narrowed_sending
from eventreg.invitations.news_to_bodies import count_bodies
from eventreg.invitations.queries import Narrowed, numbers_by_standing
from eventreg.invitations.recipients import READY, Audience, sending_of, wording_in
from eventreg.invitations.rules import Standing
from eventreg.invitations.seats import promised_seats
from eventreg.invitations.senders import invited_sender
from eventreg.journal.models import JournalEntry
from eventreg.mail.actions import resend
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.office.bundles.exporting import export_bundle
from eventreg.office.queries import bounced_in, numbers_of
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import Overflow, Registration, RegistrationState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.invitations.conftest import BY, Start
from tests.invitations.test_lock_order import at_once
from tests.invitations.test_mailings import invitation_of
from tests.invitations.test_news_in_portions import on_postgresql
from tests.invitations.test_reminders import TURN, a_silent, laddered, reminded


@pytest.fixture(autouse=True)
def three_weeks_before() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


OFFER = AdmissionRules(overflow=Overflow.WAIT, offers_by_itself=True)


def withdraw(invitation: Invitation, reason: str = "", *, is_told: bool = False, seen: str | None = None) -> None:
    with transaction() as current:
        found = current.get_one(Invitation, invitation.id)
        withdraw_invitation(found, reason, is_told, seen or what_goes(found), BY, clock.now())


def invite_again(invitation: Invitation) -> None:
    with transaction() as current:
        send_to_one(current.get_one(Invitation, invitation.id), BY, clock.now(), is_anew=True)
    queue_mailings()


def nominate(invitation: Invitation, *surnames: str) -> list[Registration]:
    with transaction() as current:
        found = current.get_one(Invitation, invitation.id)
        people = [Nominee(PersonDetails(name, email=f"{name.lower()}@delegate.example")) for name in surnames]
        return nominate_delegates(found, people, Actor("invitation", found.public_id), clock.now())


def everything_was_sent() -> None:
    """As if the server had taken every letter that waits."""
    with transaction():
        for letter in session().scalars(select(Letter).filter_by(state=LetterState.QUEUED)):
            letter.end(LetterState.SENT)
            letter.sent_at = clock.now()


def letters(kind: str) -> list[tuple[str, LetterState]]:
    session().rollback()
    found = session().scalars(select(Letter).filter_by(kind=kind).order_by(Letter.id))
    return [(letter.recipient, letter.state) for letter in found]


def states() -> dict[str, RegistrationState]:
    return {one.person.surname: one.state for one in session().scalars(select(Registration))}


def address_of(invitation: Invitation) -> str:
    return f"/office/{invitation.council_session.address}/invitations/{invitation.public_id}"


def check_page(browser: Browser, invitation: Invitation) -> Page:
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    return browser.get(f"{address_of(invitation)}/withdraw?lang=en")


def test_the_check_page_says_what_goes_and_one_press_does_it_once(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start(official=True)
    invitation = invitation_of("AKM-2")
    with transaction():
        council_session.capacity = 3
        save_admission(council_session, OFFER, SYSTEM, NOW)
    first, _, _ = nominate(invitation, "Alpha", "Beta", "Gamma")  # two seats: the third waits
    nominate(invitation_of("AKM-1"), "Delta")
    nominate(invitation_of("MON"), "Other")  # the hall is full
    everything_was_sent()
    with transaction():
        confirm_for(first, BY, clock.now())
    everything_was_sent()
    link = invitation.link.url.removeprefix("http://localhost")
    guest = Browser(browser.client.application)
    asking = guest.get(link)

    page = check_page(browser, invitation)
    done = browser.submit(page, "", reason="Two bodies have one name", is_told="y")
    again = browser.submit(page, "", reason="Two bodies have one name", is_told="y")

    assert "3 people lose their seats or places on the waiting list" in page.text
    assert "The body is told by letter to akm-2@invitee.example (English)" in page.text
    assert "The invitation was withdrawn." in done.text
    assert "Two bodies have one name" in again.text
    assert "№ 01-15/3 ," in again.text
    assert "– valid" not in again.text
    assert states() == {
        "Alpha": RegistrationState.WITHDRAWN,
        "Beta": RegistrationState.WITHDRAWN,
        "Gamma": RegistrationState.WITHDRAWN,
        "Delta": RegistrationState.NOMINATED,
        "Other": RegistrationState.NOMINATED,  # a place became free, and nobody of the withdrawn body had it
    }
    assert [recipient for recipient, _ in letters("registration_offered")] == ["other@delegate.example"]
    told = session().scalars(select(Letter).filter_by(kind="registration_withdrawn").order_by(Letter.id)).all()
    assert sorted(letter.recipient for letter in told) == [
        f"{one}@delegate.example" for one in ("alpha", "beta", "gamma")
    ]
    assert ["METHOD:CANCEL" in (letter.calendar or "") for letter in told if letter.recipient.startswith("alpha")] == [
        True
    ]
    (to_body,) = session().scalars(select(Letter).filter_by(kind="invitation_withdrawn"))
    assert (to_body.recipient, to_body.language) == (invitation.email, "en")
    assert "Reason: Two bodies have one name" in to_body.text
    assert "Letter that no longer counts: № 01-15/3" in to_body.text
    assert invitation.link.mark not in to_body.text
    entries = session().scalars(select(JournalEntry).filter_by(event="InvitationWithdrawn")).all()
    assert [(entry.object_id, entry.actor_kind) for entry in entries] == [(invitation.public_id, "staff")]
    history = browser.get(f"/office/history/bodies/{invitation.body.public_id}?lang=en")
    assert "The invitation was withdrawn by the office" in history.text
    for dead in (guest.get(f"{link}?lang=en"), guest.get(f"{asking.path}?lang=en"), guest.submit(asking, "message")):
        assert dead.status == 410
        assert "The invitation was withdrawn" in dead.text
        assert 'href="tel:+77172249305"' in dead.html
        assert [word for word in ("Alpha", "Two bodies", invitation.body.name["en"]) if word in dead.text] == []


def test_what_was_typed_stays_and_nothing_happens_where_the_body_answered_since(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start()
    invitation = invitation_of("AKM-0")
    page = check_page(browser, invitation)
    empty = browser.submit(page, "", reason=" ", is_told="y")
    nominate(invitation, "Alpha")
    stale = browser.submit(page, "", reason="By mistake")

    assert "Write the reason that the letter is to say." in empty.text
    assert "changed since you looked" in stale.text
    assert stale.form("")["reason"].strip() == "By mistake"
    assert states() == {"Alpha": RegistrationState.NOMINATED}
    assert "1 person loses the seat" in stale.text
    browser.submit(stale, "")
    assert invitation_of("AKM-0").state is InvitationState.WITHDRAWN
    assert states() == {"Alpha": RegistrationState.WITHDRAWN}


def test_a_body_that_nothing_has_reached_gets_no_letter_and_leaves_the_outbox(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    """In the outbox, or still to be put there; handed over this very moment it may arrive, so that body is told."""
    start()
    waiting, going, pending = invitation_of("AKM-0"), invitation_of("AKM-1"), invitation_of("NGO")
    with transaction():
        pending.email = "ngo@invitee.example"
        session().scalars(select(Letter).filter_by(recipient=going.email)).one().state = LetterState.SENDING
        send_to_one(pending, BY, NOW)
    page = check_page(browser, waiting)
    assert "No invitation has reached this body" in page.text
    assert "The office sees it, the body does not." in page.text
    assert "is_told" not in page.html
    assert "is_told" in browser.get(f"{address_of(going)}/withdraw").html

    for invitation in (waiting, going, pending):
        withdraw(invitation)
    queue_mailings()

    assert letters("invitation") == [
        (waiting.email, LetterState.CANCELLED),
        (going.email, LetterState.SENDING),
        ("akm-2@invitee.example", LetterState.QUEUED),
        ("mon@invitee.example", LetterState.QUEUED),
    ]
    assert letters("invitation_withdrawn") == [(going.email, LetterState.QUEUED)]
    assert session().scalars(select(CampaignRecipient).filter_by(invitation_id=pending.id)).all() == []


def test_a_body_to_which_nothing_was_sent_is_taken_off_the_list_instead(
    council_session: CouncilSession, browser: Browser
) -> None:
    draft = invitation_of("AKM-0")

    page = check_page(browser, draft)

    assert "Nothing was sent to this body yet. Take it off the list instead." in page.text
    assert page.path == address_of(draft)
    assert f"{address_of(draft)}/remove" in page.html
    assert f"{address_of(draft)}/withdraw" not in page.html


def test_an_invitation_given_anew_has_a_new_link_and_a_paper_with_a_new_number(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start(official=True)
    invitation, other = invitation_of("AKM-2"), invitation_of("AKM-1")
    everything_was_sent()
    former = invitation.link.url.removeprefix("http://localhost")
    nominate(invitation, "Alpha")
    withdraw(invitation)
    seen = {one.public_id: 1 for one in (invitation, other)}
    with transaction():
        assert send_to_chosen(council_session, seen, BY, NOW).left_out == 1  # no mass sending invites it
    with transaction(), pytest.raises(Refusal, match="body_is_not_invited"):
        send_to_one(invitation, BY, NOW, 1)  # a page from before
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"{address_of(invitation)}?lang=en")
    assert page.text.count("withdrawn with the invitation") == 1
    assert "– valid" not in page.text
    assert "keeps this number" not in browser.get(f"{address_of(invitation)}/outgoing-number").text

    after = browser.submit(page, "send")
    queue_mailings()
    invitation = invitation_of("AKM-2")
    assert "– valid" in browser.get(f"{address_of(invitation)}").text
    assert "keeps this number" in browser.get(f"{address_of(invitation)}/outgoing-number").text

    assert "The letter is in the queue." in after.text
    assert (invitation.state, invitation.withdrawn_at, invitation.answered_at) == (InvitationState.INVITED, None, None)
    assert letters("invitation_withdrawn") == [(invitation.email, LetterState.CANCELLED)]  # had not left
    latest = session().scalars(select(Letter).filter_by(kind="invitation").order_by(Letter.id.desc())).first()
    assert latest is not None
    assert (latest.recipient, "01-15/5" in latest.text) == (invitation.email, True)
    guest = Browser(browser.client.application)
    assert guest.get(former).status == 410
    assert guest.get(invitation.link.url.removeprefix("http://localhost")).status == 200
    assert states() == {"Alpha": RegistrationState.WITHDRAWN}
    nominate(invitation, "Alpha")
    assert states() == {"Alpha": RegistrationState.NOMINATED}
    events = session().scalars(select(JournalEntry.event).filter_by(object_id=invitation.public_id)).all()
    assert events.count("BodyInvitedAgain") == 1


def test_a_second_withdrawal_is_told_only_where_the_second_invitation_has_left(
    council_session: CouncilSession, start: Start
) -> None:
    start()
    everything_was_sent()
    invitation = invitation_of("AKM-0")
    withdraw(invitation)
    everything_was_sent()
    invite_again(invitation)
    withdraw(invitation)
    assert letters("invitation_withdrawn") == [(invitation.email, LetterState.SENT)]

    invite_again(invitation)
    everything_was_sent()
    withdraw(invitation)

    assert len(letters("invitation_withdrawn")) == 2


def test_whoever_counts_sends_reminds_or_calls_leaves_the_body_out(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST, RungTarget.CALL)
        gone, kept = (a_silent(council_session, f"{name}@invitee.example") for name in ("gone", "kept"))
        session().add(BouncedAddress(address=gone.email, since=NOW, words="", is_stopped=False))
        letter = add_letter(council_session, READY, BY, NOW)
    withdraw(gone, "By mistake")
    sign_in(browser, council_session.council, Role.SECRETARY)
    audiences = (Audience(), Audience(standings=(Standing.WITHDRAWN,)), Audience(bodies=(gone.public_id,)))

    assert reminded(TURN) == [kept.email]
    assert [one.id for one in bodies_to_call(council_session, TURN)] in ([], [kept.id])
    assert [one.id for one in invited_bodies(council_session)] == [kept.body_id]
    assert quorum(council_session, NOW).total == 1
    assert promised_seats(council_session, NOW) == 2
    assert count_bodies(council_session).bodies == 1
    assert numbers_by_standing(council_session, NOW)[Standing.WITHDRAWN] == 1
    numbers = numbers_of(council_session, NOW)
    assert (numbers.bodies, numbers.seats, numbers.bounced) == (1, 2, 0)
    assert bounced_in(council_session).invitations == []
    sent = [sending_of(council_session, NOW, wording_in(letter), one).ids for one in audiences]
    assert sent == [[kept.id], [], []]
    assert narrowed_sending(council_session, Narrowed(standing=Standing.WITHDRAWN), NOW).number == 0
    assert [body["code"] for body in export_bundle(council_session)["bodies"]] == [kept.body.code]
    with transaction():
        send_new_link(gone.email, NOW, SYSTEM)
    assert letters("invitation_link") == []
    board = browser.get(f"/office/{council_session.address}/invitations/?lang=en&state=withdrawn")
    assert "By mistake" in board.text
    assert kept.email not in board.text
    exported = browser.submit_for_bytes(board, "export.csv").decode("utf-8-sig").splitlines()
    assert [gone.email in line and "Invitation withdrawn" in line for line in exported] == [False, True]


def test_letters_that_invite_are_not_sent_again_and_nobody_is_asked_to(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST))
    reminded(TURN)
    everything_was_sent()
    with transaction():
        invite = session().scalars(select(Letter).filter_by(kind="staff_invitation")).one()
        invite.kind, invite.state = "invitation", LetterState.REFUSED
        assert numbers_of(invitation.council_session, NOW).not_arrived == 1
        session().scalars(select(Letter).filter_by(kind="reminder")).one().state = LetterState.SENT
        invitation.state = InvitationState.ANSWERED
    withdraw(invitation)

    assert numbers_of(invitation.council_session, NOW).not_arrived == 0
    for letter in session().scalars(select(Letter).where(Letter.kind.in_(("invitation", "reminder")))).all():
        with transaction(), pytest.raises(Refusal, match="invitation_is_withdrawn"):
            resend(letter, BY, NOW)
    everything_was_sent()
    with transaction():
        resend(session().scalars(select(Letter).filter_by(kind="invitation_withdrawn")).one(), BY, NOW)


def test_reminders_that_wait_do_not_go_and_the_other_bodies_of_such_a_letter_are_reminded_anew(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        gone, kept = (a_silent(council_session, "two@invitee.example") for _ in range(2))
    reminded(TURN)
    withdraw(gone)

    assert letters("reminder") == [("two@invitee.example", LetterState.CANCELLED)]
    assert reminded(TURN) == ["two@invitee.example"] * 2
    assert session().scalars(select(Reminder.invitation_id)).all() == [kept.id]
    sender = invited_sender(["two@invitee.example"], TURN)
    assert sender is not None
    assert sender.public_id == kept.public_id


def test_the_letter_that_takes_it_back_follows_the_address_while_it_waits(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST))
    former = invitation.email
    withdraw(invitation, "Wrong body", is_told=True)
    for email, language in (("new@invitee.example", "ru"), ("new@invitee.example", "en")):
        with transaction():
            correct_address(invitation, email, language, BY, clock.now())

    assert letters("invitation_withdrawn") == [
        (former, LetterState.CANCELLED),
        ("new@invitee.example", LetterState.CANCELLED),
        ("new@invitee.example", LetterState.QUEUED),
    ]
    latest = session().scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert latest is not None
    assert "Reason: Wrong body" in latest.text
    everything_was_sent()
    with transaction():
        correct_address(invitation, former, "en", BY, clock.now())
    assert len(letters("invitation_withdrawn")) == 3


def test_nothing_is_entered_for_the_body_until_it_is_invited_again(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST))
    withdraw(invitation)
    nominee = Nominee(PersonDetails("Alpha"))
    for refused in (
        lambda: register_by_hand(invitation.council_session, invitation.body, nominee, False, BY, NOW),
        lambda: decline_by_office(invitation, "", BY, NOW),
    ):
        with transaction(), pytest.raises(Refusal, match="body_is_not_invited"):
            refused()
    with transaction(), pytest.raises(Refusal, match="invitation_was_withdrawn"):
        nominate_delegates(invitation, [nominee], SYSTEM, NOW)


@on_postgresql
@pytest.mark.parametrize("is_body_first", [True, False])
def test_a_body_answers_while_its_invitation_is_withdrawn(app: Flask, is_body_first: bool) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST))
        invitation_id, seen = invitation.id, what_goes(invitation)
    refusals: list[str] = []

    def run(action: Any) -> Any:
        def call() -> None:
            try:
                with transaction() as current:
                    action(current.get_one(Invitation, invitation_id))
            except Refusal as refusal:
                refusals.append(refusal.reason)

        return call

    answering = run(lambda one: nominate_delegates(one, [Nominee(PersonDetails("Alpha"))], SYSTEM, NOW))
    taking = run(lambda one: withdraw_invitation(one, "", False, seen, BY, NOW))
    if is_body_first:
        at_once(app, (answers, "announce"), answering, taking)
        expected = InvitationState.ANSWERED, {"Alpha": RegistrationState.NOMINATED}, ["people_have_changed"]
    else:
        at_once(app, (withdrawing, "announce"), taking, answering)
        expected = InvitationState.WITHDRAWN, {}, ["invitation_was_withdrawn"]

    found = session().get_one(Invitation, invitation_id)
    assert (found.state, states(), refusals) == expected


def test_a_duplicate_that_was_merged_after_its_withdrawal_is_not_invited_again(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start()
    everything_was_sent()
    duplicate, kept = invitation_of("AKM-0"), invitation_of("AKM-1")
    withdraw(duplicate)
    with transaction():
        merge_bodies(kept.body, duplicate.body, BY, clock.now())
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(f"{address_of(duplicate)}?lang=en")

    assert "Invite again" not in page.text
    assert "This body was merged with another" in page.text
    with transaction(), pytest.raises(Refusal, match="body_was_merged"):
        send_to_one(duplicate, BY, clock.now(), is_anew=True)
