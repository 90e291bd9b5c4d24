"""A session is moved, postponed, announced again or cancelled: everybody hears it once, and calendars follow."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.invitations.actions import Nominee, nominate_delegates
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.reminders import save_ladder, send_reminders
from eventreg.invitations.models import ExtraNominee, Invitation, InvitationState, RungTarget
from eventreg.invitations.news import tell_news
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.deciding import reject_registration
from eventreg.registrations.actions.registering import (
    Answers,
    confirm_registration,
    send_link_again,
    withdraw_registration,
)
from eventreg.registrations.actions.substituting import substitute
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.sessions.actions import SessionDetails, change_session, move_to
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser, Page
from tests.calendar_reader import Entry, read_calendar
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

EDIT = "/office/rcc/2026-11-23/edit?lang=en"
WHY = Translated(kk="Төтенше жағдай", ru="Чрезвычайная ситуация", en="An emergency")


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    """Announced; one has confirmed, one is nominated, one withdrew; a body is silent, one declined, one is a draft."""
    with transaction():
        council_session = a_session(a_council("rcc"), stage=Stage.ANNOUNCED)
        invited = an_invitation(council_session, a_body("INVITED"))
        an_invitation(council_session, a_body("DECLINED"), state=InvitationState.DECLINED)
        an_invitation(council_session, a_body("DRAFT"), state=InvitationState.DRAFT)
        states = (RegistrationState.CONFIRMED, RegistrationState.NOMINATED, RegistrationState.WITHDRAWN)
        people = [a_registration(council_session, invited.body, f"N{state.value}", state) for state in states]
        for registration, name in zip(people, ("confirmed", "nominated", "withdrawn"), strict=True):
            registration.person.email = f"{name}@delegate.example"
        invited.seats[0].registration = people[0]
    return council_session


def details(council_session: CouncilSession, **changes: object) -> SessionDetails:
    names = SessionDetails.__dataclass_fields__
    return SessionDetails(**{**{name: getattr(council_session, name) for name in names}, **changes})


def move(council_session: CouncilSession, **changes: object) -> None:
    with transaction():
        change_session(council_session, details(council_session, **changes), SYSTEM, NOW)
    tell_news()


def bring_to(council_session: CouncilSession, *stages: Stage) -> None:
    for stage in stages:
        with transaction():
            move_to(council_session, stage, SYSTEM, NOW, WHY)
        tell_news()


def letters(*kinds: str) -> Sequence[Letter]:
    query = select(Letter).order_by(Letter.id)
    return session().scalars(query.where(Letter.kind.in_(kinds)) if kinds else query).all()


def recipients(kind: str) -> list[str]:
    return sorted(letter.recipient for letter in letters(kind))


EVERYBODY = [
    "confirmed@delegate.example",
    "declined@invitee.example",
    "invited@invitee.example",
    "nominated@delegate.example",
]


def entries() -> list[Entry]:
    """Every calendar entry that was sent, as an independent reader understands it; its method is that of the letter."""
    found = [(letter, read_calendar(letter.calendar)) for letter in letters() if letter.calendar]
    assert all(letter.calendar_method == entry.method for letter, entry in found)
    assert all(letter.recipient == entry.attendee for letter, entry in found)
    return [entry for _, entry in found]


def test_a_cancelled_session_is_told_to_people_and_bodies_once_with_the_reason(council_session: CouncilSession) -> None:
    bring_to(council_session, Stage.CANCELLED, Stage.CANCELLED)

    assert recipients("session_cancelled") == EVERYBODY
    letter = next(one for one in letters("session_cancelled") if one.recipient == "confirmed@delegate.example")
    assert "Чрезвычайная ситуация" in letter.text
    assert [(entry.method, entry.sequence, entry.attendee) for entry in entries()] == [
        ("CANCEL", 1, "confirmed@delegate.example")
    ]


def test_a_session_moved_in_time_brings_a_newer_entry_under_the_same_uid(council_session: CouncilSession) -> None:
    uid = session().scalar(select(Registration.public_id).filter_by(state=RegistrationState.CONFIRMED))
    later = council_session.starts_at + timedelta(hours=2)

    move(council_session, starts_at=later)
    move(council_session, venue=Translated(kk="Кітапхана"))

    assert recipients("session_moved") == sorted(EVERYBODY * 2)
    assert [(entry.method, entry.sequence) for entry in entries()] == [("REQUEST", 1), ("REQUEST", 2)]
    assert {entry.text("UID").partition("@")[0] for entry in entries()} == {uid}
    assert entries()[0].moment("DTSTART") == later
    assert "Кітапхана" in entries()[1].text("LOCATION")
    letter = letters("session_moved")[0]
    assert "10:00" in letter.text, "what was told before"
    assert "12:00" in letter.text


def test_what_is_neither_time_nor_place_is_told_to_nobody(council_session: CouncilSession) -> None:
    move(council_session, capacity=200, title=Translated(kk="Басқа"))

    assert letters("session_moved") == []


def test_a_draft_is_moved_without_telling_anybody(council_session: CouncilSession) -> None:
    with transaction():
        council_session.stage = Stage.DRAFT

    move(council_session, starts_at=council_session.starts_at + timedelta(hours=1))

    assert letters() == []


def test_postponing_takes_the_entry_away_and_a_new_date_brings_it_back(council_session: CouncilSession) -> None:
    bring_to(council_session, Stage.POSTPONED)
    move(
        council_session,
        starts_at=council_session.starts_at + timedelta(days=7),
        ends_at=council_session.ends_at + timedelta(days=7),
    )
    assert letters("session_moved") == [], "there is no date to tell of yet"
    bring_to(council_session, Stage.ANNOUNCED)

    assert recipients("session_postponed") == recipients("session_announced") == EVERYBODY
    assert [(entry.method, entry.sequence) for entry in entries()] == [("CANCEL", 1), ("REQUEST", 2)]
    assert entries()[1].moment("DTSTART") == council_session.starts_at
    assert len({entry.text("UID") for entry in entries()}) == 1


def test_a_postponed_session_that_is_cancelled_cancels_no_entry_twice(council_session: CouncilSession) -> None:
    bring_to(council_session, Stage.POSTPONED)
    with transaction():
        for letter in letters():
            letter.end(LetterState.SENT)
    bring_to(council_session, Stage.CANCELLED)

    assert recipients("session_cancelled") == EVERYBODY
    assert [entry.method for entry in entries()] == ["CANCEL"]


@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.CANCELLED])
def test_a_session_called_off_takes_no_answers_and_reminds_nobody(
    council_session: CouncilSession, stage: Stage
) -> None:
    with transaction():
        council_session.nominate_until = NOW + timedelta(days=3)
        save_ladder(council_session, {9: RungTarget.FIRST}, SYSTEM, NOW)
    bring_to(council_session, stage)
    invitation = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).one()
    nominee = session().scalars(select(Registration).filter_by(state=RegistrationState.NOMINATED)).one()

    with pytest.raises(Refusal, match="answers_closed"), transaction():
        nominate_delegates(invitation, [Nominee(person("Жаңа"))], SYSTEM, NOW)
    with pytest.raises(Refusal, match="cannot_be_confirmed"), transaction():
        confirm_registration(nominee, Answers(person("Жаңа")), SYSTEM, NOW)
    with time_machine.travel(NOW, tick=False):
        send_reminders()

    assert letters("reminder") == []


def test_letters_that_invite_and_still_wait_do_not_go_any_more(council_session: CouncilSession) -> None:
    with transaction():
        invitation = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).one()
        nominate_delegates(invitation, [Nominee(person("Жаңа"))], SYSTEM, NOW)

    bring_to(council_session, Stage.CANCELLED)

    assert [letter.state for letter in letters("registration_nominated")] == [LetterState.CANCELLED]
    assert {letter.state for letter in letters("session_cancelled")} == {LetterState.QUEUED}


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.WAITING, LetterState.SENDING])
def test_news_that_waits_does_not_go_once_there_is_later_news(
    council_session: CouncilSession, state: LetterState
) -> None:
    move(council_session, starts_at=council_session.starts_at + timedelta(hours=1))
    with transaction():
        for letter in letters():
            letter.state = state
    move(council_session, venue=Translated(kk="Кітапхана"))

    former = state if state is LetterState.SENDING else LetterState.CANCELLED
    assert [one.state for one in letters()] == [former] * 4 + [LetterState.QUEUED] * 4
    assert all(one.is_last_attempt for one in letters() if one.state is LetterState.SENDING)
    for letter in letters()[4:]:
        assert "10:00" in letter.text, "what was told by a letter that was sent"
        assert "11:00" in letter.text
        assert "Кітапхана" in letter.text


def test_a_cancelled_session_takes_the_entry_away_although_the_letter_that_did_so_still_waited(
    council_session: CouncilSession,
) -> None:
    bring_to(council_session, Stage.POSTPONED, Stage.CANCELLED)

    queued = [one for one in letters() if one.state is LetterState.QUEUED]
    assert {one.kind for one in queued} == {"session_cancelled"}
    assert [one.calendar_method for one in queued if one.calendar] == ["CANCEL"]
    assert [entry.sequence for entry in entries()] == [1, 2]


def test_news_that_arrived_is_not_told_once_more(council_session: CouncilSession) -> None:
    move(council_session, starts_at=council_session.starts_at + timedelta(hours=1))
    with transaction():
        for letter in letters():
            letter.end(LetterState.SENT)
    move(council_session, starts_at=council_session.starts_at + timedelta(hours=1))

    assert all("11:00" in one.text and "10:00" not in one.text for one in letters()[4:])


@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.CANCELLED])
def test_nobody_is_told_of_a_place_after_the_session_was_called_off(
    council_session: CouncilSession, stage: Stage
) -> None:
    named = person("Жаңа")
    registration = nominated(council_session, named)
    confirm(registration, named)
    with transaction():
        send_link_again(registration, SYSTEM, NOW)
    bring_to(council_session, stage)

    own = [(one.kind, one.state.value) for one in letters() if one.recipient == "new@delegate.example"]
    assert own == [
        ("registration_nominated", "cancelled"),
        ("registration_confirmed", "cancelled"),
        ("registration_link", "cancelled"),
        (f"session_{stage.value}", "queued"),
    ]


@pytest.mark.parametrize("ended", [None, LetterState.REFUSED, LetterState.SENT])
@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.CANCELLED])
def test_news_that_did_not_arrive_goes_to_the_corrected_address(
    council_session: CouncilSession, stage: Stage, ended: LetterState | None
) -> None:
    bring_to(council_session, stage)
    with transaction():
        letter = next(one for one in letters() if one.recipient == "invited@invitee.example")
        if ended:
            letter.end(ended)
        letter.bounced_at = NOW if ended is LetterState.SENT else None
    correct(council_session, "right@invitee.example")

    told = [one for one in letters() if one.recipient == "right@invitee.example"]
    assert [(one.kind, one.state) for one in told] == [(f"session_{stage.value}", LetterState.QUEUED)]
    assert letter.state is (ended or LetterState.CANCELLED)


def test_news_that_arrived_does_not_follow_a_corrected_address(council_session: CouncilSession) -> None:
    bring_to(council_session, Stage.CANCELLED)
    with transaction():
        for letter in letters():
            letter.end(LetterState.SENT)
    correct(council_session, "right@invitee.example")

    assert "right@invitee.example" not in recipients("session_cancelled")


def test_a_rejection_that_waits_goes_to_the_corrected_address(council_session: CouncilSession) -> None:
    with transaction():
        registration = session().scalars(select(Registration).filter_by(state=RegistrationState.CONFIRMED)).one()
        registration.state = RegistrationState.PENDING
        told = a_registration(council_session, registration.body, state=RegistrationState.PENDING)
        session().add(ExtraNominee(invitation=of_invited(council_session), registration=told))
    with transaction():
        reject_registration(told, "No such post", SYSTEM, NOW)
        letters("nominee_rejected")[0].end(LetterState.SENT)
        reject_registration(registration, "Another post", SYSTEM, NOW)
    correct(council_session, "right@invitee.example")

    found = letters("nominee_rejected")[1:]  # of the first it has heard
    assert [(one.recipient, one.state) for one in found] == [
        ("invited@invitee.example", LetterState.CANCELLED),
        ("right@invitee.example", LetterState.QUEUED),
    ]
    assert "Another post" in found[1].text
    assert of_invited(council_session).link.mark in found[1].text


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.DRAFT, "Announce the session first"),
        (Stage.POSTPONED, "The session is postponed"),
        (Stage.CANCELLED, "The session is cancelled"),
        (Stage.HELD, "The session was held"),
    ],
)
def test_the_office_reads_why_nobody_is_invited_now(
    council_session: CouncilSession, browser: Browser, stage: Stage, words: str
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/rcc/2026-11-23/invitations/{of_invited(council_session).public_id}?lang=en")
    with transaction():
        council_session.stage = stage

    assert words in browser.submit(page, "/send").text


def test_sequence_rises_with_every_entry_of_a_uid_whatever_happens(council_session: CouncilSession) -> None:
    first, second = person("Бірінші", "first@delegate.example"), person("Екінші", "second@delegate.example")
    body = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).one().body
    a = nominated(council_session, first)
    confirm(a, first)
    move(council_session, starts_at=council_session.starts_at + timedelta(hours=1))
    with transaction():
        b = substitute(a, second, "", "", SYSTEM, NOW)
    confirm(b, second)
    with transaction():
        again = substitute(b, first, "", "", SYSTEM, NOW)
    confirm(again, first)
    with transaction():
        withdraw_registration(again, "", SYSTEM, NOW)
    confirm(nominated(council_session, first), first)
    bring_to(council_session, Stage.POSTPONED, Stage.ANNOUNCED)

    assert body is not None
    by_uid: dict[str, list[tuple[str, int]]] = {}
    for entry in entries():
        by_uid.setdefault(entry.attendee, []).append((entry.method, entry.sequence))
    own = by_uid["first@delegate.example"]
    assert [method for method, _ in own] == [
        "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST",
    ]  # fmt: skip
    for sequences in ([number for _, number in found] for found in by_uid.values()):
        assert sequences == sorted(set(sequences)), sequences


def test_the_check_page_says_how_many_and_two_presses_tell_once(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = asked(browser, "cancelled")
    assert letters() == []
    assert "Cancel and tell: 2 people, 2 bodies" in page.text
    done = browser.submit(page, "", reason_ru="Чрезвычайная ситуация")
    again = browser.submit(page, "", reason_ru="Чрезвычайная ситуация")
    assert "Told of the last change: 0 of 4" in again.text
    tell_news()
    tell_news()

    assert "The session is cancelled." in done.text
    assert "Told of the last change: 4 of 4" in browser.get(EDIT).text
    assert recipients("session_cancelled") == EVERYBODY
    assert "This session was cancelled" in browser.get("/s/rcc/2026-11-23?lang=en").text


def test_a_stage_that_is_told_is_not_reached_by_the_plain_button(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(EDIT)

    shown = browser.submit(page, "/stage", stage="cancelled")

    assert shown.heading == "Cancel the session"
    assert letters() == []


def test_an_open_session_is_cancelled_in_two_steps_that_the_page_leads_through(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    with transaction():
        council_session.stage = Stage.OPEN
    assert "To postpone or cancel an open session" in browser.get(EDIT).text

    page = browser.submit(asked(browser, "cancelled"), "/stage")

    assert "Cancel and tell: 2 people, 2 bodies" in page.text
    assert letters() == []
    assert "The session is cancelled." in browser.submit(page, "").text


def test_a_new_time_is_asked_about_and_told_once_however_often_the_button_is_pressed(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.submit(browser.get(EDIT), "/edit", starts_at="2026-11-23T12:30")
    assert "Save and tell: 2 people, 2 bodies" in page.text
    assert letters() == []
    back = browser.submit(page, "", step="back")
    assert back.form("/edit")["starts_at"] == "2026-11-23T12:30", "what was typed is kept"
    for _ in range(2):
        done = browser.submit(page, "", step="tell")
    tell_news()

    assert done.status == 200
    assert recipients("session_moved") == EVERYBODY


def test_what_was_typed_stays_when_the_session_was_held_meanwhile(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(EDIT)
    with transaction():
        council_session.stage = Stage.HELD

    refused = browser.submit(page, "/edit", starts_at="2026-11-23T12:30")

    assert refused.status == 409
    assert refused.form("/edit")["starts_at"] == "2026-11-23T12:30"
    assert letters() == []


def test_whoever_may_not_edit_the_session_cancels_nothing(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.AUDITOR)

    assert browser.request("GET", "/office/rcc/2026-11-23/stage/cancelled").status_code == 403
    assert browser.request("GET", "/office/rcc/2026-11-23/stage/held").status_code == 403


@pytest.mark.parametrize(("stage", "words"), [(Stage.POSTPONED, "postponed"), (Stage.CANCELLED, "cancelled")])
def test_the_pages_of_bodies_and_delegates_say_it_plainly(
    council_session: CouncilSession, browser: Browser, stage: Stage, words: str
) -> None:
    bring_to(council_session, stage)
    with transaction():
        invitation = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).one()
        body_link = f"/i/{invitation.link.token}"
        links = [
            f"/r/{one.link.token}"
            for one in session().scalars(select(Registration).where(Registration.state != RegistrationState.WITHDRAWN))
        ]

    for address in (body_link, *links):
        page = browser.get(f"{address}?lang=en")
        page = browser.get(f"{page.path}?lang=en")
        assert f"This session {'was' if words == 'cancelled' else 'is'} {words}" in page.text, address
        assert "An emergency" in page.text
        assert "Nominate a delegate" not in page.text
        assert "Your pass" not in page.text


def test_every_calendar_file_of_the_product_keeps_the_standard(
    council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        council_session.venue = Translated(ru="Зал № 1; вход, слева\\справа\n" + "ё" * 200)
        registration = session().scalars(select(Registration).filter_by(state=RegistrationState.CONFIRMED)).one()
        link = f"/r/{registration.link.token}"
    page = browser.get(link)

    entry = read_calendar(browser.request("GET", f"{page.path}/calendar.ics").data)

    assert entry.method == "PUBLISH"
    assert "Зал № 1; вход, слева\\справа" in entry.text("LOCATION")


def of_invited(council_session: CouncilSession) -> Invitation:
    return session().scalars(select(Invitation).where(Invitation.body.has(code="INVITED"))).one()


def correct(council_session: CouncilSession, email: str) -> None:
    with transaction():
        correct_address(of_invited(council_session), email, "ru", SYSTEM, NOW)
    tell_news()


def asked(browser: Browser, stage: str) -> Page:
    return browser.get(f"/office/rcc/2026-11-23/stage/{stage}?lang=en")


def person(surname: str, email: str = "new@delegate.example") -> PersonDetails:
    return PersonDetails(surname=surname, email=email, language="ru")


def nominated(council_session: CouncilSession, details: PersonDetails) -> Registration:
    with transaction():
        invitation = session().scalars(select(Invitation).filter_by(state=InvitationState.INVITED)).first()
        invitation = invitation or session().scalars(select(Invitation).filter_by(state=InvitationState.ANSWERED)).one()
        return nominate_delegates(invitation, [Nominee(details, ParticipantRole.DELEGATE)], SYSTEM, NOW)[0]


def confirm(registration: Registration, details: PersonDetails) -> None:
    with transaction():
        confirm_registration(registration, Answers(details), SYSTEM, NOW)
