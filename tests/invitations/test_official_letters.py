"""Official letters: a number once for each, both languages, the same bytes for good."""

import dataclasses
import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from eventreg.bodies.models import Body
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.councils.actions import LetterheadDetails, edit_letterhead, take_outgoing_numbers
from eventreg.councils.models import OutgoingNumber
from eventreg.documents.official_letter import official_letter_docx
from eventreg.files.queries import read_digest
from eventreg.i18n.dates import local, long_date
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import (
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    save_invitation_words,
    start_invitations,
)
from eventreg.invitations.actions.papers import Papers, Rendered, render_papers
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import send_test, send_to_one
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.models import Campaign, CampaignRecipient, CampaignState, Invitation
from eventreg.invitations.recipients import (
    READY,
    Audience,
    papers_of,
    recipients_of,
    sending_of,
    wording_in,
    wording_of,
)
from eventreg.invitations.rules import MOST_ATTACHED, fits_in_letter
from eventreg.mail.models import Letter, LetterState
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.factories import three
from tests.invitations.conftest import BY, HEAD, Start
from tests.invitations.test_session_news import details


@pytest.fixture
def sent(start: Start) -> Campaign:
    """The invitations of the session, queued with their official letters."""
    return start(official=True)


def recipients(campaign: Campaign) -> list[CampaignRecipient]:
    return list(session().scalars(recipients_of(campaign)))


def words_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def numbers() -> list[int]:
    return list(session().scalars(select(OutgoingNumber.number).order_by(OutgoingNumber.number)))


def test_each_letter_has_the_next_number_in_protocol_order(sent: Campaign) -> None:
    labels = [one.outgoing_number.label for one in recipients(sent) if one.outgoing_number]

    assert labels == ["01-15/1", "01-15/2", "01-15/3", "01-15/4"]


def test_the_paper_names_its_addressee_in_the_dative_in_both_languages(sent: Campaign) -> None:
    text = words_of(read_digest(recipients(sent)[1].pdf_sha256 or ""))

    year = local(clock.now(), sent.council_session.council.time_zone).year
    assert "Ұйым AKM-1-ға" in text
    assert "Организации AKM-1" in text
    assert text.index("Орталық Ә") < text.index("Центр")
    assert "Шығыс № 01-15/2" in text
    assert "Исх. № 01-15/2" in text
    assert f"{year} жылғы" in text
    assert "Г. Сәрсенова" in text


def test_both_files_go_along_with_the_letter_and_it_names_the_number(sent: Campaign) -> None:
    letter = session().scalars(select(Letter).order_by(Letter.id)).all()[1]

    assert [one.file_name for one in letter.attachments] == ["official-letter.pdf", "official-letter.docx"]
    assert "Официальное письмо № 01-15/2 от" in letter.text
    assert "01-15/2" in letter.html


def test_the_word_file_made_by_the_stencil_is_the_one_that_would_be_made_alone(sent: Campaign) -> None:
    for recipient in recipients(sent):
        letters = OfficialLetters(sent.council_session, wording_in(sent).words, clock.now())
        alone = official_letter_docx(letters.letter(recipient.invitation, 2, recipient.outgoing_number))

        assert read_digest(recipient.docx_sha256 or "") == alone


def test_a_long_title_of_the_session_stops_no_official_letter(council_session: CouncilSession, start: Start) -> None:
    with transaction():
        council_session.title = three("О ходе исполнения рекомендаций " * 9)
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
        subject = three("{session}: {body}")
        words = dataclasses.replace(READY, subject=subject, has_official_letter=True)
        save_invitation_words(council_session, words, 0, BY, clock.now())

    campaign = start()

    assert campaign.state is CampaignState.DONE
    for recipient in recipients(campaign):
        letters = OfficialLetters(council_session, wording_in(campaign).words, clock.now())
        alone = official_letter_docx(letters.letter(recipient.invitation, 2, recipient.outgoing_number))
        assert read_digest(recipient.docx_sha256 or "") == alone


def test_sending_again_keeps_number_and_files(sent: Campaign) -> None:
    before = [(one.outgoing_number_id, one.pdf_sha256) for one in recipients(sent)]
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
        send_to_one(recipients(sent)[0].invitation, BY, clock.now())
    queue_mailings()

    assert [(one.outgoing_number_id, one.pdf_sha256) for one in recipients(sent)] == before
    assert numbers() == [1, 2, 3, 4]


def move_by_a_week(council_session: CouncilSession) -> None:
    week = timedelta(days=7)
    moved = details(council_session, starts_at=council_session.starts_at + week, ends_at=council_session.ends_at + week)
    with transaction():
        change_session(council_session, moved, BY, clock.now())


def test_a_paper_that_states_another_day_is_not_sent_again_but_followed_by_a_true_one(
    sent: Campaign, council_session: CouncilSession
) -> None:
    former = recipients(sent)[1].pdf_sha256 or ""
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
    move_by_a_week(council_session)
    with transaction():
        send_to_one(recipients(sent)[1].invitation, BY, clock.now())
    queue_mailings()

    recipient = recipients(sent)[1]
    assert recipient.outgoing_number is not None
    assert recipient.outgoing_number.label == "01-15/5"
    assert numbers() == [1, 2, 3, 4, 5], "the former number stays in the register"
    paper = words_of(read_digest(recipient.pdf_sha256 or ""))
    assert "30 ноября" in paper
    assert "23 ноября" not in paper
    assert "№ 01-15/5" in paper
    assert "№ 01-15/5" in session().scalars(select(Letter.text).order_by(Letter.id.desc()).limit(1)).one()
    assert "23 ноября" in words_of(read_digest(former)), "what went out stays as it was"
    assert [one.outgoing_number.label for one in recipients(sent)[:1] if one.outgoing_number] == ["01-15/1"]


def test_the_page_of_a_body_leads_to_its_present_paper_and_to_those_that_were_replaced(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    former = recipients(sent)[1].pdf_sha256 or ""
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
    move_by_a_week(council_session)
    with transaction():
        send_to_one(recipients(sent)[1].invitation, BY, clock.now())
    queue_mailings()
    pages = f"/office/{council_session.address}/invitations"
    own, other = (f"{pages}/{one.invitation.public_id}" for one in recipients(sent)[1::-1])
    sign_in(browser, council_session.council, Role.CHAIR)

    page = browser.get(f"{own}?lang=en")
    day = long_date(local(clock.now(), council_session.council.time_zone).date(), "en")
    assert f"№ 01-15/5 , {day} – valid № 01-15/2 , {day} – replaced by No. 01-15/5 of {day}" in page.text
    shown = browser.request("GET", next(link for link in page.links if "outgoing-letters" in link))

    assert (shown.mimetype, shown.data) == ("application/pdf", read_digest(former))
    assert "replaced by" not in browser.get(f"{other}?lang=en").text


def test_papers_of_letters_that_are_made_anew_state_what_is_so(sent: Campaign, council_session: CouncilSession) -> None:
    move_by_a_week(council_session)
    queue_mailings()

    assert numbers() == list(range(1, 9))
    for recipient in recipients(sent):
        assert "30 ноября" in words_of(read_digest(recipient.pdf_sha256 or ""))
        assert recipient.letter is not None
        assert {recipient.pdf_sha256, recipient.docx_sha256} == {one.sha256 for one in recipient.letter.attachments}


def test_a_session_that_moves_while_its_papers_are_rendered_sends_none_with_the_former_day(
    council_session: CouncilSession, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = start(official=True, queued=False)
    rendered: list[Papers] = []

    def slowly(papers: Papers) -> list[Rendered]:
        if not rendered:
            move_by_a_week(council_session)
        rendered.append(papers)
        return render_papers(papers)

    monkeypatch.setattr("eventreg.invitations.actions.queueing.render_papers", slowly)
    queue_mailings()

    assert len(rendered) == 2
    assert all("30 ноября" in words_of(read_digest(one.pdf_sha256 or "")) for one in recipients(campaign))
    assert ["23 ноября" in letter.text for letter in session().scalars(select(Letter))] == [False] * 4


def test_a_later_letterhead_changes_no_letter_that_has_a_number(
    sent: Campaign, council_session: CouncilSession
) -> None:
    before = recipients(sent)[0].pdf_sha256
    with transaction():
        other = LetterheadDetails(Translated(kk="Басқа", ru="Другой"), Translated(), "9/", Translated(), Translated())
        edit_letterhead(council_session.council, other, BY, clock.now())
    queue_mailings()

    assert recipients(sent)[0].pdf_sha256 == before


def take_and_fail(council_session: CouncilSession) -> None:
    with transaction():
        take_outgoing_numbers(council_session.council, [("invitation", "abc")], clock.now())
        raise ZeroDivisionError


def test_a_transaction_that_fails_leaves_no_gap(council_session: CouncilSession) -> None:
    with pytest.raises(ZeroDivisionError):
        take_and_fail(council_session)

    with transaction():
        (number,) = take_outgoing_numbers(council_session.council, [("invitation", "abc")], clock.now())

    assert number.number == 1


def test_numbers_begin_anew_each_year_at_the_place_of_the_council(council_session: CouncilSession) -> None:
    eve = clock.now().replace(year=2026, month=12, day=31, hour=18, minute=59)  # 23:59 in Aktobe
    with transaction():
        (last,) = take_outgoing_numbers(council_session.council, [("invitation", "a")], eve)
        (first,) = take_outgoing_numbers(council_session.council, [("invitation", "b")], eve.replace(hour=19))

    assert (last.year, last.number) == (2026, 1)
    assert (first.year, first.number) == (2027, 1)


def test_a_paused_mailing_takes_no_number_and_goes_on_with_the_next(
    council_session: CouncilSession, start: Start
) -> None:
    campaign = start(official=True, queued=False)
    with transaction():
        pause_mailing(campaign, BY, clock.now())
    queue_mailings()
    assert numbers() == []

    with transaction():
        resume_mailing(campaign, BY, clock.now())
    queue_mailings()

    assert numbers() == [1, 2, 3, 4]


def test_numbers_of_cancelled_letters_stay_taken_and_their_papers_went_to_nobody(
    sent: Campaign, council_session: CouncilSession
) -> None:
    with transaction():
        cancel_mailing(sent, BY, clock.now())
    assert papers_of(recipients(sent)[0].invitation) == []

    with transaction():
        fingerprint = sending_of(council_session, clock.now()).fingerprint
        second = start_invitations(council_session, Audience(), fingerprint, BY, clock.now())
    queue_mailings()

    labels = [
        [one.outgoing_number.label for one in recipients(campaign) if one.outgoing_number]
        for campaign in (sent, second)
    ]
    assert labels == [[f"01-15/{number}" for number in numbers] for numbers in ((1, 2, 3, 4), (5, 6, 7, 8))]
    assert [one.campaign for one in papers_of(recipients(sent)[0].invitation)] == [second]


def send_page(council_session: CouncilSession, browser: Browser) -> Page:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    return browser.get("/office/rcc/2026-11-23/invitations/send?lang=en")


def no_signatory(council_session: CouncilSession) -> None:
    """The session's invitations bring official letters, which nobody signs."""
    with transaction():
        unsigned = dataclasses.replace(HEAD, signatory_name=Translated())
        edit_letterhead(council_session.council, unsigned, BY, clock.now())
        words = dataclasses.replace(READY, has_official_letter=True)
        save_invitation_words(council_session, words, 0, BY, clock.now())


def test_nothing_is_sent_with_a_paper_that_nobody_signs(council_session: CouncilSession, browser: Browser) -> None:
    no_signatory(council_session)
    body = session().scalars(select(Invitation).filter_by(email="mon@invitee.example")).one()

    page = send_page(council_session, browser)
    assert "Nobody signs the official letter" in page.text
    assert "/office/rcc/2026-11-23/mailings/letterhead" in page.links
    assert "Send 4 invitations" not in page.text
    fingerprint = sending_of(council_session, clock.now()).fingerprint
    with pytest.raises(Refusal, match="letterhead_has_no_signatory"), transaction():
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())
    refused = browser.submit(browser.get(f"/office/rcc/2026-11-23/invitations/{body.public_id}"), "/send")
    assert refused.path == "/office/rcc/2026-11-23/mailings/letterhead"
    queue_mailings()
    assert numbers() == []

    with transaction():
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
    assert "Send 4 invitations" in browser.get("/office/rcc/2026-11-23/invitations/send?lang=en").text


def test_a_paper_that_was_made_goes_again_though_nobody_signs_any_more(
    sent: Campaign, council_session: CouncilSession
) -> None:
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
        unsigned = dataclasses.replace(HEAD, signatory_name=Translated())
        edit_letterhead(council_session.council, unsigned, BY, clock.now())
        send_to_one(recipients(sent)[0].invitation, BY, clock.now())
    queue_mailings()

    assert len(session().scalars(select(Letter)).all()) == 5


def test_the_check_page_names_bodies_without_the_dative_and_lets_the_mailing_go(
    council_session: CouncilSession, browser: Browser
) -> None:
    no_signatory(council_session)
    with transaction():
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
        for code, dative in (("AKM-0", {}), ("AKM-1", {"kk": "Ұйымға"}), ("NGO", {})):
            session().scalars(select(Body).filter_by(code=code)).one().dative = Translated(dative)
    ids = [session().scalars(select(Body.public_id).filter_by(code=code)).one() for code in ("AKM-0", "AKM-1", "NGO")]

    page = send_page(council_session, browser)

    assert "2 bodies without the dative" in page.text
    assert f"/office/bodies/{ids[0]}#dative_kk" in page.links
    assert f"/office/bodies/{ids[1]}#dative_ru" in page.links
    assert not [link for link in page.links if ids[2] in link], "it gets no letter"
    assert "Send 4 invitations" in page.text


def test_the_page_of_a_body_says_that_the_dative_is_missing_until_its_paper_is_made(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    recipient = recipients(sent)[0]
    with transaction():
        recipient.invitation.body.dative = Translated(kk="Ұйымға")
        recipient.pdf_sha256, made = None, recipient.pdf_sha256
    sign_in(browser, council_session.council, Role.SECRETARY)
    address = f"/office/{council_session.address}/invitations/{recipient.invitation.public_id}?lang=en"

    page = browser.get(address)
    assert "The dative of the name is missing" in page.text
    assert f"/office/bodies/{recipient.invitation.body.public_id}#dative_ru" in page.links
    with transaction():
        recipient.pdf_sha256 = made
    assert "The dative of the name is missing" not in browser.get(address).text


def test_without_an_official_letter_neither_dative_nor_signatory_matters(
    council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        session().scalars(select(Body).filter_by(code="AKM-0")).one().dative = Translated()

    page = send_page(council_session, browser)

    assert "without the dative" not in page.text
    assert "Send 4 invitations" in page.text


def own_copy(council_session: CouncilSession, now: datetime) -> Letter:
    """The test that goes to the office itself, as the ministry would get the invitation."""
    with transaction():
        invitation = session().scalars(select(Invitation).filter_by(email="mon@invitee.example")).one()
        send_test(invitation, wording_of(council_session), "me@eventreg.example", "ru", now)
    to_office = select(Letter).filter_by(recipient="me@eventreg.example").order_by(Letter.id.desc())
    return session().scalars(to_office.limit(1)).one()


def test_a_test_brings_what_a_recipient_gets(
    sent: Campaign, council_session: CouncilSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    today = local(now, council_session.council.time_zone).date()
    letter = own_copy(council_session, now)
    assert [one.file_name for one in letter.attachments] == ["official-letter.pdf", "official-letter.docx"]
    assert f"Официальное письмо № ________ от {long_date(today, 'ru')}" in letter.text

    monkeypatch.setattr("eventreg.invitations.rules.MOST_ATTACHED", 1000)
    linked = own_copy(council_session, now + timedelta(seconds=1))

    assert linked.attachments == []
    assert "№ ________" in linked.text
    assert linked.text != letter.text, "it says where the paper can be taken"
    assert numbers() == [1, 2, 3, 4]


def test_files_that_are_too_big_for_a_letter_are_linked() -> None:
    assert fits_in_letter([MOST_ATTACHED - 1, 1])
    assert not fits_in_letter([MOST_ATTACHED, 1])


def test_a_body_takes_its_own_paper_from_its_page_and_no_other(sent: Campaign, browser: Browser) -> None:
    own, other = recipients(sent)[0].invitation, recipients(sent)[1].invitation
    digest = recipients(sent)[0].pdf_sha256 or ""
    page = browser.get(f"/i/{own.link.token}?lang=en")

    answer = browser.request("GET", f"/i/b/{own.public_id}/official-letters/1.pdf")
    foreign = browser.request("GET", f"/i/b/{other.public_id}/official-letters/1.pdf")

    assert f"/i/b/{own.public_id}/official-letters/1.pdf" in page.links
    assert "01-15/1" in page.text
    assert answer.data == read_digest(digest)
    assert foreign.status_code == 410


def test_a_draft_shows_a_gap_for_the_number_and_takes_none(
    app: Flask, council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    campaign = start(official=True, queued=False)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())
    sign_in(browser, council_session.council, Role.ORGANIZER)
    invitation = session().scalars(select(Invitation)).first()
    assert invitation is not None
    address = f"/office/rcc/2026-11-23/mailings/1/official-letter/{invitation.public_id}"

    pdf = browser.request("GET", f"{address}.pdf")
    picture = browser.request("GET", f"{address}.png")

    assert "Исх. № ____" in words_of(pdf.data)
    assert picture.data.startswith(b"\x89PNG")
    assert browser.request("GET", f"{address}.png?page=9").status_code == 404
    assert numbers() == []


def test_the_preview_after_a_cancelling_shows_no_number_that_was_taken(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        cancel_mailing(sent, BY, clock.now())
    sign_in(browser, council_session.council, Role.ORGANIZER)
    body = recipients(sent)[0].invitation.public_id

    page = browser.get(f"/office/rcc/2026-11-23/invitations/{body}/preview")
    (link,) = [link for link in page.links if ".pdf" in link]

    assert "Исх. № ____" in words_of(browser.request("GET", link).data)
    assert "Исх. № 01-15/1" in words_of(browser.request("GET", link.partition("?")[0]).data)
