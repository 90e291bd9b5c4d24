"""The official letter on a bilingual letterhead, as PDF and as DOCX; the same bytes for the same data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from xml.sax.saxutils import escape  # writes only; nothing is parsed with it
from zipfile import ZipFile

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from docx.table import _Cell as WordCell  # python-docx offers no public name for the type

from eventreg.documents.docx import begun, finished, paragraph, run, zipped
from eventreg.documents.pdf import render_pages, render_pdf
from eventreg.documents.types import LetterPart, OfficialLetter
from eventreg.documents.words import WORDS

TEMPLATE = "official_letter.typ"
BLANK = "________"  # where the number will stand


def official_letter_pdf(letter: OfficialLetter) -> bytes:
    """PDF/A-2a and PDF/UA-1."""
    return render_pdf(TEMPLATE, letter.seal, _data(letter))


def official_letter_pictures(letter: OfficialLetter) -> list[bytes]:
    """Each page as a PNG, for looking at on a page of the office."""
    return render_pages(TEMPLATE, letter.seal, _data(letter))


def official_letter_docx(letter: OfficialLetter) -> bytes:
    """For offices that file letters in Word."""
    word = begun(letter.seal)
    _letterhead(word, letter)
    for part in letter.parts:
        line = paragraph(word, part.language, part.addressee, bold=True)
        line.paragraph_format.left_indent = Cm(8)
        for text in part.paragraphs:
            paragraph(word, part.language, text)
        _signature(word, part)
    paragraph(word, letter.parts[0].language, letter.contact)
    return finished(word, letter.seal, letter.parts[0].language)


class DocxStencil:
    """The Word file made once, in which only what is personal is replaced: making each anew takes six times as long.

    `letter` bears words (letters and digits that nobody types) in place of the personal parts.
    """

    def __init__(self, letter: OfficialLetter, words: Sequence[str]) -> None:
        with ZipFile(BytesIO(official_letter_docx(letter))) as made:
            self.parts = {name: made.read(name) for name in made.namelist()}
        self.pattern = re.compile("|".join(words).encode())

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The file of one recipient: every word replaced by its value, in one pass."""
        by_word = {word.encode(): escape(value).encode() for word, value in values.items()}
        return zipped(
            {name: self.pattern.sub(lambda found: by_word[found[0]], part) for name, part in self.parts.items()}
        )


def _data(letter: OfficialLetter) -> dict[str, object]:
    return {"parts": [asdict(part) for part in letter.parts], "contact": letter.contact}


def _letterhead(word: WordDocument, letter: OfficialLetter) -> None:
    """Two columns without lines: who writes, then number and date."""
    table = word.add_table(rows=2, cols=len(letter.parts))
    for column, part in enumerate(letter.parts):
        _write(table.cell(0, column), part, [part.organisation, *part.details], bold=True)
        outgoing = f"{WORDS[part.language]['outgoing']} {part.number or BLANK}"
        _write(table.cell(1, column), part, [outgoing, part.dated], bold=False)
    paragraph(word, letter.parts[0].language, "")


def _write(cell: WordCell, part: LetterPart, lines: list[str], *, bold: bool) -> None:
    """The first line may be bold; all are centred."""
    for number, text in enumerate(lines):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run(line, part.language, text, bold=bold and number == 0)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _signature(word: WordDocument, part: LetterPart) -> None:
    if part.signatory_post or part.signatory_name:
        table = word.add_table(rows=1, cols=2)
        run(table.cell(0, 0).paragraphs[0], part.language, part.signatory_post, bold=True)
        last = table.cell(0, 1).paragraphs[0]
        run(last, part.language, part.signatory_name, bold=True)
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph(word, part.language, "")
