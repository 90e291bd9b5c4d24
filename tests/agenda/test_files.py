"""The files of a release: calendar, frab schedule, PDF and DOCX."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID
from xml.etree import ElementTree

import pytest
from docx import Document
from icalendar import Calendar
from pypdf import PdfReader

from eventreg.agenda.actions import SpeakerGiven
from eventreg.agenda.queries import items_of
from eventreg.core.actors import SYSTEM
from eventreg.core.db import transaction
from eventreg.sessions.actions import move_to
from eventreg.sessions.models import CouncilSession, Stage
from tests.agenda.agendas import PATH, an_item, frab_events, released, schedule
from tests.browser import Browser
from tests.calendar_reader import read_calendar
from tests.conftest import NOW


def calendar(browser: Browser, path: str) -> Calendar:
    found = Calendar.from_ical(browser.request("GET", path).data)
    assert isinstance(found, Calendar)
    return found


def text_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_ten_o_clock_in_aktobe_is_five_in_utc(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)

    answer = browser.request("GET", f"{PATH}.ics?lang=ru")
    (entry,) = calendar(browser, f"{PATH}.ics?lang=ru").walk("VEVENT")

    assert answer.mimetype == "text/calendar"
    assert b"METHOD:PUBLISH" in answer.data
    assert b"DTSTART:20261123T050000Z" in answer.data
    assert entry.decoded("DTEND") == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert str(entry["SUMMARY"]) == "Дамыту (рус)"
    assert "10:30 1 Бірінші (рус)" in str(entry["DESCRIPTION"])
    assert str(entry["URL"]).endswith(f"{PATH}/1")


def test_a_later_release_moves_the_same_calendar_entry(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    first, second = (calendar(browser, f"{PATH}/{number}.ics").walk("VEVENT")[0] for number in (1, 2))

    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (1, 2)


def test_the_calendar_keeps_the_standard_and_says_when_the_session_does_not_take_place(
    council_session: CouncilSession, browser: Browser
) -> None:
    released(council_session)
    before = read_calendar(browser.request("GET", f"{PATH}.ics").data)
    with transaction():
        move_to(council_session, Stage.ANNOUNCED, SYSTEM, NOW)
        move_to(council_session, Stage.CANCELLED, SYSTEM, NOW)

    after = read_calendar(browser.request("GET", f"{PATH}.ics").data)

    assert (before.text("STATUS"), after.text("STATUS")) == ("CONFIRMED", "CANCELLED")
    assert before.text("UID") == after.text("UID")
    assert after.sequence > before.sequence


def test_a_frab_schedule_has_what_its_readers_expect(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        an_item(council_session, "Баяндама", minutes=75, speakers=[SpeakerGiven(name="Қонақ")])
        an_item(council_session, "Тағы", speakers=[SpeakerGiven(name="Басқа"), SpeakerGiven(name="Қонақ")])
    released(council_session)

    conference = schedule(browser, f"{PATH}.json?lang=ru")
    found = frab_events(browser, f"{PATH}.json?lang=ru")[4]

    assert conference["daysCount"] == 1
    assert conference["time_zone_name"] == "Asia/Aqtobe"
    assert conference["days"][0]["day_start"] == "2026-11-23T10:00:00+05:00"
    assert conference["days"][0]["day_end"] == "2026-11-23T13:45:00+05:00"
    assert found["title"] == "Баяндама (рус)"
    assert (found["date"], found["start"], found["duration"]) == ("2026-11-23T12:00:00+05:00", "12:00", "01:15")
    assert found["persons"] == [{"id": 1, "public_name": "Қонақ"}]
    assert frab_events(browser)[5]["persons"][1] == {"id": 1, "public_name": "Қонақ"}


def test_a_session_of_two_days_is_two_days_in_frab(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        items_of(council_session)[3].pinned_at = council_session.starts_at + timedelta(days=1)
    released(council_session)

    days = schedule(browser)["days"]

    assert [(day["index"], day["date"]) for day in days] == [(1, "2026-11-23"), (2, "2026-11-24")]
    assert [len(events) for day in days for events in day["rooms"].values()] == [3, 1]


def test_frab_guids_stay_the_same_from_release_to_release(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    first, second = ([event["guid"] for event in frab_events(browser, f"{PATH}/{number}.json")] for number in (1, 2))

    assert first == second[:4]
    assert [str(UUID(guid)) for guid in second] == second
    assert len(set(second)) == 5


def test_frab_xml_says_the_same_as_frab_json(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        an_item(council_session, "<b> & «Баяндама»", speakers=[SpeakerGiven(name="Қонақ & Ко")])
    released(council_session)

    tree = ElementTree.fromstring(browser.request("GET", f"{PATH}.xml").data)

    found = [(event.get("guid"), event.findtext("title"), event.findtext("start")) for event in tree.iter("event")]
    assert found == [(event["guid"], event["title"], event["start"]) for event in frab_events(browser)]
    assert [person.text for person in tree.iter("person")] == ["Қонақ & Ко"]
    assert tree.findtext("version") == "1"
    assert tree.findtext("conference/days") == "1"


def test_a_numbered_file_is_the_same_for_good(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    before = browser.request("GET", f"{PATH}/1.json")
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    after = browser.request("GET", f"{PATH}/1.json")

    assert after.data == before.data
    assert after.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.request("GET", f"{PATH}.json").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("language", "present", "absent"),
    [
        ("kk", ("КҮН ТӘРТІБІ", "Бірінші (қаз)"), ("Бірінші (рус)", "Бірінші (eng)")),
        ("ru", ("ПОВЕСТКА ДНЯ", "Бірінші (рус)"), ("Бірінші (қаз)", "Бірінші (eng)")),
        ("kk-ru", ("КҮН ТӘРТІБІ", "ПОВЕСТКА ДНЯ"), ("Бірінші (eng)",)),
    ],
)
def test_pdf_and_docx_are_in_the_languages_asked_for(
    council_session: CouncilSession, browser: Browser, language: str, present: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    released(council_session)

    pdf = browser.request("GET", f"{PATH}/1.pdf?lang={language}")
    docx = browser.request("GET", f"{PATH}/1.docx?lang={language}")

    document = Document(BytesIO(docx.data))
    for text in (text_of_pdf(pdf.data), " ".join(paragraph.text for paragraph in document.paragraphs)):
        assert [words for words in present if words not in text] == []
        assert [words for words in absent if words in text] == []
    assert pdf.headers["Content-Disposition"] == 'inline; filename="rcc-2026-11-23-agenda-1.pdf"'


def test_two_languages_at_once_are_for_documents_only(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)

    bilingual, plain = (browser.request("GET", f"{PATH}.json?lang={code}").data for code in ("kk-ru", "kk"))

    assert bilingual == plain
