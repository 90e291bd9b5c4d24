"""Mailings: each chosen body gets one letter of its own, whatever is pressed twice, paused or stopped."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from time import sleep
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Actor, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.councils.actions import edit_letterhead
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import decline_invitation
from eventreg.invitations.actions.campaigns import (
    add_letter,
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    save_invitation_words,
    save_letter_words,
    start_invitations,
    start_letter,
)
from eventreg.invitations.actions.listing import add_invitation, correct_address, remove_invitation
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import Chosen, send_to_chosen, send_to_one
from eventreg.invitations.models import Campaign, CampaignState, Invitation, InvitationState
from eventreg.invitations.news_to_bodies import invited_bodies
from eventreg.invitations.queries import board_rows
from eventreg.invitations.recipients import (
    READY,
    Audience,
    Words,
    progress_of,
    recipients_of,
    sending_of,
    wording_in,
    wording_of,
    words_of,
)
from eventreg.invitations.rules import Standing
from eventreg.journal.queries import entries_about
from eventreg.mail.attempts import begin
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.mail.outbox import claim
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_council, a_session, an_invitation, three
from tests.invitations.conftest import BY, HEAD, Start

WORDS = Words(three("Бағдарлама: {date}"), three("{addressee}!\n\nЖаңа бағдарлама:\n\n{link}"))

IN_TWO = Words(Translated(kk="Хат", ru="Письмо"), Translated(kk="Сәлем {link}", ru="Привет {link}"))


def letters() -> list[Letter]:
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def recipients() -> list[str]:
    return [letter.recipient for letter in letters()]


def invitation_of(code: str) -> Invitation:
    return session().scalars(select(Invitation).join(Invitation.body).filter_by(code=code)).one()


def standing_of(code: str) -> Standing:
    invitation = invitation_of(code)
    return board_rows(invitation.council_session, [invitation], clock.now())[0].standing


def start_again(council_session: CouncilSession) -> Campaign:
    with transaction():
        now = clock.now()
        return start_invitations(council_session, Audience(), sending_of(council_session, now).fingerprint, BY, now)


def test_every_body_with_an_address_gets_one_letter_in_its_language(start: Start) -> None:
    campaign = start()

    assert [(letter.recipient, letter.language) for letter in letters()] == [
        ("akm-0@invitee.example", "kk"),
        ("akm-1@invitee.example", "ru"),
        ("akm-2@invitee.example", "en"),
        ("mon@invitee.example", "kk"),
    ]
    assert campaign.state is CampaignState.DONE
    assert progress_of(campaign).total == progress_of(campaign).unsent == 4


def test_a_letter_holds_what_is_its_bodys_own(start: Start) -> None:
    start()

    russian = letters()[1]
    assert "Кому: Организации AKM-1" in russian.text
    assert "Выделено мест: 2" in russian.text
    assert invitation_of("AKM-1").link.mark in russian.text
    assert "Кімге: Ұйым MON-ға" in letters()[3].text


def test_a_second_press_sends_nothing_more(start: Start, council_session: CouncilSession) -> None:
    fingerprint = sending_of(council_session, clock.now()).fingerprint
    start()

    with pytest.raises(Refusal, match="invitations_already_queued"), transaction():
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())
    queue_mailings()

    assert len(letters()) == 4


def test_a_list_that_changed_is_looked_at_again(council_session: CouncilSession) -> None:
    fingerprint = sending_of(council_session, clock.now()).fingerprint
    with transaction():
        an_invitation(council_session, a_body("NEW"), state=InvitationState.DRAFT)

    with pytest.raises(Refusal, match="invitation_list_changed"), transaction():
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())


def move_deadline(council_session: CouncilSession) -> None:
    council_session.nominate_until = clock.now() + timedelta(days=3)


def move_session(council_session: CouncilSession) -> None:
    council_session.starts_at += timedelta(hours=1)


def correct(council_session: CouncilSession) -> None:
    invitation_of("MON").email = "other@invitee.example"


def speak_otherwise(council_session: CouncilSession) -> None:
    invitation_of("MON").is_bilingual = True


def change_signatory(council_session: CouncilSession) -> None:
    edit_letterhead(council_session.council, dataclasses.replace(HEAD, signatory_name=three("Х. Х.")), BY, clock.now())


@pytest.mark.parametrize("change", [move_deadline, move_session, correct, speak_otherwise, change_signatory])
def test_nothing_goes_where_what_the_check_page_stated_has_changed(
    council_session: CouncilSession, change: Callable[[CouncilSession], None]
) -> None:
    with transaction():
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
        save_invitation_words(council_session, dataclasses.replace(READY, has_official_letter=True), 0, BY, clock.now())
    fingerprint = sending_of(council_session, clock.now()).fingerprint
    assert fingerprint == sending_of(council_session, clock.now()).fingerprint
    with transaction():
        change(council_session)

    with pytest.raises(Refusal, match="invitation_list_changed"), transaction():
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())


def test_no_invitation_leaves_while_a_body_could_not_answer(council_session: CouncilSession) -> None:
    with transaction():
        council_session.stage = Stage.DRAFT

    with pytest.raises(Refusal, match="session_takes_no_answers"):
        start_again(council_session)


def test_bodies_are_chosen_by_kind_and_the_rest_waits_for_the_next_mailing(
    start: Start, council_session: CouncilSession
) -> None:
    start(Audience(kinds=(BodyKind.MINISTRY,)))
    assert recipients() == ["mon@invitee.example"]

    second = start_again(council_session)
    queue_mailings()

    assert second.number == 2
    assert recipients() == [f"{name}@invitee.example" for name in ("mon", "akm-0", "akm-1", "akm-2")]


def test_until_the_job_has_run_the_board_says_queued_and_the_body_stays_on_the_list(start: Start) -> None:
    start(queued=False)

    assert standing_of("MON") is Standing.QUEUED
    with pytest.raises(Refusal, match="invitation_was_sent"), transaction():
        remove_invitation(invitation_of("MON"), BY, clock.now())


def test_what_is_paused_stays_until_it_is_resumed(start: Start) -> None:
    campaign = start()
    with transaction():
        pause_mailing(campaign, BY, clock.now())
    with transaction():
        assert claim("w1", clock.now()) == []
    assert standing_of("MON") is Standing.PAUSED

    with transaction():
        resume_mailing(campaign, BY, clock.now())
    queue_mailings()

    with transaction():
        assert len(claim("w1", clock.now())) == 4
    assert campaign.state is CampaignState.DONE
    assert standing_of("MON") is Standing.QUEUED


def test_a_paused_mailing_queues_no_letter(start: Start) -> None:
    campaign = start(queued=False)
    with transaction():
        pause_mailing(campaign, BY, clock.now())

    queue_mailings()

    assert letters() == []
    assert standing_of("MON") is Standing.PAUSED


def test_a_cancelled_mailing_gives_back_whom_it_did_not_reach(start: Start, council_session: CouncilSession) -> None:
    campaign = start(queued=False)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())
    queue_mailings()
    assert letters() == []
    assert invitation_of("MON").state is InvitationState.DRAFT

    start_again(council_session)
    queue_mailings()

    assert len(letters()) == 4
    with pytest.raises(Refusal, match="mailing_is_not_paused"), transaction():
        resume_mailing(campaign, BY, clock.now())


def test_letters_that_wait_are_cancelled_with_their_mailing(start: Start, council_session: CouncilSession) -> None:
    campaign = start()
    with transaction():
        letters()[0].end(LetterState.SENT)
        letters()[1].state = LetterState.SENDING
        decline_invitation(invitation_of("AKM-2"), "Басқа іс-шара", BY, clock.now())

    with transaction():
        cancel_mailing(campaign, BY, clock.now())

    assert [letter.state.value for letter in letters()] == ["sent", "sending", "cancelled", "cancelled"]
    standings = [standing_of(code).value for code in ("AKM-0", "AKM-1", "AKM-2", "MON")]
    assert standings == ["sent", "sending", "declined", "draft"]
    assert len(sending_of(council_session, clock.now()).ids) == 1
    with pytest.raises(Refusal, match="mailing_is_over"), transaction():
        pause_mailing(campaign, BY, clock.now())


def test_whom_a_cancelled_letter_did_not_reach_is_invited_by_the_next_mailing_and_told_no_news_before(
    start: Start, council_session: CouncilSession
) -> None:
    campaign = start()
    with transaction():
        letters()[0].end(LetterState.SENT)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())
    assert [one.body.code for one in invited_bodies(council_session)] == ["AKM-0"]

    second = start_again(council_session)
    queue_mailings()

    assert recipients()[4:] == [f"{name}@invitee.example" for name in ("akm-1", "akm-2", "mon")]
    assert invitation_of("MON").campaign == second
    assert standing_of("MON") is Standing.QUEUED


def test_a_body_that_an_earlier_mailing_reached_stays_invited_when_the_next_is_cancelled(start: Start) -> None:
    first = start()
    with transaction():
        letters()[-1].end(LetterState.SENT)
    with transaction():
        cancel_mailing(first, BY, clock.now())
    with transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())
    with transaction():
        second = session().scalars(select(Campaign).filter_by(number=2)).one()
        cancel_mailing(second, BY, clock.now())

    assert standing_of("MON") is Standing.SENT


def test_words_that_went_out_stay_and_new_ones_make_a_new_mailing(
    start: Start, council_session: CouncilSession
) -> None:
    first = start()
    wording = wording_of(council_session)
    with transaction():
        other = dataclasses.replace(READY, subject=three("Басқа"))
        second = save_invitation_words(council_session, other, wording.version, BY, clock.now())

    assert (first.number, second.number) == (1, 2)
    assert first.subject == READY.subject
    with pytest.raises(Refusal, match="mailing_has_started"), transaction():
        save_letter_words(first, READY, first.version, BY, clock.now())
    with pytest.raises(Refusal, match="text_changed_meanwhile"), transaction():
        save_invitation_words(council_session, READY, wording.version, BY, clock.now())


def test_a_letter_goes_to_bodies_in_a_chosen_state(start: Start, council_session: CouncilSession) -> None:
    start()
    with transaction():
        decline_invitation(invitation_of("MON"), "Басқа іс-шара", BY, clock.now())
        campaign = add_letter(council_session, WORDS, BY, clock.now())
    audience = Audience(standings=(Standing.DECLINED,))
    with transaction():
        fingerprint = sending_of(council_session, clock.now(), wording_in(campaign), audience).fingerprint
        start_letter(campaign, audience, fingerprint, BY, clock.now())
    queue_mailings()

    last = letters()[-1]
    assert (last.kind, last.recipient, last.language) == ("body_letter", "mon@invitee.example", "kk")
    assert "Ұйым MON-ға!" in last.text
    assert invitation_of("MON").state is InvitationState.DECLINED
    with pytest.raises(Refusal, match="mailing_has_started"), transaction():
        start_letter(campaign, audience, fingerprint, BY, clock.now())


def test_a_letter_goes_to_nobody_who_was_not_invited_unless_asked(council_session: CouncilSession) -> None:
    with transaction():
        campaign = add_letter(council_session, WORDS, BY, clock.now())

    everybody = sending_of(council_session, clock.now(), wording_in(campaign))
    drafts = sending_of(council_session, clock.now(), wording_in(campaign), Audience(standings=(Standing.DRAFT,)))

    assert (everybody.number, drafts.number) == (0, 4)


def test_sending_again_brings_the_same_words_once_more_under_the_same_link(start: Start) -> None:
    start()
    with transaction():
        for letter in letters():
            letter.sent_at = clock.now()
            letter.end(LetterState.SENT)
        send_to_one(invitation_of("MON"), BY, clock.now())
    queue_mailings()

    first, again = [letter for letter in letters() if letter.recipient == "mon@invitee.example"]
    assert (first.subject, first.text) == (again.subject, again.text)
    assert first.key != again.key
    with pytest.raises(Refusal, match="letter_is_on_its_way"), transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())


def test_the_journal_names_who_sent_again_and_not_who_started_the_mailing(start: Start) -> None:
    start()
    other = Actor("staff", "other")
    with transaction():
        for letter in letters():
            letter.end(LetterState.SENT)
        send_to_one(invitation_of("MON"), other, clock.now())
        send_to_one(invitation_of("AKM-0"), BY, clock.now())
    queue_mailings()

    for code, senders in (("MON", ["other", "abc"]), ("AKM-0", ["abc", "abc"])):
        entries = session().scalars(entries_about("invitation", invitation_of(code).public_id)).all()
        assert [entry.actor_id for entry in entries if entry.event == "BodyInvited"] == senders


def test_no_body_is_invited_in_a_language_in_which_the_letter_says_nothing(
    start: Start, council_session: CouncilSession
) -> None:
    with transaction():
        save_invitation_words(council_session, IN_TWO, 0, BY, clock.now())

    with pytest.raises(Refusal, match="letter_lacks_language"):
        start_again(council_session)
    ids = {invitation_of(code).public_id: 0 for code in ("AKM-0", "AKM-2")}
    with pytest.raises(Refusal, match="letter_lacks_language"), transaction():
        send_to_chosen(council_session, ids, BY, clock.now())
    queue_mailings()
    assert letters() == []
    with transaction():
        send_to_one(invitation_of("AKM-0"), BY, clock.now())
    queue_mailings()

    assert [letter.subject for letter in letters()] == ["Хат"]


def test_a_body_whose_language_was_corrected_gets_the_later_words_where_the_former_lack_it(
    start: Start, council_session: CouncilSession
) -> None:
    with transaction():
        save_invitation_words(council_session, IN_TWO, 0, BY, clock.now())
    start(Audience(kinds=(BodyKind.MINISTRY,)))
    with transaction():
        letters()[0].end(LetterState.SENT)
        invitation_of("MON").language = "en"
    with pytest.raises(Refusal, match="letter_lacks_language"), transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())

    with transaction():
        save_invitation_words(council_session, READY, 1, BY, clock.now())
        send_to_one(invitation_of("MON"), BY, clock.now())
    queue_mailings()

    assert letters()[-1].subject.startswith("Invitation to the session")


def test_after_the_deadline_for_nominating_nobody_is_invited_until_a_later_one_is_set(
    start: Start, council_session: CouncilSession
) -> None:
    campaign = start(Audience(kinds=(BodyKind.MINISTRY,)), queued=False)
    now = clock.now()
    with transaction():
        pause_mailing(campaign, BY, now)
        council_session.nominate_until, council_session.confirm_until = now - timedelta(1), now + timedelta(1)
    akimat = invitation_of("AKM-0")

    for send in (
        lambda: start_again(council_session),
        lambda: send_to_one(akimat, BY, now),
        lambda: send_to_chosen(council_session, {akimat.public_id: 0}, BY, now),
        lambda: resume_mailing(campaign, BY, now),
    ):
        with pytest.raises(Refusal, match="deadline_has_passed"), transaction():
            send()
    queue_mailings()
    assert letters() == []

    with transaction():
        council_session.nominate_until = now + timedelta(1)
    with transaction():
        send_to_one(invitation_of("AKM-0"), BY, now)
        resume_mailing(campaign, BY, now)
    queue_mailings()

    assert {(one.recipient, one.not_after) for one in letters()} == {
        (f"{name}@invitee.example", now + timedelta(1)) for name in ("akm-0", "mon")
    }


def test_what_is_queued_after_the_deadline_is_too_late_though_delegates_may_still_confirm(
    start: Start, council_session: CouncilSession
) -> None:
    now = clock.now()
    start(queued=False)
    with transaction():
        council_session.nominate_until, council_session.confirm_until = now - timedelta(1), now + timedelta(1)

    queue_mailings()

    assert {one.not_after for one in letters()} == {now - timedelta(1)}
    with transaction():
        assert begin(claim("one#1", now), "one#1", "one", now)() == []


def test_a_session_without_a_deadline_invites_at_any_time(start: Start, council_session: CouncilSession) -> None:
    with transaction():
        council_session.confirm_until = clock.now() - timedelta(1)

    start()

    assert [one.not_after for one in letters()] == [None] * 4


@pytest.mark.parametrize("step", [pause_mailing, cancel_mailing])
def test_a_letter_to_one_body_undoes_no_pause_and_no_cancelling_of_that_very_moment(
    app: Flask, start: Start, step: Callable[[Campaign, Actor, datetime], None]
) -> None:
    campaign_id = start().id
    with transaction():
        next(one for one in letters() if one.recipient == "mon@invitee.example").end(LetterState.REFUSED)
    stepped = Event()

    def other_secretary() -> None:
        with app.app_context(), transaction():
            step(session().get_one(Campaign, campaign_id), BY, clock.now())
            session().flush()
            stepped.set()
            sleep(0.5)

    thread = Thread(target=other_secretary)
    session().rollback()
    thread.start()
    stepped.wait(20)
    with transaction():
        used = send_to_one(invitation_of("MON"), BY, clock.now())
    thread.join(20)

    assert session().get_one(Campaign, campaign_id).state in (CampaignState.PAUSED, CampaignState.CANCELLED)
    assert (used.id == campaign_id) is (step is pause_mailing)


def test_a_corrected_address_gets_the_letter_and_the_old_one_does_not_any_more(start: Start) -> None:
    start()
    with transaction():
        invitation = invitation_of("MON")
        old = invitation.link.mark
        assert correct_address(invitation, "office@mon.example", "ru", BY, clock.now())
    queue_mailings()

    states = {letter.recipient: (letter.state, letter.language) for letter in letters() if "mon" in letter.recipient}
    assert states == {
        "mon@invitee.example": (LetterState.CANCELLED, "kk"),
        "office@mon.example": (LetterState.QUEUED, "ru"),
    }
    assert old not in letters()[-1].text


def test_ticked_rows_of_another_session_get_nothing(start: Start, council_session: CouncilSession) -> None:
    with transaction():
        foreign = an_invitation(a_session(code="2027-01-01"), a_body("XXX"), state=InvitationState.DRAFT)
        chosen = [foreign.public_id, invitation_of("MON").public_id, invitation_of("NGO").public_id]
    with transaction():
        assert send_to_chosen(council_session, dict.fromkeys(chosen, 0), BY, clock.now()) == Chosen(sent=1, left_out=1)
    queue_mailings()

    assert recipients() == ["mon@invitee.example"]


def test_a_body_added_later_is_invited_alone_with_the_same_words(start: Start, council_session: CouncilSession) -> None:
    campaign = start()
    with transaction():
        late = add_invitation(council_session, a_body("LATE"), {ParticipantRole.DELEGATE: 1}, BY, clock.now())
        send_to_one(late, BY, clock.now())
    queue_mailings()

    assert recipients()[-1] == "late@invitee.example"
    assert len(session().scalars(recipients_of(campaign)).all()) == 5
    assert campaign.state is CampaignState.DONE


def test_a_body_whose_letter_was_sent_long_ago_is_silent(start: Start) -> None:
    start()
    with transaction() as current:
        for letter in letters():
            letter.sent_at = clock.now()
            letter.end(LetterState.SENT)
        current.flush()
        current.execute(text("UPDATE letter SET sent_at = '2020-01-01 00:00:00+00' WHERE recipient LIKE 'akm%'"))

    assert standing_of("AKM-1") is Standing.SILENT
    assert standing_of("MON") is Standing.SENT


def test_a_letter_that_came_back_shows_and_sending_by_hand_tries_again(start: Start) -> None:
    start()
    with transaction() as current:
        letter = letters()[-1]
        letter.sent_at, letter.bounced_at = clock.now(), clock.now()
        letter.end(LetterState.SENT)
        current.add(BouncedAddress(address=letter.recipient, words="550 no such user", since=clock.now()))
    assert standing_of("MON") is Standing.BOUNCED

    with transaction():
        send_to_one(invitation_of("MON"), BY, clock.now())
    queue_mailings()

    assert standing_of("MON") is Standing.QUEUED
    with transaction():
        assert "mon@invitee.example" in [one.recipient for one in claim("w1", clock.now())]


def test_another_worker_keeps_off_a_mailing_that_somebody_is_busy_with(app: Flask, start: Start) -> None:
    campaign = start(queued=False)
    with transaction():
        campaign.lease_owner, campaign.lease_until = "w9#1", clock.now().replace(year=2099)

    queue_mailings()
    assert letters() == []

    with transaction():
        campaign.lease_until = clock.now().replace(year=2020)
    queue_mailings()
    assert len(letters()) == 4


def test_a_letter_goes_to_the_bodies_that_were_ticked_and_to_no_other(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session(a_council("rcc"))
        ticked, other = (an_invitation(council_session, a_body(code)) for code in ("TICKED", "OTHER"))
        foreign = an_invitation(a_session(code="2027-01-01"))
        number = add_letter(council_session, Words(three("Хат"), three("Сәлем")), BY, clock.now()).number
    sign_in(browser, council_session.council, Role.ORGANIZER)
    chosen = f"body={ticked.public_id}&body={foreign.public_id}"

    page = browser.get(f"/office/rcc/2026-11-23/mailings/{number}/send?lang=en&{chosen}")
    assert "Send 1 letter" in page.text
    browser.submit(page, "")
    queue_mailings()

    session().rollback()
    letters = session().scalars(select(Letter.recipient).filter_by(kind="body_letter")).all()
    assert letters == [ticked.email]
    assert other.email not in letters


OWN = dataclasses.replace(READY, subject=three("Өз сөзіміз"), has_official_letter=True)


def test_the_words_of_a_cancelled_mailing_are_those_of_the_next(start: Start, council_session: CouncilSession) -> None:
    with transaction():
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
        save_invitation_words(council_session, OWN, 0, BY, clock.now())
    campaign = start(queued=False)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())

    wording = wording_of(council_session)
    assert (wording.words, wording.version) == (OWN, 1)
    mended = dataclasses.replace(OWN, subject=three("Түзетілген"))
    with pytest.raises(Refusal, match="text_changed_meanwhile"), transaction():
        save_invitation_words(council_session, mended, 0, BY, clock.now())
    with transaction():
        second = save_invitation_words(council_session, mended, wording.version, BY, clock.now())

    assert (second.number, second.version, words_of(second)) == (2, 2, mended)
    assert words_of(campaign) == OWN


def test_one_body_alone_gets_the_words_of_the_cancelled_mailing_by_a_new_one(
    start: Start, council_session: CouncilSession
) -> None:
    words = dataclasses.replace(OWN, has_official_letter=False)
    with transaction():
        save_invitation_words(council_session, words, 0, BY, clock.now())
    campaign = start(queued=False)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())
    with transaction():
        send_to_chosen(council_session, {invitation_of("MON").public_id: 0}, BY, clock.now())
    queue_mailings()

    assert [(letter.recipient, letter.subject) for letter in letters()] == [("mon@invitee.example", "Өз сөзіміз (қаз)")]
    assert campaign.state is CampaignState.CANCELLED


def test_a_press_from_before_the_cancelling_sends_nothing(start: Start, council_session: CouncilSession) -> None:
    with transaction():
        save_invitation_words(council_session, READY, 0, BY, clock.now())
    fingerprint = sending_of(council_session, clock.now()).fingerprint
    campaign = start(queued=False)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())

    with pytest.raises(Refusal, match="invitation_list_changed"), transaction():
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())


def test_postgresql_knows_at_once_how_many_letters_wait(app: Flask, start: Start) -> None:
    if session().get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite needs no telling")
    with patch("eventreg.invitations.actions.queueing.MANY_PORTIONS", 0):
        start()

    known = session().scalar(text("SELECT reltuples FROM pg_class WHERE oid = 'letter'::regclass"))
    assert known == session().scalar(select(func.count(Letter.id))) == 4
