"""One person comes instead of another: the seat stays, all that the first had is dead at once."""

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventreg.agenda.actions import SpeakerGiven, add_item
from eventreg.agenda.models import ItemKind, ItemSpeaker
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.answers import Nominee, nominate_delegates, replace_delegate
from eventreg.invitations.models import Invitation, Seat
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import Registration, RegistrationState, Substitution
from eventreg.registrations.passes import counts, pass_text, read_pass
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation, three

OTHER = {"surname": "Бөрібаев", "given_name": "Асан", "email": "asan@mon.example", "reason": "Іссапар"}


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    """One seat, in which Ahmetova sits and has confirmed; the hall is full."""
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-11-23")
        council_session.capacity = 1
        found = an_invitation(council_session, a_body("MON", language="en"), seats=1)
        details = PersonDetails("Ахметова", "Айгүл", "", "Маман", "aigul@mon.example", language="en")
        (registration,) = nominate_delegates(found, [Nominee(details)], the_body(found), NOW)
        confirm_for(registration, SYSTEM, NOW)
    return found


def the_body(invitation: Invitation) -> Actor:
    return Actor("invitation", invitation.public_id)


def person(surname: str) -> Registration:
    return next(one for one in session().scalars(select(Registration)) if one.person.surname == surname)


def replaced(browser: Browser, invitation: Invitation) -> None:
    browser.get(f"/i/{invitation.link.token}")
    page = browser.get(f"/i/b/{invitation.public_id}/delegates/{person('Ахметова').public_id}/replace")
    assert "The replacement was noted." in browser.submit(page, "", **OTHER).text


def test_the_seat_stays_though_the_hall_is_full(invitation: Invitation, browser: Browser) -> None:
    replaced(browser, invitation)

    former, present = person("Ахметова"), person("Бөрібаев")
    assert (former.state, present.state) == (RegistrationState.REPLACED, RegistrationState.NOMINATED)
    assert [seat.registration for seat in session().scalars(select(Seat))] == [present]
    note = session().scalars(select(Substitution)).one()
    assert (note.from_registration, note.to_registration, note.reason) == (former, present, "Іссапар")
    assert note.seat == f"{invitation.public_id}/delegate/1"
    assert (note.by_kind, note.by_id) == ("invitation", invitation.public_id)


def test_link_and_pass_of_the_first_die_at_once(invitation: Invitation, browser: Browser, bare_app: Flask) -> None:
    first = person("Ахметова")
    token, text = first.link.token, pass_text(first)
    delegate = Browser(bare_app)
    assert delegate.get(f"/r/{token}").status == 200

    replaced(browser, invitation)

    assert delegate.get(f"/r/{token}").status == 410
    assert delegate.get(f"/r/p/{first.public_id}").status == 410
    assert not counts(read_pass(text, person("Ахметова").council_session).version, person("Ахметова"))


def test_the_calendar_is_cancelled_for_the_first_and_filled_for_the_second(
    invitation: Invitation, browser: Browser
) -> None:
    replaced(browser, invitation)
    with transaction():
        confirm_for(person("Бөрібаев"), SYSTEM, NOW)

    letters = session().scalars(select(Letter).order_by(Letter.id)).all()[-3:]
    assert [(letter.kind, letter.recipient, letter.calendar_method) for letter in letters] == [
        ("registration_nominated", "asan@mon.example", None),
        ("registration_replaced", "aigul@mon.example", "CANCEL"),
        ("registration_confirmed", "asan@mon.example", "REQUEST"),
    ]
    entry = Calendar.from_ical(letters[1].calendar or "").walk("VEVENT")[0]
    assert entry["SEQUENCE"] == 1


def test_a_confirmation_that_has_not_left_yet_does_not_follow_the_cancellation(
    invitation: Invitation, browser: Browser
) -> None:
    with transaction():
        confirm_for(person("Ахметова"), SYSTEM, NOW)

    replaced(browser, invitation)

    letters = session().scalars(select(Letter).filter_by(recipient="aigul@mon.example").order_by(Letter.id)).all()
    assert [(letter.kind, letter.state) for letter in letters][-2:] == [
        ("registration_confirmed", LetterState.CANCELLED),
        ("registration_replaced", LetterState.QUEUED),
    ]


def test_the_speech_goes_over(invitation: Invitation, browser: Browser) -> None:
    with transaction():
        speaker = SpeakerGiven(registration=person("Ахметова"))
        add_item(
            invitation.council_session,
            kind=ItemKind.REPORT,
            title=three("Баяндама"),
            minutes=20,
            speakers=[speaker],
            by=SYSTEM,
            now=NOW,
        )

    replaced(browser, invitation)

    assert session().scalars(select(ItemSpeaker)).one().registration == person("Бөрібаев")


def test_lists_and_files_say_instead_of_whom(invitation: Invitation, browser: Browser) -> None:
    replaced(browser, invitation)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)

    page = browser.get("/office/rcc/2026-11-23/registrations?lang=en")
    _, fields = page.found_form("export.csv").get("action"), page.form("export.csv")
    answer = browser.request("POST", page.found_form("export.csv")["action"], data=fields)

    assert "Instead of: Ахметова Айгүл" in page.text
    assert "Ахметова Айгүл" in next(line for line in answer.get_data(as_text=True).splitlines() if "Бөрібаев" in line)
    shown = browser.get(f"/office/rcc/2026-11-23/registrations/{person('Бөрібаев').public_id}")
    assert "Comes instead of Ахметова Айгүл" in shown.text


def test_the_form_sent_twice_replaces_once(invitation: Invitation, browser: Browser) -> None:
    browser.get(f"/i/{invitation.link.token}")
    page = browser.get(f"/i/b/{invitation.public_id}/delegates/{person('Ахметова').public_id}/replace")
    browser.submit(page, "", **OTHER)
    with transaction():
        first = person("Ахметова")
        details = PersonDetails("Бөрібаев", "Асан", email="asan@mon.example", language="en")
        again = replace_delegate(invitation, first, details, "", the_body(invitation), NOW)

    assert again == person("Бөрібаев")
    assert len(session().scalars(select(Substitution)).all()) == 1


def test_somebody_on_the_list_cannot_come_instead_as_well(invitation: Invitation, browser: Browser) -> None:
    details = PersonDetails("Бөрібаев", "Асан", email="asan@mon.example", language="en")
    with transaction() as current:
        found = current.get_one(Invitation, invitation.id)
        found.council_session.capacity = 2
        found.seats.append(Seat(position=2))
        nominate_delegates(found, [Nominee(details)], the_body(found), NOW)
    found = session().get_one(Invitation, invitation.id)

    with pytest.raises(Refusal, match="stands_already"), transaction():
        replace_delegate(found, person("Ахметова"), details, "", the_body(found), NOW)
