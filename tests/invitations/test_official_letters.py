"""Official letters: a number once for each, both languages, the same bytes for good."""

import re
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import LetterheadDetails, edit_letterhead, take_outgoing_numbers
from eventreg.councils.models import OutgoingNumber
from eventreg.documents.official_letter import official_letter_docx
from eventreg.files.queries import read_digest
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import cancel_mailing, pause_mailing, resume_mailing, start_invitations
from eventreg.invitations.actions.mailing import send_to_one
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.models import Campaign, CampaignRecipient, Invitation
from eventreg.invitations.recipients import Audience, papers_of, recipients_of, sending_of, wording_in
from eventreg.invitations.rules import MOST_ATTACHED, fits_in_letter
from eventreg.mail.models import Letter, LetterState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.invitations.conftest import BY, Start

HEAD = LetterheadDetails(
    name=Translated(kk="Орталық Ә", ru="Центр"),
    details=Translated(kk="Астана қ.", ru="г. Астана"),
    number_index="01-15/",
    signatory_post=Translated(kk="Директор", ru="Директор"),
    signatory_name=Translated(kk="Г. Сәрсенова", ru="Г. Сарсенова"),
)


@pytest.fixture
def sent(council_session: CouncilSession, start: Start) -> Campaign:
    """The invitations of the session, queued with their official letters."""
    with transaction():
        edit_letterhead(council_session.council, HEAD, BY, clock.now())
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

    year = clock.now().year
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


def test_sending_again_keeps_number_and_files(sent: Campaign) -> None:
    before = [(one.outgoing_number_id, one.pdf_sha256) for one in recipients(sent)]
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
        send_to_one(recipients(sent)[0].invitation, BY, clock.now())
    queue_mailings()

    assert [(one.outgoing_number_id, one.pdf_sha256) for one in recipients(sent)] == before
    assert numbers() == [1, 2, 3, 4]


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
