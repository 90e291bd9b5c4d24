"""Travel, hotel and meals: stated by delegates, added up by day, listed for hotel and driver."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person, export_person
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.councils.models import DataKind
from eventreg.councils.retention import purge_expired
from eventreg.i18n.phones import display
from eventreg.journal.models import JournalEntry
from eventreg.logistics.actions import Travel, ask_about_travel, state_travel
from eventreg.logistics.models import Logistics, Meal
from eventreg.logistics.queries import Day, days_of, meals_of, stated
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_council, a_registration, a_session
from tests.tables import all_rows

EVE = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)  # 01:30 on the 23rd in Aktobe


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        found = a_session(a_council("rcc"))
        ask_about_travel(found, True, SYSTEM, NOW)
    return found


@pytest.fixture
def registration(council_session: CouncilSession) -> Registration:
    with transaction():
        return a_registration(council_session, surname="Тұрсынова")


def states(registration: Registration, travel: Travel) -> None:
    state_travel(registration, travel, Actor("registration", registration.public_id), NOW)


def opened(browser: Browser, registration: Registration) -> str:
    browser.get(f"/r/{registration.link.token}?lang=en")
    return f"/r/p/{registration.public_id}"


def test_a_delegate_states_travel_in_the_time_of_the_venue(registration: Registration, browser: Browser) -> None:
    path = opened(browser, registration)
    assert "Travel and hotel" in browser.get(path).text

    page = browser.submit(
        browser.get(f"{path}/travel"),
        "/travel",
        arrives_at="2026-11-22T23:10",
        arrives_by="KC 615",
        is_met="y",
        hotel_from="2026-11-22",
        hotel_until="2026-11-24",
        meal="vegetarian",
    )

    assert page.path == path
    line = session().scalars(select(Logistics)).one()
    assert line.arrives_at == datetime(2026, 11, 22, 18, 10, tzinfo=UTC)
    assert (line.arrives_by, line.is_met, line.nights, line.meal) == ("KC 615", True, 2, Meal.VEGETARIAN)
    stated = "Date and time of arrival 22.11.2026, 23:10, KC 615", "Hotel 22.11.2026 – 24.11.2026", "Meals Vegetarian"
    assert [words for words in stated if words not in page.text] == []
    assert browser.get(f"{path}/travel").form("/travel")["arrives_at"].startswith("2026-11-22 23:10")


@pytest.mark.parametrize(("given", "missing"), [("hotel_from", "hotel_until"), ("hotel_until", "hotel_from")])
def test_of_two_days_the_one_that_is_missing_is_asked_for(
    registration: Registration, browser: Browser, given: str, missing: str
) -> None:
    path = opened(browser, registration)

    page = browser.submit(browser.get(f"{path}/travel"), "/travel", **{given: "2026-11-23"})

    assert [name for name in (given, missing) if f'id="{name}-error"' in page.html] == [missing]
    assert "Enter a date." not in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"arrives_at": "2026-11-23T10:00", "departs_at": "2026-11-23T09:00"},
        {"hotel_from": "2026-11-23", "hotel_until": "2026-11-23"},
        {"hotel_from": "2026-11-23"},
        {"hotel_until": "2026-11-23"},
        {"hotel_from": "2026-11-22", "hotel_until": "9999-12-31"},
        {"arrives_at": "2025-11-22T10:00"},
        {"is_met": "y"},
        {"is_seen_off": "y"},
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    registration: Registration, browser: Browser, wrong: dict[str, str]
) -> None:
    path = opened(browser, registration)

    page = browser.submit(browser.get(f"{path}/travel"), "/travel", arrives_by="KC 615", **wrong)

    assert (page.status, "KC 615" in page.html) == (422, True)
    assert session().scalars(select(Logistics)).all() == []


def test_who_is_not_asked_or_has_withdrawn_states_nothing(
    registration: Registration, council_session: CouncilSession, browser: Browser
) -> None:
    path = opened(browser, registration)
    with transaction():
        ask_about_travel(council_session, False, SYSTEM, NOW)
    assert browser.get(f"{path}/travel").status == 404
    assert "/travel" not in browser.get(path).html

    with transaction():
        ask_about_travel(council_session, True, SYSTEM, NOW)
        withdraw_registration(registration, "", SYSTEM, NOW)
    with pytest.raises(Refusal, match="travel_not_asked"), transaction():
        states(registration, Travel())


def test_looking_writes_nothing_and_strangers_see_nothing(registration: Registration, browser: Browser) -> None:
    assert browser.get(f"/r/p/{registration.public_id}/travel").status == 410
    path = opened(browser, registration)
    before = all_rows()

    assert browser.get(f"{path}/travel").status == 200

    assert all_rows() == before


def test_days_are_those_of_the_venue_and_withdrawn_people_do_not_count(council_session: CouncilSession) -> None:
    first, second = date(2026, 11, 22), date(2026, 11, 23)
    with transaction():
        people = [a_registration(council_session) for _ in range(4)]
        states(people[0], Travel(EVE, is_met=True, hotel_from=first, hotel_until=date(2026, 11, 24)))
        states(people[1], Travel(EVE, hotel_from=second, hotel_until=date(2026, 11, 24), meal=Meal.DIABETIC))
        states(people[2], Travel(departs_at=EVE + timedelta(hours=1), is_seen_off=True))
        states(people[3], Travel(EVE, meal=Meal.VEGETARIAN))
        withdraw_registration(people[3], "", SYSTEM, NOW)

    lines = stated(council_session)
    assert days_of(lines, "Asia/Aqtobe") == [Day(first, 0, 0, 0, 0, 1), Day(second, 2, 1, 1, 1, 2)]
    assert meals_of(lines) == {Meal.USUAL: 2, Meal.VEGETARIAN: 0, Meal.DIABETIC: 1, Meal.NONE: 0}


def test_the_lists_hold_what_their_readers_need(
    registration: Registration, council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        registration.person.phone = "+77015550011"
        travel = Travel(EVE, "=KC 615", True, hotel_from=date(2026, 11, 22), hotel_until=date(2026, 11, 24))
        states(registration, travel)
    sign_in(browser, council_session.council, Role.ORGANIZER)
    address = "/office/rcc/2026-11-23/logistics"

    driver, hotel = browser.get(f"{address}/driver?lang=en"), browser.get(f"{address}/hotel?lang=en")
    assert "23.11.2026, 01:30" in driver.text
    assert display("+77015550011") in driver.text
    assert ("Тұрсынова" in hotel.text, "555" in hotel.text) == (True, False)
    assert "Тұрсынова" not in browser.get(f"{address}/meals").text
    token = driver.form("/driver.xlsx")["csrf_token"]
    answer = browser.request("POST", f"{address}/driver.xlsx", data={"csrf_token": token})
    rows = list(load_workbook(BytesIO(answer.data)).active.values)  # type: ignore[union-attr]  # a book has a sheet
    assert rows[1][4] == "=KC 615"
    assert session().scalars(select(JournalEntry).filter_by(event="LogisticsExported")).one().payload["rows"] == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ORGANIZER, 200),
        (Role.SECRETARY, 200),
        (Role.CHAIR, 403),
        (Role.AUDITOR, 403),
        (Role.DOOR, 403),
        (Role.PRESS, 403),
    ],
)
def test_only_who_prepares_it_sees_it(
    council_session: CouncilSession, browser: Browser, role: Role, status: int
) -> None:
    sign_in(browser, council_session.council, role)

    for path in ("", "/hotel", "/driver", "/meals"):
        assert browser.get(f"/office/rcc/2026-11-23/logistics{path}").status == status


def test_it_is_deleted_after_thirty_days_and_the_pages_still_render(
    registration: Registration, council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        states(registration, Travel(EVE, "KC 615"))
        council_session.stage = Stage.HELD
    end = STARTS + timedelta(hours=7)

    assert DataKind.LOGISTICS not in purge_expired(SYSTEM, end + timedelta(days=29))
    assert purge_expired(SYSTEM, end + timedelta(days=30))[DataKind.LOGISTICS] == 1
    sign_in(browser, council_session.council, Role.ORGANIZER)
    assert browser.get("/office/rcc/2026-11-23/logistics").status == 200


def test_it_is_handed_out_and_erased_with_the_person(registration: Registration) -> None:
    with transaction():
        states(registration, Travel(EVE, "KC 615"))
    person = session().scalars(select(Person)).one()

    with transaction():
        known = export_person(person, SYSTEM, NOW)
        erase_person(person, SYSTEM, NOW)

    assert known["logistics"][0]["arrives_by"] == "KC 615"  # type: ignore[index]  # a list of dicts
    assert session().scalars(select(Logistics)).all() == []
