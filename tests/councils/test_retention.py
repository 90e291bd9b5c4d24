"""Personal data is deleted after its period, and the pages that showed it still render."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.cli import application as opener
from eventreg.cli.main import main
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import keep_data_for
from eventreg.councils.models import Council, DataKind, Member
from eventreg.councils.queries import retention_days
from eventreg.councils.retention import purge_expired, run_retention
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.models import Reminder
from eventreg.journal.models import JournalEntry
from eventreg.mail.actions import post
from eventreg.mail.inbound import receive
from eventreg.mail.models import InboundMessage, Letter, LetterState
from eventreg.registrations.actions.registering import Answers, confirm_registration
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_body, a_council, a_session, an_invitation
from tests.tables import all_rows

ENDED = STARTS + timedelta(hours=7)
DETAILS = PersonDetails("Ахметова", "Айгүл", post="Маман", email="a@mon.example", phone="+77015550011", language="en")


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        return a_delegate(a_session(a_council("rcc"), stage=Stage.OPEN))


def a_delegate(council_session: CouncilSession) -> Registration:
    invitation = an_invitation(council_session, a_body())
    (found,) = nominate_delegates(invitation, [Nominee(DETAILS)], Actor("invitation", invitation.public_id), NOW)
    confirm_registration(found, Answers(DETAILS, "Арба"), Actor("registration", found.public_id), NOW)
    return found


def held(registration: Registration) -> None:
    with transaction():
        registration.council_session.stage = Stage.HELD


def purged(now: datetime) -> dict[DataKind, int]:
    return purge_expired(SYSTEM, now)


def kept() -> tuple[str, str, str, list[str]]:
    """Needs, e-mail address, phone, and recipients of letters to the delegate."""
    found = session().scalars(select(Registration)).one()
    letters = session().scalars(select(Letter).filter_by(about_kind="registration"))
    return found.access_needs, found.person.email, found.person.phone, sorted({letter.recipient for letter in letters})


def test_each_kind_goes_after_its_own_period(registration: Registration) -> None:
    held(registration)

    assert purged(ENDED + timedelta(days=30, seconds=-1)) == {}
    assert purged(ENDED + timedelta(days=30)) == {DataKind.NEEDS: 1}
    assert kept() == ("", "a@mon.example", "+77015550011", ["a@mon.example"])
    assert purged(ENDED + timedelta(days=180)) == {DataKind.CONTACTS: 1}
    assert kept() == ("", "", "", ["a@mon.example"])
    assert purged(ENDED + timedelta(days=365)) == {DataKind.LETTERS: 2}
    assert kept() == ("", "", "", [""])
    assert purged(ENDED + timedelta(days=4000)) == {}


def test_name_and_state_stay_and_the_journal_counts(registration: Registration) -> None:
    held(registration)
    purged(ENDED + timedelta(days=400))

    found = session().scalars(select(Registration)).one()
    assert (found.person.surname, found.state) == ("Ахметова", "confirmed")
    entries = session().scalars(select(JournalEntry).filter_by(event="PersonalDataPurged")).all()
    assert sorted((entry.payload["kind"], entry.payload["rows"]) for entry in entries) == [
        ("contacts", 1),
        ("letters", 2),
        ("needs", 1),
    ]


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.ANNOUNCED, Stage.POSTPONED])
def test_nothing_goes_while_a_session_is_not_over(registration: Registration, stage: Stage) -> None:
    with transaction():
        registration.council_session.stage = stage

    assert purged(ENDED + timedelta(days=4000)) == {}


def test_who_takes_part_in_a_later_session_stays_reachable(registration: Registration) -> None:
    held(registration)
    with transaction():
        later = a_session(registration.council_session.council, "2027-06-01")
        session().add(_again(registration, later))

    assert DataKind.CONTACTS not in purged(ENDED + timedelta(days=200))
    assert registration.person.phone == "+77015550011"


def _again(registration: Registration, later: CouncilSession) -> Registration:
    again = Registration(
        council_session=later,
        person=registration.person,
        body=registration.body,
        language="en",
        reference="R-AGAIN1",
        short_code="AGAIN1",
        nominated_at=NOW,
    )
    again.renew_link()
    return again


def test_a_member_of_the_council_stays_reachable_while_the_term_runs(registration: Registration) -> None:
    held(registration)
    with transaction():
        council = registration.council_session.council
        member = Member(council=council, person=registration.person, starts_on=NOW.date())
        session().add(member)

    assert DataKind.CONTACTS not in purged(ENDED + timedelta(days=200))
    with transaction():
        member.ends_on = NOW.date()
    assert purged(ENDED + timedelta(days=200)) == {DataKind.CONTACTS: 1}


def test_a_council_sets_its_own_periods(registration: Registration, browser: Browser) -> None:
    council = registration.council_session.council
    sign_in(browser, council, Role.SECRETARY)
    page = browser.get("/office/rcc/privacy/retention")

    assert browser.submit(page, "", needs="-1").status == 422
    browser.submit(page, "", needs="7", letters="0")

    days = retention_days(session().scalars(select(Council)).one())
    assert (days[DataKind.NEEDS], days[DataKind.LETTERS], days[DataKind.CONTACTS]) == (7, 0, 180)
    held(registration)
    assert purged(ENDED + timedelta(days=7)) == {DataKind.NEEDS: 1, DataKind.LETTERS: 2}


def test_who_saves_over_other_periods_sees_them_first(registration: Registration, browser: Browser) -> None:
    council = registration.council_session.council
    sign_in(browser, council, Role.SECRETARY)
    page = browser.get("/office/rcc/privacy/retention")
    with transaction():
        keep_data_for(council, {DataKind.NEEDS: 5}, SYSTEM, NOW)

    page = browser.submit(page, "", needs="9")
    assert page.status == 409
    browser.submit(page, "")

    assert retention_days(council)[DataKind.NEEDS] == 9


@pytest.fixture
def later(registration: Registration) -> Iterator[None]:
    held(registration)
    with time_machine.travel(ENDED + timedelta(days=400), tick=True):
        yield


def test_a_rehearsal_says_the_numbers_and_deletes_nothing(
    app: Flask, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opener, "application", lambda: app)
    before = all_rows()

    rehearsed = CliRunner().invoke(main, ["retention", "run", "--dry-run"])
    assert all_rows() == before
    done = CliRunner().invoke(main, ["retention", "run"])

    assert rehearsed.output == "contacts: 1\nletters: 2\nneeds: 1\nWould be deleted: 4\n"
    assert done.output == "contacts: 1\nletters: 2\nneeds: 1\nDeleted: 4\n"


def test_purged_pages_still_render(registration: Registration, browser: Browser, later: None) -> None:
    council = registration.council_session.council
    letters = [letter.public_id for letter in session().scalars(select(Letter))]
    sign_in(browser, council, Role.SECRETARY)
    address = f"/office/{registration.council_session.address}"
    public_id, token = registration.public_id, registration.link.token
    run_retention()

    pages = [browser.get(f"{address}/registrations"), browser.get(f"{address}/registrations/{public_id}")]
    pages += [browser.get(f"{address}/letters/"), *(browser.get(f"/office/letters/{letter}") for letter in letters)]
    pages += [browser.get(f"/r/{token}"), browser.get(f"/r/p/{public_id}/personal-data")]

    assert {page.status for page in pages} == {200}
    assert "deleted after" in browser.get(f"{address}/registrations/{public_id}?lang=en").text
    assert not any("a@mon.example" in page.html or "+77015550011" in page.html for page in pages)


def test_the_page_of_a_registration_counts_the_days_down(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.AUDITOR)
    path = f"/office/{registration.council_session.address}/registrations/{registration.public_id}?lang=en"

    with time_machine.travel(ENDED + timedelta(days=10), tick=False):
        page = browser.get(path)

    assert "20 days left" in page.text


def test_letters_to_bodies_and_all_that_came_back_go_with_letters_to_delegates(registration: Registration) -> None:
    held(registration)
    council_session = registration.council_session
    with transaction():
        invitation = an_invitation(council_session, a_body())
        about = ("invitation", invitation.public_id)
        letter = post(
            "staff_invitation",
            key="k",
            to="director@own.example",
            language="ru",
            about=about,
            council_session=council_session.public_id,
            context={"name": "", "email": "", "link": ""},
            now=NOW,
        )
        reminded = {"days": 3, "address": "director@own.example", "letter": "digest", "made_at": NOW}
        session().add(Reminder(invitation=invitation, deadline=NOW.date(), **reminded))
        answer = f"From: director@own.example\nIn-Reply-To: <{letter.message_id}>\nSubject: Re\n\nI am in hospital.\n"
        receive(answer.encode(), SYSTEM, ENDED)
        receive(b"From: stranger@own.example\nSubject: Illness\n\nI am in hospital.\n", SYSTEM, ENDED)

    assert DataKind.LETTERS not in purged(ENDED + timedelta(days=365, seconds=-1))
    assert [message.words for message in messages()] == ["Re\nI am in hospital.", "Illness\nI am in hospital."]
    assert purged(ENDED + timedelta(days=365, seconds=1))[DataKind.LETTERS] == 5
    assert {(message.sender, message.words, message.source) for message in messages()} == {("", "", "")}
    assert session().scalars(select(Letter.recipient)).all() == ["", "", ""]
    assert session().scalars(select(Reminder.address)).all() == [""]


def messages() -> Sequence[InboundMessage]:
    return session().scalars(select(InboundMessage).order_by(InboundMessage.id)).all()


def test_an_emptied_letter_is_not_sent_any_more(registration: Registration) -> None:
    held(registration)
    purged(ENDED + timedelta(days=400))

    letters = session().scalars(select(Letter).filter_by(about_kind="registration")).all()
    assert {letter.state for letter in letters} == {LetterState.CANCELLED}
