"""The office approves where the session wants it; decisions reach no further than the own session."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.models import Invitation, Seat
from eventreg.mail.models import Letter
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.actions.deciding import approve_registration
from eventreg.registrations.actions.registering import Answers, change_registration, confirm_for
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.passes import pass_text
from eventreg.registrations.rules import has_pass
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

PLACE = "/office/rcc/2026-11-23/registrations"
DETAILS = PersonDetails("Ахметова", "Айгүл", "", "Маман", "aigul@mon.example", language="en")


@pytest.fixture
def registration(app: Flask) -> Registration:
    """Nominated where delegates are approved."""
    with transaction():
        invitation = an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON", language="en"), seats=2)
        rules = AdmissionRules(approved_roles=(ParticipantRole.DELEGATE,))
        save_admission(invitation.council_session, rules, SYSTEM, NOW)
        by = Actor("invitation", invitation.public_id)
        (found,) = nominate_delegates(invitation, [Nominee(DETAILS)], by, NOW)
    return found


def fresh(registration: Registration) -> Registration:
    return session().get_one(Registration, registration.id)


def kinds() -> list[str]:
    return [letter.kind for letter in session().scalars(select(Letter).order_by(Letter.id))]


def decided(browser: Browser, registration: Registration, decision: str, reason: str = "") -> Page:
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    page = browser.get(f"{PLACE}/approval?lang=en")
    return browser.submit(page, "/approval", person=[registration.public_id], decision=decision, reason=reason)


def test_nobody_is_written_to_before_the_office_has_approved(registration: Registration) -> None:
    assert registration.state is RegistrationState.PENDING
    assert kinds() == []


def test_an_approved_person_is_asked_to_confirm(registration: Registration, browser: Browser) -> None:
    page = decided(browser, registration, "approve")

    assert "Decided on 1 person." in page.text
    assert fresh(registration).state is RegistrationState.NOMINATED
    assert kinds() == ["registration_nominated"]


def test_a_rejection_frees_the_seat_and_its_reason_is_mailed(registration: Registration, browser: Browser) -> None:
    decided(browser, registration, "reject", "Басқа саланың маманы")

    assert fresh(registration).state is RegistrationState.REJECTED
    assert [seat.registration for seat in session().scalars(select(Seat))] == [None, None]
    letters = session().scalars(select(Letter)).all()
    assert {letter.recipient for letter in letters} == {"aigul@mon.example", "mon@invitee.example"}
    assert all("Басқа саланың маманы" in letter.text for letter in letters)


def test_a_rejection_needs_a_reason(registration: Registration, browser: Browser) -> None:
    page = decided(browser, registration, "reject")

    assert page.status == 422
    assert "Say in a few words why" in page.text
    assert fresh(registration).state is RegistrationState.PENDING


def test_a_refused_decision_keeps_the_ticks_and_the_words(registration: Registration, browser: Browser) -> None:
    page = decided(browser, registration, "reject", "Себебі\x00")

    assert page.status == 422
    assert page.form("/approval")["person"] == registration.public_id


def test_a_decision_on_nobody_is_none(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    page = browser.get(f"{PLACE}/approval?lang=en")
    page = browser.submit(page, "/approval", decision="approve", reason="Себебі")

    assert (page.status, "Choose at least one person." in page.text) == (422, True)
    assert page.form("/approval")["reason"] == "Себебі"
    assert browser.submit(page, "/approval", person=registration.public_id, decision="erase").status == 400
    assert fresh(registration).state is RegistrationState.PENDING


def test_who_decides_second_hears_that_it_was_decided(registration: Registration, browser: Browser) -> None:
    decided(browser, registration, "approve")
    token = browser.get(f"{PLACE}/admission").form("")["csrf_token"]
    fields = {"csrf_token": token, "person": registration.public_id, "decision": "reject", "reason": "Себебі"}

    page = browser.post(f"{PLACE}/approval?lang=en", fields)

    assert "Somebody has decided on these people meanwhile." in page.text
    assert fresh(registration).state is RegistrationState.NOMINATED
    assert kinds() == ["registration_nominated"]


def test_a_changed_name_is_approved_again_and_the_pass_rests_meanwhile(
    registration: Registration, browser: Browser
) -> None:
    decided(browser, registration, "approve")
    with transaction():
        confirm_for(fresh(registration), SYSTEM, NOW)
    text = pass_text(fresh(registration))
    with transaction():
        changed = PersonDetails("Басқа", "Айгүл", "", "Маман", "aigul@mon.example", language="en")
        change_registration(fresh(registration), Answers(changed), SYSTEM, NOW)
    assert fresh(registration).state is RegistrationState.PENDING
    assert not has_pass(fresh(registration))

    with transaction():
        approve_registration(fresh(registration), SYSTEM, NOW)

    assert fresh(registration).state is RegistrationState.CONFIRMED
    assert pass_text(fresh(registration)) == text


def test_a_changed_phone_needs_no_approval(registration: Registration, browser: Browser) -> None:
    decided(browser, registration, "approve")
    with transaction():
        confirm_for(fresh(registration), SYSTEM, NOW)
    with transaction():
        changed = PersonDetails("Ахметова", "Айгүл", "", "Маман", "aigul@mon.example", "+77022617286", "en")
        change_registration(fresh(registration), Answers(changed), SYSTEM, NOW)

    assert fresh(registration).state is RegistrationState.CONFIRMED


def test_ids_of_another_session_and_council_are_passed_over(registration: Registration, browser: Browser) -> None:
    with transaction():
        same_council = a_session(registration.council_session.council, "2027-01-01")
        foreign = [
            a_registration(one, state=RegistrationState.PENDING).public_id
            for one in (same_council, a_session(a_council("other"), "2026-11-23"))
        ]
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    page = browser.get(f"{PLACE}/approval?lang=en")

    chosen = [*foreign, registration.public_id, "AAAAAAAAAAAAAAAA"]
    page = browser.submit(page, "/approval", person=chosen, decision="approve")

    assert "Decided on 1 person." in page.text
    query = select(Registration.state).where(Registration.public_id.in_(foreign))
    assert session().scalars(query).all() == [RegistrationState.PENDING] * 2


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
def test_who_only_reads_decides_nothing(registration: Registration, browser: Browser, role: Role) -> None:
    sign_in(browser, registration.council_session.council, role)
    page = browser.get(f"{PLACE}/approval?lang=en")

    answer = browser.post(f"{PLACE}/approval", {"csrf_token": _token(browser), "person": registration.public_id})

    assert page.status == 200
    assert "Approve those chosen" not in page.text
    assert answer.status in (400, 403)
    assert fresh(registration).state is RegistrationState.PENDING


def _token(browser: Browser) -> str:
    return str(browser.get("/i/new-link").form("")["csrf_token"])


def test_the_rules_of_admission_are_set_on_their_page(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.ORGANIZER)
    page = browser.get(f"{PLACE}/admission?lang=en")

    page = browser.submit(page, "", overflow="wait", approved_roles=["speaker", "press"], offer_hours="12")

    assert "The changes were saved." in page.text
    fields = page.form("")
    assert (fields["overflow"], fields["offer_hours"]) == ("wait", "12")


def test_the_invitation_in_the_office_shows_who_is_pending(registration: Registration, browser: Browser) -> None:
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    invitation = session().scalars(select(Invitation)).one()

    page = browser.get(f"/office/rcc/2026-11-23/invitations/{invitation.public_id}?lang=en")

    assert "Waiting for approval" in page.text


def test_opposite_decisions_at_once_are_one_decision(bare_app: Flask) -> None:
    """Five people press “approve” and five “reject” for the same two; each of the two is decided on once."""
    with bare_app.app_context():
        with transaction():
            invitation = an_invitation(a_session(a_council("rcc")), a_body("MON", language="en"), seats=2)
            rules = AdmissionRules(approved_roles=(ParticipantRole.DELEGATE,))
            save_admission(invitation.council_session, rules, SYSTEM, NOW)
            nominees = [Nominee(PersonDetails(f"P{n}", email=f"p{n}@mon.example", language="en")) for n in range(2)]
            people = nominate_delegates(invitation, nominees, Actor("invitation", invitation.public_id), NOW)
            chosen, council = [person.public_id for person in people], invitation.council_session.council
        browsers = [Browser(bare_app) for _ in range(10)]
        sign_in(browsers[0], council, Role.SECRETARY)
        with browsers[0].client.session_transaction() as cookie:
            signed_in = dict(cookie)
        for browser in browsers[1:]:
            with browser.client.session_transaction() as cookie:
                cookie.update(signed_in)
    start, said = Barrier(len(browsers)), list[str]()

    def press(browser: Browser, decision: str) -> None:
        page = browser.get(f"{PLACE}/approval?lang=en")
        start.wait()
        said.append(browser.submit(page, "/approval", person=chosen, decision=decision, reason="Себебі").text)

    threads = [
        Thread(target=press, args=(one, ("approve", "reject")[number % 2])) for number, one in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with bare_app.app_context():
        states = {person.state for person in session().scalars(select(Registration))}
        assert states in ({RegistrationState.NOMINATED}, {RegistrationState.REJECTED})
        expected = ["registration_nominated"] * 2
        if states == {RegistrationState.REJECTED}:
            expected = ["nominee_rejected", "nominee_rejected", "registration_rejected", "registration_rejected"]
        assert sorted(kinds()) == expected
    assert sum("Decided on 2 people." in text for text in said) == 1
    assert sum("Somebody has decided on these people meanwhile." in text for text in said) == len(browsers) - 1
