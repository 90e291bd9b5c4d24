"""Documents: the same data gives the same bytes, what people type stays text, every Kazakh letter is printed."""

import dataclasses
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any  # Any: a PDF's own objects
from zipfile import ZipFile

import pytest
import segno
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from eventreg.documents.calendar import Event, render_calendar
from eventreg.documents.docx import agenda_docx, recommendations_docx
from eventreg.documents.pdf import agenda_pdf, recommendations_pdf
from eventreg.documents.qr import MASK, qr_png, qr_svg
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.documents.types import (
    AddresseeGroup,
    AgendaDocument,
    AgendaLine,
    AgendaPart,
    ClauseLine,
    RecommendationsDocument,
    RecommendationsPart,
    Sealed,
)

LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
SEAL = Sealed("Күн тәртібі", "v1", datetime(2015, 11, 10, tzinfo=UTC), "0123456789abcdef" * 4, "http://localhost/c/x")
CANONICAL = '{"type":"recommendations","ә":1}'.encode()


def an_agenda(title: str = LETTERS, *languages: str) -> AgendaDocument:
    lines = (
        AgendaLine("", "10:00", "10:20", "Ашылуы"),
        AgendaLine("1", "10:20", "11:00", title, ("Касымов Б. С., Минпросвещения",), "40 мин"),
        AgendaLine("2.1", "11:00", "12:00", "О разном", (), "60 мин"),
    )
    return AgendaDocument(
        SEAL, tuple(AgendaPart(language, "Кеңес", "Отырыс", "Ақтөбе", lines) for language in languages or ("kk",))
    )


def recommendations(text: str = "әзірлеу") -> RecommendationsDocument:
    group = AddresseeGroup("1.", "Министрлікке:", (ClauseLine("1)", text, "2016 жылғы 1 наурызға дейін"),))
    part = RecommendationsPart("kk", "Кеңес", "Отырыс", "Ақтөбе", "Қатысушылар атап өтеді:", (group,), "Қабылданды")
    return RecommendationsDocument(SEAL, (part,), CANONICAL)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def test_the_same_agenda_twice_gives_the_same_bytes() -> None:
    assert agenda_pdf(an_agenda()) == agenda_pdf(an_agenda())
    assert agenda_docx(an_agenda()) == agenda_docx(an_agenda())
    assert agenda_pdf(an_agenda()) != agenda_pdf(an_agenda("басқа"))


def test_every_kazakh_letter_is_in_the_pdf() -> None:
    text = text_of(agenda_pdf(an_agenda()))

    assert set(LETTERS) <= set(text)


def test_typst_markup_in_a_title_stays_plain_text() -> None:
    payload = '#read("/etc/passwd") *x* $y$ \\ [z] <w> @v'

    text = text_of(agenda_pdf(an_agenda(payload)))

    assert '#read("/etc/passwd") *x* $y$ \\ [z] <w> @v' in text.replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("title", ["Той 🎉", "שלום", "漢字", "a\u0301\u200b", "x\ufffe", "‮abc"])
def test_letters_that_no_font_draws_are_shown_as_squares_and_break_nothing(title: str) -> None:
    text = text_of(agenda_pdf(an_agenda(title)))

    assert "О разном" in text


def test_tabs_odd_spaces_and_a_minus_are_drawn_as_what_they_look_like() -> None:
    text = text_of(agenda_pdf(an_agenda("1)\tлифт \u22125\u202f°C, Ақ\u00adтөбе\u200b: 10\u2009000")))

    assert "1) лифт –5 °C, Ақтөбе: 10 000" in text
    assert "\N{WHITE SQUARE}" not in text


def test_the_pdf_says_what_it_is_and_in_which_language() -> None:
    reader = PdfReader(BytesIO(agenda_pdf(an_agenda())))
    root = root_of(reader)
    xmp = root["/Metadata"].get_data().decode()

    assert root["/Lang"] == "kk"
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert reader.metadata is not None
    assert reader.metadata.title == "Күн тәртібі"


def test_the_canonical_json_is_attached_byte_for_byte() -> None:
    reader = PdfReader(BytesIO(recommendations_pdf(recommendations())))

    assert dict(reader.attachments) == {"recommendations.json": [CANONICAL]}
    assert "<pdfaid:part>3</pdfaid:part>" in root_of(reader)["/Metadata"].get_data().decode()


def test_a_bilingual_document_begins_each_language_on_a_page_of_its_own() -> None:
    reader = PdfReader(BytesIO(agenda_pdf(an_agenda("Тақырып", "kk", "ru"))))

    assert "КҮН ТӘРТІБІ" in reader.pages[0].extract_text()
    assert "ПОВЕСТКА ДНЯ" in reader.pages[1].extract_text()


def test_a_title_that_is_longer_than_word_takes_is_cut_in_the_properties_alone() -> None:
    title = "О ходе исполнения " * 25
    seal = dataclasses.replace(SEAL, title=title)

    word = Document(BytesIO(recommendations_docx(dataclasses.replace(recommendations(), seal=seal))))

    assert word.core_properties.title == title[:255]


def test_word_opens_the_recommendations_with_headings_and_languages() -> None:
    content = recommendations_docx(recommendations())

    word = Document(BytesIO(content))
    headings = [
        paragraph.text
        for paragraph in word.paragraphs
        if paragraph.style and str(paragraph.style.name).startswith("Heading")
    ]
    assert headings == ["ҚОРЫТЫНДЫ ҰСЫНЫМДАР", "1. Министрлікке:"]
    assert "1) әзірлеу – 2016 жылғы 1 наурызға дейін." in [paragraph.text for paragraph in word.paragraphs]
    assert 'w:lang w:val="kk-KZ"' in ZipFile(BytesIO(content)).read("word/document.xml").decode()


@pytest.mark.parametrize("typed", ["=1+1", "+7 702", "-5", "@cmd", "\t=1", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_stays_text(typed: str) -> None:
    book = load_workbook(BytesIO(write_xlsx("Тізім", ["Аты"], [[typed]])))
    lines = b"".join(write_csv(["Аты"], [[typed]])).decode("utf-8-sig")

    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (typed, "s")
    assert lines.split("\r\n")[1].strip('"').startswith("'")


def test_a_long_csv_comes_in_portions() -> None:
    portions = list(write_csv(["№"], ([number] for number in range(1200))))

    assert len(portions) == 3
    assert b"".join(portions).decode("utf-8-sig").split("\r\n")[:3] == ["№", "0", "1"]


def an_event(sequence: int = 0) -> Event:
    return Event(
        uid="abc@council.example",
        sequence=sequence,
        starts_at=datetime(2015, 11, 18, 5, 0, tzinfo=UTC),
        ends_at=datetime(2015, 11, 18, 12, 0, tzinfo=UTC),
        summary="Ғылыми-техникалық қосымша білім беруді дамыту; кеңейтілген отырыс, " * 3,
        description="Бірінші жол\nЕкінші жол",
        location="Ақтөбе",
        organizer_name="Кеңес",
        organizer_email="council@council.example",
        attendee_name="Касымова, Айгүл",
        attendee_email="person@delegate.example",
    )


def test_a_calendar_parses_elsewhere_and_its_times_are_in_utc() -> None:
    content = render_calendar([an_event(3)], method="REQUEST", stamp=datetime(2015, 11, 1, tzinfo=UTC))

    calendar = Calendar.from_ical(content)
    entry = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "REQUEST"
    assert (entry["UID"], entry["SEQUENCE"]) == ("abc@council.example", 3)
    assert b"DTSTART:20151118T050000Z" in content
    assert entry["SUMMARY"] == an_event().summary
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["ATTENDEE"] == "mailto:person@delegate.example"


def test_no_calendar_line_is_longer_than_75_octets_or_splits_a_letter() -> None:
    content = render_calendar([an_event()], method="CANCEL", stamp=datetime(2015, 11, 1, tzinfo=UTC))

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() or True for line in lines)
    assert b"STATUS:CANCELLED" in content


def test_a_qr_code_has_a_name_and_no_inline_style() -> None:
    svg = qr_svg("CS1/ABC", label='Pass of "A" & B')

    assert "<title>Pass of &quot;A&quot; &amp; B</title>" in svg
    assert "style=" not in svg


def test_the_runs_of_a_drawn_qr_code_are_its_dark_modules() -> None:
    text = "CS1/KRSXG5BRGIZQ/NBSWY3DPEB3W64TMMQ/1/ABCDEFGHIJKLMNOP"
    drawn: set[tuple[int, int]] = set()

    for column, row, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(text, label="").split("#000")[1]):
        drawn |= {(int(row), int(column) + step) for step in range(int(width))}

    code = segno.make_qr(text, error="q", boost_error=False, mask=MASK)
    rows = enumerate(code.matrix_iter(border=4))
    assert drawn == {(row, column) for row, cells in rows for column, dark in enumerate(cells) if dark}


def test_the_picture_of_a_qr_code_shows_its_modules() -> None:
    text = "CS1/KRSXG5BRGIZQ/NBSWY3DPEB3W64TMMQ/1/ABCDEFGHIJKLMNOP"

    picture = Image.open(BytesIO(qr_png(text))).convert("L")

    code = segno.make_qr(text, error="q", boost_error=False, mask=MASK)
    width = int(code.symbol_size(scale=1, border=4)[0])
    shown = [[picture.getpixel((x * 8 + 4, y * 8 + 4)) == 0 for x in range(width)] for y in range(width)]
    assert picture.size == (width * 8, width * 8)
    assert shown == [[cell == 1 for cell in row] for row in code.matrix_iter(border=4)]
