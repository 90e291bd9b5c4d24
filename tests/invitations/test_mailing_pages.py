"""The office's pages of mailings: what is sent is what was read, and whoever may not send cannot."""

import errno
import itertools
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from structlog.testing import capture_logs

from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions import queueing
from eventreg.invitations.actions.campaigns import add_letter, pause_mailing, start_letter
from eventreg.invitations.actions.papers import Papers, Rendered, render_papers
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import Chosen, send_to_chosen
from eventreg.invitations.models import Campaign, CampaignState, Invitation, InvitationState
from eventreg.invitations.recipients import Audience, Words, sending_of, wording_in
from eventreg.mail.models import Letter, LetterState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, an_invitation, three
from tests.invitations.conftest import BY, Start

PLACE = "/office/rcc/2026-11-23"


def number_of_letters() -> int:
    queue_mailings()
    session().rollback()
    return len(session().scalars(select(Letter)).all())


def campaign_now() -> Campaign:
    session().rollback()
    return session().scalars(select(Campaign).order_by(Campaign.number.desc())).first() or Campaign()


@pytest.fixture
def office(council_session: CouncilSession, browser: Browser) -> Browser:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    return browser


def test_the_check_page_restates_the_number_and_two_presses_send_once(office: Browser) -> None:
    page = office.get(f"{PLACE}/invitations/send?lang=en")
    assert "Send 4 invitations" in page.text
    assert "Without an address" in page.text

    first = office.submit(page, "")
    second = office.submit(page, "")

    assert first.path == f"{PLACE}/mailings/1"
    assert "0 of 4 letters sent" in first.text
    assert "nothing was sent twice" in second.text
    assert number_of_letters() == 4


def test_what_is_sent_is_what_was_narrowed_to(office: Browser) -> None:
    page = office.get(f"{PLACE}/invitations/send?lang=en&kind=ministry")
    assert "Send 1 invitation" in page.text

    office.submit(page, "")

    assert number_of_letters() == 1


def test_a_letter_is_written_read_tested_and_sent(office: Browser, start: Start) -> None:
    start()
    words = {f"{name}_{code}": f"{name} {code}" for name in ("subject", "text") for code in ("kk", "ru", "en")}
    page = office.submit(office.get(f"{PLACE}/mailings/new?lang=en"), "", **words)
    assert page.path == f"{PLACE}/mailings/2"
    body = session().scalars(select(Invitation)).first()
    assert body is not None

    preview = office.get(f"{PLACE}/mailings/2/preview/{body.public_id}?lang=en&letter=ru")
    assert "text ru" in preview.text
    tested = office.submit(preview, "/test/", email="me@eventreg.example", language="en")
    assert "A test letter to me@eventreg.example is in the queue." in tested.text
    sent = office.submit(office.get(f"{PLACE}/mailings/2/send?lang=en"), "")

    assert sent.path == f"{PLACE}/mailings/2"
    assert number_of_letters() == 4 + 1 + 4


@pytest.fixture
def without_english(council_session: CouncilSession) -> CouncilSession:
    """A council that works in Kazakh and Russian, with no body that is written to in English."""
    with transaction():
        council_session.council.languages = ["kk", "ru"]
        the("AKM-2").language = "ru"
    return council_session


def the(code: str) -> Invitation:
    return session().scalars(select(Invitation).join(Invitation.body).filter_by(code=code)).one()


TWO = {f"{name}_{code}": f"{name} {code}" for name in ("subject", "text") for code in ("kk", "ru")}


def test_a_letter_is_written_in_the_languages_of_the_council_and_of_the_bodies_alone(
    without_english: CouncilSession, office: Browser
) -> None:
    page = office.get(f"{PLACE}/mailings/new?lang=en")
    assert "Subject in English (optional)" in page.text

    half = office.submit(page, "", **TWO, subject_en="Subject alone")
    assert half.status == 422
    assert office.submit(page, "", **TWO).path == f"{PLACE}/mailings/1"
    with transaction():
        the("AKM-2").is_bilingual = True
    assert "Subject in English (optional)" in office.get(f"{PLACE}/mailings/new?lang=en").text
    with transaction():
        the("AKM-2").language, the("AKM-2").is_bilingual = "en", False

    page = office.get(f"{PLACE}/mailings/new?lang=en")
    assert "(optional)" not in page.text
    assert office.submit(page, "", **TWO).status == 422


def test_a_mailing_without_a_text_in_a_chosen_bodys_language_is_not_sent(
    without_english: CouncilSession, start: Start, office: Browser
) -> None:
    start()
    delivered()
    office.submit(office.get(f"{PLACE}/mailings/new?lang=en"), "", **TWO)
    ready = office.get(f"{PLACE}/mailings/2/send?lang=en")
    with transaction():
        the("AKM-2").language = "en"

    page = office.get(f"{PLACE}/mailings/2/send?lang=en")
    assert "in which the letter has no text (English)" in page.text
    assert f"{PLACE}/mailings/2/words" in page.links
    assert "Send 4 letters" not in page.text
    refused = office.submit(ready, "")

    assert "The letter has no text in a language that is needed (English), so nothing was sent." in refused.text
    assert number_of_letters() == 4
    preview = office.get(f"{PLACE}/mailings/2/preview/{public_id_of('AKM-2')}?lang=en")
    assert "The letter has no text in this language." in preview.text
    assert "English" not in preview.html[preview.html.index('name="language"') :]
    others = f"body={public_id_of('AKM-0')}&body={public_id_of('AKM-1')}"
    assert "Send 2 letters" in office.get(f"{PLACE}/mailings/2/send?lang=en&{others}").text


def test_a_running_mailing_is_paused_resumed_and_stopped_by_buttons(office: Browser, start: Start) -> None:
    start()
    page = office.get(f"{PLACE}/mailings/1?lang=en")
    assert 'http-equiv="refresh"' in page.html

    page = office.submit(page, "/pause")
    assert campaign_now().state is CampaignState.PAUSED
    page = office.submit(page, "/resume")
    assert campaign_now().state is CampaignState.RUNNING
    page = office.submit(page, "/cancel")

    assert campaign_now().state is CampaignState.CANCELLED
    assert 'http-equiv="refresh"' not in page.html


def test_the_check_page_says_that_the_deadline_has_passed_and_leads_to_another(
    office: Browser, council_session: CouncilSession
) -> None:
    address = f"{PLACE}/invitations/send?lang=en"
    before = office.get(address)
    with transaction():
        council_session.nominate_until = clock.now() - timedelta(hours=2)

    page = office.get(address)
    refused = office.submit(before, "")

    assert "Send 4 invitations" not in page.text
    assert f"{PLACE}/edit#nominate_until" in page.links
    assert "so a body could not answer and nothing was sent" in refused.text
    assert number_of_letters() == 0
    one = session().scalars(select(Invitation.public_id)).first()
    assert office.submit(office.get(f"{PLACE}/invitations/{one}?lang=en"), "/send").path == f"{PLACE}/edit"


def test_a_mailing_whose_letters_cannot_be_made_says_why_and_holds_up_no_other(
    browser: Browser, council_session: CouncilSession, start: Start
) -> None:
    with time_machine.travel(NOW, tick=False) as travelled:
        sign_in(browser, council_session.council, Role.ORGANIZER)
        start(official=True, queued=False)
        with transaction():
            campaign_now().official_text, kept = Translated(), campaign_now().official_text
        with transaction():
            words = Words(three("Хат"), three("Сәлем"))
            other = add_letter(council_session, words, BY, NOW)
            fingerprint = sending_of(council_session, NOW, wording_in(other)).fingerprint
            start_letter(other, Audience(), fingerprint, BY, NOW)
        for _ in range(3):
            queue_mailings()
            travelled.shift(timedelta(minutes=2))

        page = browser.get(f"{PLACE}/mailings/1?lang=en")
        assert "The letters could not be made" in page.text
        assert "A letter cannot be made from these words" in page.text
        assert "IndexError" in page.text
        failed = session().scalars(select(Campaign).filter_by(number=1)).one()
        assert (failed.failure, failed.failure_type) == ("letter_cannot_be_made", "IndexError")
        assert [letter.kind for letter in session().scalars(select(Letter))] == ["body_letter"] * 4
        queue_mailings()
        with transaction():
            session().scalars(select(Campaign).filter_by(number=1)).one().official_text = kept
        page = browser.submit(page, "/resume")
        queue_mailings()

    assert "The letters could not be made" not in page.text
    assert len(session().scalars(select(Letter).filter_by(kind="invitation")).all()) == 4


def test_what_an_error_says_goes_to_the_log_and_people_read_a_reason_of_our_own(
    browser: Browser,
    council_session: CouncilSession,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(papers: Papers) -> list[Rendered]:
        raise OSError(errno.ENOSPC, "No space left on device", "Иванов Иван.pdf")

    monkeypatch.setattr(queueing, "render_papers", full)
    with time_machine.travel(NOW, tick=False) as travelled:
        sign_in(browser, council_session.council, Role.ORGANIZER)
        start(official=True, queued=False)
        with capture_logs() as lines:
            for _ in range(3):
                queue_mailings()
                travelled.shift(timedelta(minutes=2))
        page = browser.get(f"{PLACE}/mailings/1?lang=en")

    assert "There is no room left on the server. Please tell its administrator. OSError" in page.text
    campaign = session().scalars(select(Campaign)).one()
    assert (campaign.failure, campaign.failure_type) == ("storage_full", "OSError")
    assert "Иванов" not in page.html
    assert ["No space left on device" in str(line["exc_info"]) for line in lines] == [True] * 3


def test_a_letter_of_a_paused_mailing_is_said_to_wait_and_the_page_leads_to_the_mailing(
    office: Browser, council_session: CouncilSession, start: Start
) -> None:
    campaign = start()
    with transaction():
        pause_mailing(campaign, BY, clock.now())
        late = an_invitation(council_session, a_body("LATE"), state=InvitationState.DRAFT)
        other = an_invitation(council_session, a_body("OTHER"), state=InvitationState.DRAFT)

    page = office.submit(office.get(f"{PLACE}/invitations/{late.public_id}?lang=en"), "/send")
    with transaction():
        chosen = send_to_chosen(council_session, {other.public_id: 0}, BY, clock.now())

    assert "The mailing is paused: the letter waits until it goes on." in page.text
    assert "in the queue" not in page.text
    assert f"{PLACE}/mailings/1" in page.links
    assert chosen == Chosen(sent=1, waiting=1)
    assert number_of_letters() == 4


def test_a_mailing_that_fails_now_and_then_is_not_paused(
    council_session: CouncilSession, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "PAPERS", 1)
    calls = itertools.count()

    def rendered(papers: Papers) -> list[Rendered]:
        if next(calls) % 2:
            raise OSError("no room for a moment")
        return render_papers(papers)

    monkeypatch.setattr(queueing, "render_papers", rendered)
    with time_machine.travel(NOW, tick=False) as travelled:
        start(official=True, queued=False)
        for _ in range(4):
            queue_mailings()
            travelled.shift(timedelta(minutes=2))

    assert number_of_letters() == 4
    assert session().scalars(select(Campaign.state)).all() == [CampaignState.DONE]


def test_ticked_rows_are_sent_from_the_board_under_its_filter(office: Browser, start: Start) -> None:
    start()
    with_no_letter = office.get(f"{PLACE}/invitations/?lang=en&state=queued&kind=akimat")
    body = session().scalars(select(Invitation)).first()
    assert body is not None

    page = office.submit(with_no_letter, "/send-chosen", chosen=[f"{body.public_id}.1"])

    assert "Left out, without an address, with a letter on its way or with a withdrawn invitation: 1." in page.text
    assert "kind=akimat" in with_no_letter.html
    assert "Tick the bodies first." in office.submit(with_no_letter, "/send-chosen", chosen=[]).text


def public_id_of(code: str) -> str:
    return session().scalars(select(Invitation.public_id).join(Invitation.body).filter_by(code=code)).one()


def delivered() -> int:
    """Every letter that is to be sent has arrived; how many there are in all."""
    number = number_of_letters()
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)
    return number


@pytest.mark.parametrize("action", ["/send", "/address"])
def test_a_button_pressed_once_more_after_the_letter_went_sends_no_second_one(
    office: Browser, start: Start, action: str
) -> None:
    start()
    assert delivered() == 4
    page = office.get(f"{PLACE}/invitations/{public_id_of('MON')}?lang=en")
    changes = {"send": "1", "language": "kk"} if action == "/address" else {}

    first = office.submit(page, action, **changes)
    assert "The letter is in the queue." in first.text
    assert delivered() == 5
    again = office.submit(page, action, **changes)

    assert "The letter was sent meanwhile, so nothing more was sent." in again.text
    assert number_of_letters() == 5
    delivered()
    office.submit(again, action, **changes, seen="2")  # the way to the registry's address is another form
    assert number_of_letters() == 6, "who has seen that sends again knowingly"


def test_an_address_typed_while_somebody_sent_the_letter_stays_in_the_form(office: Browser, start: Start) -> None:
    start()
    delivered()
    page = office.get(f"{PLACE}/invitations/{public_id_of('MON')}?lang=en")
    office.submit(page, "/send")
    delivered()

    refused = office.submit(page, "/address", send="1", email="typed@invitee.example")

    assert refused.form("/address")["email"] == "typed@invitee.example"
    assert number_of_letters() == 5


def test_ticked_bodies_get_one_letter_by_two_presses(office: Browser, start: Start) -> None:
    start()
    assert delivered() == 4
    page = office.get(f"{PLACE}/invitations/?lang=en")
    ticked = [f"{public_id_of(code)}.1" for code in ("MON", "AKM-0")]
    assert all(f'value="{value}"' in page.html for value in ticked)

    assert "2 letters are in the queue." in office.submit(page, "/send-chosen", chosen=ticked).text
    assert delivered() == 6
    again = office.submit(page, "/send-chosen", chosen=ticked)

    assert "Left out, since the letter was sent to them meanwhile: 2." in again.text
    assert "in the queue" not in again.text
    assert number_of_letters() == 6


def test_the_next_try_is_shown_with_its_day(office: Browser, start: Start) -> None:
    start()
    with transaction():
        letter = session().scalars(select(Letter)).first() or Letter()
        letter.state, letter.next_at = LetterState.WAITING, datetime(2026, 11, 24, 5, 30, tzinfo=UTC)

    page = office.get(f"{PLACE}/invitations/?lang=en")

    assert "Next try: 24.11.2026, 10:30" in page.text


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_the_board_is_taken_out_as_it_is_narrowed(office: Browser, start: Start, file_type: str) -> None:
    start()
    page = office.get(f"{PLACE}/invitations/?lang=en&kind=ministry")
    token = page.form(f"/export.{file_type}")["csrf_token"]
    answer = office.request("POST", f"{PLACE}/invitations/export.{file_type}?kind=ministry", data={"csrf_token": token})

    assert answer.status_code == 200
    if file_type == "csv":
        lines = answer.data.decode("utf-8-sig").strip().split("\r\n")
        assert len(lines) == 2
        assert "mon@invitee.example" in lines[1]
        assert "Queued" in lines[1]


def test_an_auditor_reads_mailings_and_starts_none(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start()
    sign_in(browser, council_session.council, Role.AUDITOR)

    assert browser.get(f"{PLACE}/mailings/1").status == 200
    for path in ("invitations/send", "mailings/new", "mailings/1/send", "mailings/letterhead"):
        assert browser.get(f"{PLACE}/{path}").status == 403
    page = browser.get(f"{PLACE}/mailings/")
    assert "/mailings/new" not in page.html


def test_a_sign_that_paper_would_show_as_a_square_is_named_beside_its_field(office: Browser) -> None:
    page = office.get(f"{PLACE}/mailings/letterhead?lang=en")
    refused = office.submit(page, "", details_ru="☎ 55\t12", name_kk="Орталық", name_ru="Центр")
    accepted = office.submit(page, "", details_ru="тел. 55\t12 −3", name_kk="Орталық", name_ru="Центр")
    letter = office.submit(office.get(f"{PLACE}/invitations/letter?lang=en"), "", official_ru="✓ Келісемін")

    assert "These signs cannot be printed on paper: ☎ (U+260E). Replace them." in refused.text
    assert "cannot be printed" not in accepted.text
    assert "✓ (U+2713)" in letter.text


def test_the_letterhead_is_kept_and_shows_what_somebody_else_saved(office: Browser) -> None:
    page = office.get(f"{PLACE}/mailings/letterhead?lang=en")
    office.submit(page, "", name_kk="Орталық", name_ru="Центр", number_index="01-15/")

    late = office.submit(page, "", name_kk="Басқа", name_ru="Другой")

    assert late.status == 409
    assert "Орталық" in late.text
    assert office.get(f"{PLACE}/mailings/letterhead?lang=en").form("")["number_index"] == "01-15/"
