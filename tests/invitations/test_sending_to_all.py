"""The letter to everybody whom the board is narrowed to: after one page that says what goes, and exactly that."""

import dataclasses
from collections import Counter

import pytest
from sqlalchemy import func, select

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import cancel_mailing, pause_mailing, save_invitation_words
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.sending_to_all import send_to_all
from eventreg.invitations.actions.single_letters import send_to_one
from eventreg.invitations.models import Campaign, CampaignState, Invitation, InvitationState
from eventreg.invitations.narrowed_sending import NarrowedSending, narrowed_sending
from eventreg.invitations.queries import Narrowed
from eventreg.invitations.recipients import READY
from eventreg.invitations.rules import Standing
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import CouncilSession, Stage
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, an_invitation
from tests.invitations.conftest import BY, Start
from tests.invitations.test_session_news import details

PLACE = "/office/rcc/2026-11-23"
REFUSED = Narrowed(standing=Standing.REFUSED)
AKIMATS = Narrowed(kind=BodyKind.AKIMAT)


def refuse_all() -> None:
    """The server refuses every letter that waits."""
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.REFUSED)
    session().rollback()


def seen(council_session: CouncilSession, narrowed: Narrowed = REFUSED) -> NarrowedSending:
    session().rollback()
    return narrowed_sending(council_session, narrowed, clock.now())


def sent(council_session: CouncilSession, narrowed: Narrowed = REFUSED, fingerprint: str = "") -> int:
    fingerprint = fingerprint or seen(council_session, narrowed).fingerprint
    with transaction():
        return send_to_all(council_session, narrowed, fingerprint, BY, clock.now())[0]


def letters() -> Counter[str]:
    """How many each address has got."""
    queue_mailings()
    session().rollback()
    return Counter(session().scalars(select(Letter.recipient)))


def invitation_of(code: str) -> Invitation:
    return session().scalars(select(Invitation).join(Invitation.body).filter_by(code=code)).one()


@pytest.fixture
def refused(start: Start) -> CouncilSession:
    """Four bodies whose letters the server refused, and one without an address."""
    council_session = start().council_session
    refuse_all()
    return council_session


@pytest.fixture
def office(council_session: CouncilSession, browser: Browser) -> Browser:
    sign_in(browser, council_session.council, Role.SECRETARY)
    return browser


def test_after_a_mass_refusal_one_button_sends_to_all_and_pressed_twice_it_sends_once(
    refused: CouncilSession, office: Browser
) -> None:
    board = office.get(f"{PLACE}/invitations/?lang=en&state=refused")
    assert "Send to all of this filter: 4" in board.text
    check = office.get(next(link for link in board.links if "/send-all" in link) + "&lang=en")
    assert "State Refused by the server" in check.text
    assert "Letters 4" in check.text
    assert "Ұйым MON (eng)" in check.text

    first = office.submit(check, "/send-all")
    second = office.submit(check, "/send-all")

    assert first.path == f"{PLACE}/mailings/1"
    assert "4 letters are in the queue." in first.text
    assert "nothing was sent twice" in second.text
    assert set(letters().values()) == {2}


def test_the_whole_board_has_no_such_button(refused: CouncilSession, office: Browser) -> None:
    assert "Send to all of this filter" not in office.get(f"{PLACE}/invitations/?lang=en").text
    for unnarrowed in ("", "?state=unknown"):
        assert office.get(f"{PLACE}/invitations/send-all{unnarrowed}").path == f"{PLACE}/invitations/"


def test_who_may_not_send_finds_no_such_button(refused: CouncilSession, browser: Browser) -> None:
    sign_in(browser, refused.council, Role.AUDITOR)

    assert "/send-all" not in browser.get(f"{PLACE}/invitations/?state=refused").html
    assert browser.get(f"{PLACE}/invitations/send-all?state=refused").status == 403


def test_who_has_no_address_or_a_letter_on_its_way_is_named_and_left_out(
    refused: CouncilSession, office: Browser
) -> None:
    with transaction():
        send_to_one(invitation_of("AKM-0"), BY, clock.now())
        invitation_of("NGO").body.kind = BodyKind.AKIMAT

    page = office.get(f"{PLACE}/invitations/send-all?lang=en&kind=akimat")
    office.submit(page, "/send-all")

    assert "Letters 2" in page.text
    assert "Without an address These bodies get no letter until you enter an address: Ұйым NGO (eng)" in page.text
    assert "since a letter to them waits to be sent: Ұйым AKM-0 (eng)" in page.text
    assert letters() == {f"akm-{number}@invitee.example": 2 for number in range(3)} | {"mon@invitee.example": 1}


@pytest.mark.parametrize("change", ["sent", "address", "words", "session", "list"])
def test_what_changed_since_it_was_looked_at_is_told_and_nothing_is_sent(refused: CouncilSession, change: str) -> None:
    fingerprint = seen(refused, AKIMATS).fingerprint
    with transaction():
        if change == "sent":
            send_to_one(invitation_of("AKM-0"), BY, clock.now())
        elif change == "address":
            correct_address(invitation_of("AKM-0"), "new@invitee.example", "kk", BY, clock.now())
        elif change == "words":
            save_invitation_words(refused, READY, 1, BY, clock.now())
        elif change == "session":
            change_session(refused, details(refused, city=Translated(ru="Актобе")), BY, clock.now())
        else:
            an_invitation(refused, a_body("AKM-9"))
    before = letters()

    with pytest.raises(Refusal, match="invitation_list_changed"):
        sent(refused, AKIMATS, fingerprint)

    assert letters() == before


def test_the_page_says_that_something_changed_and_shows_the_new_numbers(
    refused: CouncilSession, office: Browser
) -> None:
    page = office.get(f"{PLACE}/invitations/send-all?lang=en&state=refused")
    with transaction():
        send_to_one(invitation_of("AKM-0"), BY, clock.now())

    told = office.submit(page, "/send-all")

    assert "The list, the text or the session has changed since you looked at it, so nothing was sent." in told.text
    assert "Letters 3" in told.text


def test_bodies_that_were_not_invited_yet_are_invited_by_the_present_words(council_session: CouncilSession) -> None:
    assert sent(council_session, AKIMATS) == 3

    assert set(letters().values()) == {1}
    invited = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).all()
    assert {one.body.kind for one in invited} == {BodyKind.AKIMAT}
    assert all(one.invited_at and one.campaign for one in invited)


def test_after_a_cancelled_mailing_a_new_one_brings_the_letter(refused: CouncilSession) -> None:
    with transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())  # without anything on its way no mailing is cancelled
        cancel_mailing(session().scalars(select(Campaign)).one(), BY, clock.now())

    assert sent(refused, AKIMATS) == 3

    assert set(letters().values()) == {1, 2}
    states = session().scalars(select(Campaign.state).order_by(Campaign.number)).all()
    assert states == [CampaignState.CANCELLED, CampaignState.DONE]


def test_a_paused_mailing_stays_paused(refused: CouncilSession, office: Browser) -> None:
    with transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())
        pause_mailing(session().scalars(select(Campaign)).one(), BY, clock.now())
    assert "Mailing 1 Paused" in office.get(f"{PLACE}/invitations/send-all?lang=en&kind=akimat").text

    sent(refused, AKIMATS)

    assert sum(letters().values()) == 4
    assert session().scalars(select(Campaign)).one().state is CampaignState.PAUSED


def test_who_answered_is_counted_and_stays_answered(refused: CouncilSession, office: Browser) -> None:
    with transaction():
        invitation_of("AKM-0").state = InvitationState.ANSWERED

    page = office.get(f"{PLACE}/invitations/send-all?lang=en&kind=akimat")
    office.submit(page, "/send-all")

    assert "To bodies that answered already 1" in page.text
    assert letters()["akm-0@invitee.example"] == 2
    assert invitation_of("AKM-0").state is InvitationState.ANSWERED


def test_addresses_that_bounced_are_written_to_again(refused: CouncilSession) -> None:
    with transaction() as current:
        for address in ("akm-0@invitee.example", "elsewhere@invitee.example"):
            current.add(BouncedAddress(address=address, since=NOW, words="550"))

    sent(refused)

    assert session().scalars(select(BouncedAddress.address)).all() == ["elsewhere@invitee.example"]


def test_nothing_is_sent_before_bodies_can_answer(refused: CouncilSession) -> None:
    with transaction():
        refused.stage = Stage.DRAFT

    with pytest.raises(Refusal, match="session_takes_no_answers"):
        sent(refused)


def test_a_language_without_a_text_is_named_and_stops_everything(
    council_session: CouncilSession, office: Browser
) -> None:
    with transaction():
        words = dataclasses.replace(READY, text=Translated(ru="текст {link}", kk="мәтін {link}"))
        save_invitation_words(council_session, words, 0, BY, clock.now())

    page = office.get(f"{PLACE}/invitations/send-all?lang=en&kind=akimat")

    assert "in which the letter has no text (English)" in page.text
    assert "Send 3 letters" not in page.text
    with pytest.raises(Refusal, match="letter_lacks_language"):
        sent(council_session, AKIMATS)


def test_a_body_that_is_written_to_in_a_language_of_no_text_since_then_stops_everything(
    council_session: CouncilSession, start: Start
) -> None:
    with transaction():
        invitation_of("AKM-2").language = "ru"
        words = dataclasses.replace(READY, text=Translated(ru="текст {link}", kk="мәтін {link}"))
        save_invitation_words(council_session, words, 0, BY, clock.now())
    start()
    refuse_all()
    with transaction():
        correct_address(invitation_of("AKM-2"), "akm-2@invitee.example", "en", BY, clock.now())

    with pytest.raises(Refusal, match="letter_lacks_language"):
        sent(council_session)


def test_without_a_signatory_no_first_paper_is_made(council_session: CouncilSession, office: Browser) -> None:
    with transaction():
        words = dataclasses.replace(READY, has_official_letter=True)
        save_invitation_words(council_session, words, 0, BY, clock.now())

    page = office.get(f"{PLACE}/invitations/send-all?lang=en&kind=akimat")

    assert "Nobody signs the official letter" in page.text
    assert "Send 3 letters" not in page.text
    with pytest.raises(Refusal, match="letterhead_has_no_signatory"):
        sent(council_session, AKIMATS)


def test_papers_keep_their_numbers_when_all_are_sent_again(start: Start) -> None:
    council_session = start(official=True).council_session
    refuse_all()

    assert seen(council_session).new_papers == []
    sent(council_session)

    assert set(letters().values()) == {2}
    assert session().scalar(select(func.count()).select_from(Campaign)) == 1


def test_three_hundred_bodies_need_no_more_statements_than_three(council_session: CouncilSession) -> None:
    counts = []
    for number in (0, 300):
        with transaction():
            for _ in range(number):
                an_invitation(council_session, a_body(), state=InvitationState.DRAFT)
        fingerprint = seen(council_session, AKIMATS).fingerprint
        with counted_statements() as statements:
            assert sent(council_session, AKIMATS, fingerprint) == number or 3
        counts.append(len(statements))
        letters()

    assert counts[1] <= counts[0]
