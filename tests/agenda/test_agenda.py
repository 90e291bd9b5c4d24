"""The agenda: computed times, an order made by buttons, releases that never change, drafts that never leak."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from icalendar import Calendar

from eventreg.agenda.actions import SpeakerGiven, add_item, move_item, release_agenda, remove_item
from eventreg.agenda.models import AgendaItem, ItemKind
from eventreg.agenda.queries import items_of, latest_release, release_numbered
from eventreg.agenda.rules import computed_times
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.registrations.actions import withdraw_registration
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, three

PATH = "/s/rcc/2026-11-23"
OFFICE = "/office/rcc/2026-11-23/agenda"


def an_item(
    council_session: CouncilSession, title: str, kind: ItemKind = ItemKind.REPORT, minutes: int = 30
) -> AgendaItem:
    return add_item(council_session, kind=kind, title=three(title), minutes=minutes, speakers=[], by=SYSTEM, now=NOW)


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-11-23")
        for title, kind in (("Ашылуы", ItemKind.PROCEDURAL), ("Бірінші", ItemKind.REPORT), ("Үзіліс", ItemKind.BREAK)):
            an_item(council_session, title, kind)
        an_item(council_session, "Екінші", ItemKind.DECISION)
    return council_session


def numbers_in(council_session: CouncilSession) -> list[str]:
    release = latest_release(council_session)
    assert release is not None
    return [item["number"] for item in release.snapshot["items"]]


def released(council_session: CouncilSession) -> int:
    with transaction():
        return release_agenda(council_session, "", SYSTEM, NOW).number


def test_items_follow_each_other_from_the_sessions_beginning(council_session: CouncilSession) -> None:
    slots = computed_times(items_of(council_session), council_session.starts_at)

    begins = [(slot.starts_at - council_session.starts_at).total_seconds() / 60 for slot in slots]
    assert begins == [0, 30, 60, 90]


def test_a_fixed_start_leaves_a_gap_or_shows_an_overrun_and_times_never_overlap(
    council_session: CouncilSession,
) -> None:
    items = items_of(council_session)
    items[1].pinned_at = council_session.starts_at + timedelta(minutes=45)
    items[3].pinned_at = council_session.starts_at + timedelta(minutes=60)

    slots = computed_times(items, council_session.starts_at)

    assert [slot.gap for slot in slots] == [timedelta(0), timedelta(minutes=15), timedelta(0), timedelta(0)]
    assert slots[3].overrun == timedelta(minutes=45)
    assert all(later.starts_at >= earlier.ends_at for earlier, later in pairwise(slots))


def test_questions_are_numbered_and_breaks_are_not(council_session: CouncilSession) -> None:
    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "2"]


def test_a_late_item_becomes_1_1_and_nobody_is_renumbered(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        move_item(an_item(council_session, "Кешіккен"), 3, SYSTEM, NOW)
        an_item(council_session, "Соңғы")

    number = released(council_session)

    assert number == 2
    assert numbers_in(council_session) == ["", "1", "1.1", "", "2", "3"]


def test_moving_a_released_item_keeps_its_number(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        move_item(items_of(council_session)[3], 1, SYSTEM, NOW)

    released(council_session)

    assert numbers_in(council_session) == ["2", "", "1", ""]


def test_the_number_of_a_removed_item_is_not_given_again(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        remove_item(items_of(council_session)[3], SYSTEM, NOW)
        an_item(council_session, "Жаңа")

    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "3"]


def test_a_release_never_changes(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        items_of(council_session)[1].title = three("Басқа")

    released(council_session)

    first, second = release_numbered(council_session, 1), release_numbered(council_session, 2)
    assert first is not None
    assert second is not None
    assert first.snapshot["items"][1]["title"]["kk"] == "Бірінші (қаз)"
    assert second.snapshot["items"][1]["title"]["kk"] == "Басқа (қаз)"


def test_nothing_new_is_not_released_twice(council_session: CouncilSession) -> None:
    released(council_session)

    with pytest.raises(Refusal, match="agenda_unchanged"):
        released(council_session)


@pytest.mark.parametrize("suffix", ["", ".pdf", ".docx", ".ics", ".json", ".xml", "/1", "/1.pdf", "/2"])
def test_the_draft_does_not_leak(council_session: CouncilSession, browser: Browser, suffix: str) -> None:
    assert browser.get(f"{PATH}/agenda{suffix}").status == 404
    assert "Бірінші" not in browser.get(PATH).text


def test_what_changed_after_a_release_does_not_leak(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Құпия")

    for suffix in ("", ".json", ".xml", ".ics", "/1"):
        content = browser.request("GET", f"{PATH}/agenda{suffix}").get_data(as_text=True)
        assert "Құпия" not in content


def test_the_released_agenda_of_a_draft_session_is_not_public(
    council_session: CouncilSession, browser: Browser
) -> None:
    released(council_session)
    with transaction():
        session().merge(council_session).stage = Stage.DRAFT

    assert browser.get(f"{PATH}/agenda").status == 404


@pytest.mark.parametrize(("language", "words"), [("kk", "Күн тәртібі"), ("ru", "Повестка дня"), ("en", "Agenda")])
def test_the_public_page_speaks_the_asked_language(
    council_session: CouncilSession, browser: Browser, language: str, words: str
) -> None:
    released(council_session)

    page = browser.get(f"{PATH}/agenda?lang={language}")

    assert page.status == 200
    assert page.heading == words
    assert {"kk": "Бірінші (қаз)", "ru": "Бірінші (рус)", "en": "Бірінші (eng)"}[language] in page.text
    assert "10:30" in page.text


def test_a_public_page_sets_no_cookie_and_is_not_sent_twice(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)

    first = browser.request("GET", f"{PATH}/agenda")
    second = browser.request("GET", f"{PATH}/agenda", headers={"If-None-Match": first.headers["ETag"]})

    assert "Set-Cookie" not in first.headers
    assert second.status_code == 304


def test_ten_o_clock_in_aktobe_is_five_in_utc(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)

    content = browser.request("GET", f"{PATH}/agenda.ics").data
    entry = Calendar.from_ical(content).walk("VEVENT")[0]

    assert b"DTSTART:20261123T050000Z" in content
    assert entry.decoded("DTSTART") == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert entry["SEQUENCE"] == 1


def test_frab_guids_stay_the_same_from_release_to_release(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    def guids(number: int) -> list[str]:
        schedule = json.loads(browser.request("GET", f"{PATH}/agenda/{number}.json").data)
        (room,) = schedule["schedule"]["conference"]["days"][0]["rooms"].values()
        return [event["guid"] for event in room]

    tree = ElementTree.fromstring(browser.request("GET", f"{PATH}/agenda/2.xml").data)
    assert guids(1) == guids(2)[:4]
    assert [event.get("guid") for event in tree.iter("event")] == guids(2)


def test_pdf_and_docx_are_served(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)

    pdf = browser.request("GET", f"{PATH}/agenda/1.pdf?lang=kk-ru")
    docx = browser.request("GET", f"{PATH}/agenda/1.docx?lang=ru")

    assert pdf.data.startswith(b"%PDF-1.7")
    assert docx.data.startswith(b"PK")
    assert "immutable" in pdf.headers["Cache-Control"] or "31536000" in pdf.headers["Cache-Control"]


def test_buttons_change_the_order_without_a_pointer(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    items = [item.public_id for item in items_of(council_session)]

    page = browser.get(f"{OFFICE}/?lang=en")
    page = browser.submit(page, f"{items[3]}/move", step=None, position="1")

    assert "Item 4 moved to 1 of 4." in page.text
    assert [item.public_id for item in items_of(council_session)] == [items[3], *items[:3]]


def test_the_second_editor_of_an_item_sees_what_the_first_saved(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    public_id = items_of(council_session)[1].public_id
    first, second = (browser.get(f"{OFFICE}/{public_id}?lang=en") for _ in range(2))
    browser.submit(first, "", title_kk="Бір")

    page = browser.submit(second, "", title_kk="Екі")

    assert page.status == 409
    assert "Бір" in page.text
    assert page.form("")["title_kk"] == "Екі"
    assert items_of(council_session)[1].title["kk"] == "Бір"


def test_a_secretary_adds_an_item_and_releases(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(f"{OFFICE}/add?lang=en")
    page = browser.submit(page, "", kind="report", title_kk="Жаңа", title_ru="Новый", minutes="20", speaker_1="И. Гость")
    page = browser.submit(browser.get(f"{OFFICE}/release"), "", note="Бірінші нұсқа")

    assert "Release 1 is public." in page.text
    assert "И. Гость" in browser.get(f"{PATH}/agenda").text


def test_a_speaker_who_withdraws_is_named_later_by_the_body(council_session: CouncilSession) -> None:
    with transaction():
        body = a_body("MON")
        registration = a_registration(council_session, body, "Касымова")
        speakers = [SpeakerGiven(registration=registration), SpeakerGiven(name="Қонақ")]
        item = add_item(
            council_session,
            kind=ItemKind.REPORT,
            title=three("Баяндама"),
            minutes=10,
            speakers=speakers,
            by=SYSTEM,
            now=NOW,
        )

    with transaction():
        withdraw_registration(registration, "", SYSTEM, NOW)

    assert [(found.body and found.body.code, found.name) for found in item.speakers] == [("MON", None), (None, "Қонақ")]


def test_an_auditor_looks_and_changes_nothing(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.AUDITOR)

    assert browser.get(f"{OFFICE}/").status == 200
    assert browser.get(f"{OFFICE}/add").status == 403
