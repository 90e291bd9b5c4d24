"""Too many people: the session's rules decide, and every place that becomes free is offered once, in order."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.answers import (
    Nominee,
    change_delegate,
    nominate_delegates,
    register_by_hand,
    withdraw_delegate,
)
from eventreg.invitations.actions.listing import change_seats
from eventreg.invitations.actions.seating import offer_places
from eventreg.invitations.models import ExtraNominee, Invitation, Seat
from eventreg.invitations.seats import could_be_offered
from eventreg.invitations.waiting_lists import tend_waiting_lists
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.actions.waiting import lapse_offer, move_to_front, waiting_list
from eventreg.registrations.models import Overflow, ParticipantRole, Registration, RegistrationState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation

WAIT = AdmissionRules(overflow=Overflow.WAIT)


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    """A body with two seats in a hall of two places."""
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-11-23")
        council_session.capacity = 2
        return an_invitation(council_session, a_body("MON", language="en"), seats=2)


def admit(rules: AdmissionRules) -> None:
    with transaction():
        save_admission(the_session(), rules, SYSTEM, NOW)


def the_session() -> CouncilSession:
    return session().scalars(select(CouncilSession)).one()


def nominate(invitation: Invitation, *surnames: str, now: datetime = NOW) -> None:
    with transaction() as current:
        found = current.get_one(Invitation, invitation.id)
        people = [Nominee(PersonDetails(name, email=f"{name.lower()}@mon.example")) for name in surnames]
        nominate_delegates(found, people, Actor("invitation", found.public_id), now)


def states() -> dict[str, str]:
    rows = session().scalars(select(Registration).order_by(Registration.id))
    return {row.person.surname: row.state.value for row in rows}


def person(surname: str) -> Registration:
    return next(one for one in session().scalars(select(Registration)) if one.person.surname == surname)


def withdraw(invitation: Invitation, surname: str) -> None:
    with transaction() as current:
        found = current.get_one(Invitation, invitation.id)
        withdraw_delegate(found, person(surname), "", Actor("invitation", found.public_id), NOW)


def letters_to(surname: str) -> list[str]:
    query = select(Letter).filter_by(recipient=f"{surname.lower()}@mon.example").order_by(Letter.id)
    return [letter.kind for letter in session().scalars(query)]


def test_without_rules_too_many_are_refused(invitation: Invitation) -> None:
    with pytest.raises(Refusal, match="no_seat_left"):
        nominate(invitation, "A", "B", "C")

    assert states() == {}


def test_whoever_is_too_many_waits_in_order_and_is_told(invitation: Invitation, browser: Browser) -> None:
    admit(WAIT)

    nominate(invitation, "A", "B", "C", "D")

    assert states() == {"A": "nominated", "B": "nominated", "C": "waiting", "D": "waiting"}
    assert [one.person.surname for one in waiting_list(the_session())] == ["C", "D"]
    assert letters_to("C") == ["registration_waiting"]
    page = browser.get(f"/r/{person('D').link.token}?lang=en")
    assert "Your place in line: 2" in page.text


def test_a_free_place_goes_to_the_first_in_line_and_to_nobody_else(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C", "D")

    withdraw(invitation, "A")

    assert states() == {"A": "withdrawn", "B": "nominated", "C": "nominated", "D": "waiting"}
    assert person("C").offered_until == NOW + timedelta(hours=48)
    assert letters_to("C") == ["registration_waiting", "registration_offered"]
    assert letters_to("D") == ["registration_waiting"]
    assert {seat.registration.person.surname for seat in session().scalars(select(Seat)) if seat.registration} == {
        "B",
        "C",
    }


def test_an_offer_that_nobody_took_goes_to_the_next(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C", "D")
    withdraw(invitation, "A")
    later = NOW + timedelta(hours=48, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    tend_waiting_lists()
    tend_waiting_lists()

    assert states() == {"A": "withdrawn", "B": "nominated", "C": "lapsed", "D": "nominated"}
    assert letters_to("C")[-1] == "registration_lapsed"
    assert letters_to("D") == ["registration_waiting", "registration_offered"]


def test_an_offer_in_time_does_not_lapse(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    withdraw(invitation, "A")

    with transaction():
        assert lapse_offer(person("C"), SYSTEM, NOW + timedelta(hours=48)) is False

    assert states()["C"] == "nominated"


def test_offers_stop_at_the_deadline(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    with transaction():
        the_session().confirm_until = NOW

    with transaction() as current:
        assert offer_places(current.get_one(CouncilSession, invitation.council_session_id), SYSTEM, NOW) == ()

    assert states()["C"] == "waiting"


def test_an_offer_never_outlives_the_deadline(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    with transaction():
        the_session().confirm_until = NOW + timedelta(hours=3)

    withdraw(invitation, "A")

    assert person("C").offered_until == NOW + timedelta(hours=3)


def test_where_the_office_offers_a_dry_run_shows_who_it_would_be(
    invitation: Invitation, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    admit(AdmissionRules(overflow=Overflow.WAIT, offers_by_itself=False))
    nominate(invitation, "A", "B", "C", "D")
    withdraw(invitation, "A")
    assert [one.person.surname for one in could_be_offered(the_session(), NOW)] == ["C"]
    assert states()["C"] == "waiting"
    sign_in(browser, the_session().council, Role.SECRETARY)

    page = browser.get("/office/rcc/2026-11-23/invitations/waiting-list?lang=en")
    assert "These people would be offered a place now" in page.text
    page = browser.submit(page, "/offer")

    assert "1 place was offered." in page.text
    assert (states()["C"], states()["D"]) == ("nominated", "waiting")


def test_the_office_moves_somebody_to_the_front(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C", "D")
    with transaction():
        move_to_front(person("D"), SYSTEM, NOW)

    withdraw(invitation, "A")

    assert (states()["C"], states()["D"]) == ("waiting", "nominated")


def test_places_promised_to_other_bodies_stay_theirs(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C", "D")
    with transaction():
        an_invitation(the_session(), a_body("MJU"), seats=1)
        the_session().capacity = 4

    with transaction():
        offered = offer_places(the_session(), SYSTEM, NOW)
        assert [one.person.surname for one in offered] == ["C"]

    assert states()["D"] == "waiting"
    lent = session().scalars(select(Seat).filter_by(is_lent=True)).one()
    assert lent.registration == person("C")


def test_a_lent_seat_goes_back_with_the_person(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    with transaction():
        the_session().capacity = 3
        offer_places(the_session(), SYSTEM, NOW)

    withdraw(invitation, "C")

    assert len(session().scalars(select(Seat)).all()) == 2


def test_more_seats_are_places_for_those_who_wait(invitation: Invitation) -> None:
    admit(WAIT)
    with transaction():
        the_session().capacity = 10
    nominate(invitation, "A", "B")
    with transaction():
        an_invitation(the_session(), a_body("MJU"), seats=8)
    nominate(invitation, "C")
    assert states()["C"] == "waiting"

    with transaction() as current:
        change_seats(current.get_one(Invitation, invitation.id), {ParticipantRole.DELEGATE: 3}, SYSTEM, NOW)

    assert states()["C"] == "nominated"
    assert session().scalars(select(ExtraNominee)).all() == []


def test_a_seat_that_was_asked_for_is_granted_by_the_office(invitation: Invitation, browser: Browser) -> None:
    admit(AdmissionRules(overflow=Overflow.ASK))
    with transaction():
        the_session().capacity = 3
    nominate(invitation, "A", "B", "C")
    assert states()["C"] == "asked"
    sign_in(browser, the_session().council, Role.SECRETARY)

    page = browser.get("/office/rcc/2026-11-23/registrations/approval?lang=en")
    browser.submit(page, "/approval", person=[person("C").public_id], decision="approve")

    assert states()["C"] == "nominated"
    assert len(session().scalars(select(Seat)).all()) == 3
    assert letters_to("C") == ["registration_nominated"]


def test_a_seat_is_not_granted_beyond_the_hall(invitation: Invitation, browser: Browser) -> None:
    admit(AdmissionRules(overflow=Overflow.ASK))
    nominate(invitation, "A", "B", "C")
    sign_in(browser, the_session().council, Role.SECRETARY)

    page = browser.get("/office/rcc/2026-11-23/registrations/approval?lang=en")
    page = browser.submit(page, "/approval", person=[person("C").public_id], decision="approve")

    assert page.status == 409
    assert "All 2 places in the hall are taken." in page.text
    assert states()["C"] == "asked"


def test_whoever_waits_has_no_pass_and_is_not_let_in(invitation: Invitation, browser: Browser) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    waiting = person("C")

    page = browser.get(f"/r/{waiting.link.token}?lang=en")

    assert waiting.state is RegistrationState.WAITING
    assert "QR" not in page.html
    assert waiting.short_code not in page.html


def test_a_body_gives_its_free_seat_to_its_own_person_who_waits(invitation: Invitation, browser: Browser) -> None:
    admit(AdmissionRules(overflow=Overflow.WAIT, offers_by_itself=False))
    nominate(invitation, "A", "B", "C")
    page = browser.get(f"/i/{invitation.link.token}?lang=en")
    assert "Give the free seat" not in page.text
    withdraw(invitation, "A")

    page = browser.get(page.path)
    for _ in range(2):  # pressed twice
        browser.submit(page, "/seat")

    assert states() == {"A": "withdrawn", "B": "nominated", "C": "nominated"}
    assert letters_to("C") == ["registration_waiting", "registration_offered"]
    assert len(session().scalars(select(Seat)).all()) == 2


def test_a_body_gives_no_seat_that_it_has_not(invitation: Invitation, browser: Browser) -> None:
    admit(AdmissionRules(overflow=Overflow.WAIT, offers_by_itself=False))
    with transaction():
        the_session().capacity = 10
    nominate(invitation, "A", "B", "C")
    page = browser.get(f"/i/{invitation.link.token}?lang=en")

    page = browser.post(f"{page.path}/delegates/{person('C').public_id}/seat", page.form("/nominate"))

    assert "All your seats are taken" in page.text
    assert states()["C"] == "waiting"
    assert "Give the free seat" not in page.text


def test_who_can_be_offered_a_place_at_once_is_not_told_to_wait_first(invitation: Invitation) -> None:
    admit(WAIT)
    with transaction():
        the_session().capacity = 3

    nominate(invitation, "A", "B", "C", "D")

    assert states() == {"A": "nominated", "B": "nominated", "C": "nominated", "D": "waiting"}
    assert person("C").offered_until == NOW + timedelta(hours=48)
    assert to_be_sent("C") == ["registration_offered"]
    assert to_be_sent("D") == ["registration_waiting"]


def test_an_offer_takes_the_place_of_a_letter_that_has_not_left_yet(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C", "D")
    with transaction():
        letter_to("D").end(LetterState.SENT)

    withdraw(invitation, "A")
    withdraw(invitation, "B")

    assert to_be_sent("C") == ["registration_offered"]
    assert (letter_to("D").state, to_be_sent("D")) == (LetterState.SENT, ["registration_offered"])
    assert to_be_sent("A") == ["registration_withdrawn"]


def test_whom_the_office_enters_as_confirmed_has_one_letter(invitation: Invitation) -> None:
    with transaction():
        details = PersonDetails("A", email="a@mon.example")
        register_by_hand(the_session(), invitation.body, Nominee(details), True, SYSTEM, NOW)

    assert to_be_sent("A") == ["registration_confirmed"]


def test_an_offer_follows_to_a_new_address(invitation: Invitation) -> None:
    admit(WAIT)
    nominate(invitation, "A", "B", "C")
    withdraw(invitation, "A")

    with transaction() as current:
        details = PersonDetails("C", email="new@mon.example")
        change_delegate(current.get_one(Invitation, invitation.id), person("C"), details, SYSTEM, NOW)

    assert to_be_sent("C") == []
    assert to_be_sent("new") == ["registration_offered"]


def letter_to(surname: str) -> Letter:
    query = select(Letter).filter_by(recipient=f"{surname.lower()}@mon.example").order_by(Letter.id)
    return session().scalars(query).first() or Letter()


def to_be_sent(surname: str) -> list[str]:
    query = select(Letter).filter_by(recipient=f"{surname.lower()}@mon.example", state=LetterState.QUEUED)
    return [letter.kind for letter in session().scalars(query.order_by(Letter.id))]
