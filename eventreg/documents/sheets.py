"""Tables for Excel: XLSX and CSV in which nothing that a person typed becomes a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from eventreg.documents.characters import xml_text

Cell = str | int | Decimal | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones too: Excel folds them
PORTION = 500  # rows
WIDTH = 28  # characters


def write_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook with one sheet: bold, frozen header with a filter; text stays text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for number in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
    header = [WriteOnlyCell(sheet, value=name) for name in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    count = 1
    for row in rows:
        sheet.append([_text_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with BOM, CRLF, in portions. The separator is a semicolon: Excel in Kazakh and Russian expects it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection), and so does
    one that has apostrophes there already: who reads the file takes exactly one off again.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([_harmless(name) for name in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_harmless(value) for value in row])
        if number % PORTION == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _harmless(value: Cell) -> Cell:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")  # Excel in Kazakh and Russian reads a decimal comma
    return f"'{value}" if isinstance(value, str) and _is_dangerous(value) else value


def _is_dangerous(text: str) -> bool:
    """Whether it begins like a formula, with or without apostrophes before it."""
    return text.lstrip("'").startswith(FORMULA_STARTS)


def _text_cell(sheet: object, value: Cell) -> object:
    if isinstance(value, str) and value.startswith("'"):
        value = _harmless(value)  # an import takes one apostrophe off, since a CSV may have become a workbook
    cell = WriteOnlyCell(sheet, value=xml_text(value) if isinstance(value, str) else value)  # type: ignore[arg-type]  # openpyxl's stubs name the wrong sheet class
    if isinstance(value, str):
        cell.data_type = "s"  # never "f", also when it begins with an equals sign
    return cell


def _sheet_title(title: str) -> str:
    return "".join(character for character in title if character not in "[]:*?/\\")[:31] or "1"
