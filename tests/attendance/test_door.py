"""The door: scanning, typing, choosing, and what it says."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.attendance.lookup import LAYOUTS
from eventreg.attendance.models import Channel, Presence
from eventreg.attendance.queries import head_count
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.passes import pass_text
from eventreg.sessions.models import CouncilSession, Stage
from tests.attendance.rooms import a_named_delegate, door
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import Listen
from tests.factories import a_council, a_registration, a_session

MORNING = datetime.fromisoformat("2026-11-23T09:42:00+05:00")  # at the venue, Aktobe


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


def at_the_door(browser: Browser, stage: Stage = Stage.OPEN) -> CouncilSession:
    """A session whose door Dana minds; opens transactions of its own."""
    with transaction():
        council_session = a_session(stage=stage)
    sign_in(browser, council_session.council, Role.DOOR)
    return council_session


def delegate(council_session: CouncilSession, state: RegistrationState = RegistrationState.CONFIRMED) -> Registration:
    with transaction():
        return a_registration(council_session, state=state)


def entered(browser: Browser, council_session: CouncilSession, text: str) -> Page:
    return browser.submit(browser.get(door(council_session)), "check-in", text=text)


def presences() -> list[Presence]:
    return list(session().scalars(select(Presence).order_by(Presence.id)))


def test_a_scanned_pass_lets_its_person_in(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)

    page = entered(browser, council_session, pass_text(registration))

    assert "Checked in Касымова Айгүл Серікқызы Ұйым" in page.text
    assert "At 09:42" in page.text
    assert [(one.registration_id, one.channel) for one in presences()] == [(registration.id, Channel.SCAN)]


def test_the_second_scan_says_since_when_the_person_is_in(
    app: Flask, browser: Browser, clock: time_machine.Traveller
) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)
    entered(browser, council_session, pass_text(registration))
    clock.shift(timedelta(minutes=20))

    page = entered(browser, council_session, pass_text(registration))

    assert "Already in Касымова Айгүл Серікқызы" in page.text
    assert "Already in since 09:42." in page.text
    assert len(presences()) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_scanner_works_while_the_computer_is_set_to_russian_or_kazakh(
    app: Flask, browser: Browser, layout: str
) -> None:
    council_session = at_the_door(browser)
    typed, meant = LAYOUTS[layout]
    as_typed = pass_text(delegate(council_session)).translate(str.maketrans(meant, typed))

    page = entered(browser, council_session, as_typed)

    assert as_typed.startswith(layout)
    assert "Checked in" in page.text


@pytest.mark.parametrize("changed", [0, 1])
def test_a_forged_pass_is_refused(app: Flask, browser: Browser, changed: int) -> None:
    council_session = at_the_door(browser)
    genuine = pass_text(delegate(council_session))
    parts = genuine.split("/")
    parts[-1 - changed] = ("A" if parts[-1 - changed][0] != "A" else "B") + parts[-1 - changed][1:]
    parts[-2] = "2" if changed else parts[-2]

    page = entered(browser, council_session, "/".join(parts))

    assert "Forged pass This pass was not issued here." in page.text
    assert presences() == []


def test_a_pass_of_another_session_is_told_so(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    with transaction():
        elsewhere = a_registration(a_session(council_session.council, code="2026-12-01"))

    page = entered(browser, council_session, pass_text(elsewhere))

    assert "Another session This pass belongs to another session." in page.text
    assert presences() == []


@pytest.mark.parametrize(
    ("state", "said"),
    [(RegistrationState.WITHDRAWN, "Withdrawn"), (RegistrationState.REPLACED, "Replaced")],
)
def test_a_pass_that_no_longer_counts_names_its_person_and_why(
    app: Flask, browser: Browser, state: RegistrationState, said: str
) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)
    text = pass_text(registration)
    with transaction():
        registration.state = state

    page = entered(browser, council_session, text)

    assert "Pass no longer valid Касымова Айгүл Серікқызы" in page.text
    assert said in page.text
    assert presences() == []


def test_somebody_who_has_not_confirmed_is_kept_out_by_name_and_code(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session, RegistrationState.NOMINATED)

    page = entered(browser, council_session, registration.short_code)

    assert "Not confirmed Касымова Айгүл Серікқызы" in page.text
    assert presences() == []


def test_a_code_is_found_in_small_and_in_cyrillic_letters(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)

    page = entered(browser, council_session, registration.short_code.replace("C", "с"))

    assert "Checked in" in page.text
    assert [one.channel for one in presences()] == [Channel.CODE]


@pytest.mark.parametrize("typed", ["Zhanibekova", "жанибекова айгуль", "Жәнібек"])
def test_a_kazakh_name_is_found_in_any_script(app: Flask, browser: Browser, typed: str) -> None:
    council_session = at_the_door(browser)
    with transaction():
        a_named_delegate(council_session, "Жәнібекова", "Айгүл", MORNING)
        a_named_delegate(council_session, "Сейітова", "Дана", MORNING)

    page = entered(browser, council_session, typed)

    assert "Checked in Жәнібекова Айгүл" in page.text
    assert [one.channel for one in presences()] == [Channel.NAME]


def test_of_several_with_one_name_the_door_chooses(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    with transaction():
        a_named_delegate(council_session, "Ахметов", "Әли", MORNING)
        wanted = a_named_delegate(council_session, "Ахметов", "Бек", MORNING).public_id

    page = page_asking = entered(browser, council_session, "Akhmetov")
    written_by_asking = presences()
    choice = next(form for form in page.forms if form["fields"].get("registration") == wanted)
    page = browser.post(choice["action"], choice["fields"])

    assert written_by_asking == []
    assert page_asking.form("check-in")["text"] == ""
    assert "Checked in Ахметов Бек" in page.text
    assert [one.registration.public_id for one in presences()] == [wanted]


@pytest.mark.parametrize("typed", ["Nobody", "!!!", "https://example.org/1", "CS1/A/B/x/C"])
def test_what_is_no_pass_no_code_and_no_name_lets_nobody_in(app: Flask, browser: Browser, typed: str) -> None:
    council_session = at_the_door(browser)
    delegate(council_session)

    page = entered(browser, council_session, typed)

    assert page.status == 200
    assert page.form("check-in")["text"] == ""  # or the next scan would be added to it
    assert "Nobody found" in page.text or "Not a pass" in page.text or "Forged pass" in page.text
    assert presences() == []


def test_an_empty_field_is_asked_for(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)

    page = entered(browser, council_session, " ")

    assert page.status == 422
    assert "Scan a pass, or type a code or a name." in page.text


def test_another_language_on_the_answer_leads_back_to_the_door(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)

    page = entered(browser, council_session, "Nobody")
    russian = next(link for link in page.links if "check-in?lang=ru" in link)

    assert browser.get(russian).path == f"/office/{council_session.address}/attendance"


def test_the_last_check_in_is_undone(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    page = entered(browser, council_session, pass_text(delegate(council_session)))

    page = browser.submit(page, "undo")
    again = browser.submit(entered(browser, council_session, "Nobody"), "check-in", text="")

    assert "The check-in was undone." in page.text
    assert again.status == 422
    assert presences() == []


def test_undo_pressed_twice_undoes_once(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    page = entered(browser, council_session, pass_text(delegate(council_session)))
    browser.submit(page, "undo")

    page = browser.submit(page, "undo")

    assert "The check-in was undone." in page.text


def test_somebody_is_checked_out_from_the_list_and_comes_in_again(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)
    entered(browser, council_session, pass_text(registration))

    page = browser.submit(browser.get(door(council_session, "people")), "check-out")
    out = head_count(council_session)
    entered(browser, council_session, pass_text(registration))

    assert "Checked out: Касымова Айгүл Серікқызы." in page.text
    assert (out, head_count(council_session), len(presences())) == (0, 1, 2)


def test_the_address_of_a_check_in_that_ended_does_not_say_in(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)
    entered(browser, council_session, pass_text(registration))
    (presence,) = presences()
    browser.submit(browser.get(door(council_session, "people")), "check-out")

    page = browser.get(f"{door(council_session)}&presence={presence.public_id}")

    assert "Checked out Касымова" in page.text


def test_people_of_another_session_cannot_be_let_in_or_out_here(app: Flask, browser: Browser) -> None:
    council_session = at_the_door(browser)
    with transaction():
        stranger = a_registration(a_session(a_council())).public_id
    page = browser.get(door(council_session))
    token = page.form("check-in")["csrf_token"]
    address = f"/office/{council_session.address}/attendance/"

    let_in = browser.post(f"{address}check-in?lang=en", {"registration": stranger, "csrf_token": token})
    let_out = browser.post(f"{address}check-out", {"registration": stranger, "csrf_token": token})

    assert "Nobody found" in let_in.text
    assert let_out.status == 404
    assert presences() == []


@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.CLOSED])
def test_without_a_door_there_is_no_field(app: Flask, browser: Browser, stage: Stage) -> None:
    council_session = at_the_door(browser, stage)

    page = browser.get(door(council_session))

    assert "The door is closed" in page.text
    assert [form for form in page.forms if "text" in form["fields"]] == []


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
def test_chair_and_auditor_look_and_let_nobody_in(app: Flask, browser: Browser, role: Role) -> None:
    with transaction():
        council_session = a_session()
    sign_in(browser, council_session.council, role)
    delegate(council_session)

    page = browser.get(door(council_session))
    token = page.forms[0]["fields"]["csrf_token"]
    refused = browser.post(door(council_session, "check-in"), {"text": "Касымова", "csrf_token": token})

    assert page.status == 200
    assert [form for form in page.forms if "text" in form["fields"]] == []
    assert refused.status == 403
    assert presences() == []


@pytest.mark.parametrize("role", [Role.PRESS, Role.TRANSLATOR])
def test_others_do_not_see_who_is_in(app: Flask, browser: Browser, role: Role) -> None:
    with transaction():
        council_session = a_session()
    sign_in(browser, council_session.council, role)

    assert [browser.get(door(council_session, path)).status for path in ("", "people")] == [403, 403]


def test_looking_writes_nothing(app: Flask, browser: Browser, listen: Listen) -> None:
    council_session = at_the_door(browser)
    registration = delegate(council_session)
    entered(browser, council_session, pass_text(registration))
    (presence,) = presences()
    statements: list[str] = []
    listen("before_cursor_execute", lambda *given: statements.append(given[2]))

    for path in ("", "people"):
        browser.get(f"{door(council_session, path)}&presence={presence.public_id}&text=Касымова")

    assert [text for text in statements if not text.startswith(("SELECT", "BEGIN"))] == []
    assert [
        browser.request("GET", f"/office/{council_session.address}/attendance/{verb}").status_code
        for verb in ("undo", "check-out", "quorum")
    ] == [405, 405, 405]


def test_a_scan_takes_five_statements_and_one_commit_beyond_sign_in(
    app: Flask, browser: Browser, listen: Listen
) -> None:
    council_session = at_the_door(browser)
    fields = {**browser.get(door(council_session)).form("check-in"), "text": pass_text(delegate(council_session))}
    address = f"/office/{council_session.address}/attendance/check-in"
    statements: list[str] = []
    commits: list[object] = []
    listen("before_cursor_execute", lambda *given: statements.append(given[2]))
    listen("commit", commits.append)

    answer = browser.request("POST", address, data=fields)

    of_others = (
        "BEGIN",
        "staff_session",
        "role_grant",
        "pg_advisory_xact_lock",
    )  # the last: PostgreSQL's journal alone
    beyond = [text for text in statements if not any(word in text for word in of_others)]
    assert answer.status_code == 303
    assert (len(beyond), len(commits)) == (5, 1), "\n".join(beyond)


@pytest.mark.parametrize("people", [1, 3])
def test_the_pages_ask_as_often_for_three_people_as_for_one(
    app: Flask, browser: Browser, people: int, listen: Listen
) -> None:
    council_session = at_the_door(browser)
    for _ in range(people):
        entered(browser, council_session, pass_text(delegate(council_session)))
    statements: list[str] = []
    listen("before_cursor_execute", lambda *given: statements.append(given[2]))

    browser.get(door(council_session))
    at_desk = len([text for text in statements if text.startswith("SELECT")])
    statements.clear()
    browser.get(door(council_session, "people"))
    on_list = len([text for text in statements if text.startswith("SELECT")])

    assert (at_desk, on_list) == (8, 9)
