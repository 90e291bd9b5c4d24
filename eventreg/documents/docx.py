"""DOCX by python-docx: real heading styles, language of every run, the same bytes for the same data."""

import zipfile
from collections.abc import Mapping
from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from eventreg.documents.characters import xml_text
from eventreg.documents.types import (
    AddresseeGroup,
    AgendaDocument,
    AgendaLine,
    AgendaPart,
    RecommendationsDocument,
    RecommendationsPart,
    Sealed,
)
from eventreg.documents.words import WORDS

WORD_LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
FONT = "Times New Roman"  # what offices have on every machine; it draws all Kazakh letters
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
TITLE_LENGTH = 255  # python-docx refuses a longer property


def recommendations_docx(document: RecommendationsDocument) -> bytes:
    """The recommendations of every part, a new page for each language."""
    word = begun(document.seal)
    for number, part in enumerate(document.parts):
        if number:
            word.add_page_break()  # type: ignore[no-untyped-call]  # python-docx types most, not this
        _recommendations(word, part)
    return finished(word, document.seal, document.parts[0].language)


def agenda_docx(document: AgendaDocument) -> bytes:
    """The agenda and the programme of every part."""
    word = begun(document.seal)
    for number, part in enumerate(document.parts):
        if number:
            word.add_page_break()  # type: ignore[no-untyped-call]  # python-docx types most, not this
        _agenda(word, part)
    return finished(word, document.seal, document.parts[0].language)


def _recommendations(word: WordDocument, part: RecommendationsPart) -> None:
    words = WORDS[part.language]
    _head(word, part.language, part.council, words["recommendations"], part.session, part.place_and_date)
    if part.preamble:
        paragraph(word, part.language, part.preamble)
    paragraph(word, part.language, words["recommend"], bold=True)
    for group in part.groups:
        _group(word, part.language, group)
    if part.adopted:
        paragraph(word, part.language, part.adopted)


def _group(word: WordDocument, language: str, group: AddresseeGroup) -> None:
    _heading(word, language, f"{group.label} {group.heading}", 2)
    for clause in group.clauses:
        end = "." if clause is group.clauses[-1] else ";"
        deadline = f" – {clause.deadline}" if clause.deadline else ""
        line = paragraph(word, language, f"{clause.label} {clause.text}{deadline}{end}")
        line.paragraph_format.left_indent = Cm(1)


def _agenda(word: WordDocument, part: AgendaPart) -> None:
    words = WORDS[part.language]
    _head(word, part.language, part.council, words["agenda"], part.session, part.place_and_date)
    for line in part.lines:
        if line.number:
            dot = "" if "." in line.number else "."
            paragraph(word, part.language, f"{line.number}{dot} {line.title}")
            if line.speakers:
                label = words["speaker" if len(line.speakers) == 1 else "speakers"]
                paragraph(word, part.language, f"{label}: {'; '.join(line.speakers)}", indent=True)
    _heading(word, part.language, words["programme"], 2)
    _programme(word, part.language, words, part.lines)


def _programme(word: WordDocument, language: str, words: dict[str, str], lines: tuple[AgendaLine, ...]) -> None:
    table = word.add_table(rows=1, cols=2, style="Table Grid")
    header = table.rows[0]
    for cell, text in zip(header.cells, (words["time"], words["item"]), strict=True):
        run(cell.paragraphs[0], language, text, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeated)
    for line in lines:
        cells = table.add_row().cells
        run(cells[0].paragraphs[0], language, f"{line.starts}–{line.ends}")
        run(cells[1].paragraphs[0], language, line.title)
        if line.speakers:
            run(cells[1].add_paragraph(), language, "; ".join(line.speakers))
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(3), Cm(13.5)


def _head(word: WordDocument, language: str, council: str, title: str, session: str, place: str) -> None:
    paragraph(word, language, council, centred=True)
    _heading(word, language, title.upper(), 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in (session, place):
        paragraph(word, language, text, centred=True)


def _heading(word: WordDocument, language: str, text: str, level: int) -> Paragraph:
    heading: Paragraph = word.add_heading("", level)
    run(heading, language, text, bold=True)
    return heading


def paragraph(
    word: WordDocument, language: str, text: str, *, bold: bool = False, centred: bool = False, indent: bool = False
) -> Paragraph:
    paragraph = word.add_paragraph()
    run(paragraph, language, text, bold=bold)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.left_indent = Cm(1)
    return paragraph


def run(paragraph: Paragraph, language: str, text: str, *, bold: bool = False) -> None:
    run = paragraph.add_run(xml_text(text))
    run.bold = bold
    run.font.name = FONT
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), WORD_LANGUAGES[language])
    run._r.get_or_add_rPr().append(spoken)


def begun(seal: Sealed) -> WordDocument:
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    for level in (1, 2):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(16 - 2 * level), None
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    section.footer.paragraphs[0].text = " ".join(part for part in (seal.version, seal.sha256, seal.address) if part)
    return word


def finished(word: WordDocument, seal: Sealed, language: str) -> bytes:
    moment = seal.released_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = word.core_properties
    properties.title = xml_text(seal.title)[:TITLE_LENGTH]
    properties.language, properties.author = WORD_LANGUAGES[language], "eventreg"
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.revision = "eventreg", 1
    target = BytesIO()
    word.save(target)
    return _timeless(target.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same archive with fixed moments inside, so that equal documents are equal bytes."""
    with zipfile.ZipFile(BytesIO(content)) as source:
        return zipped({name: source.read(name) for name in source.namelist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts of a Word file as one archive, with fixed moments inside."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()
