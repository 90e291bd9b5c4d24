"""Reading a table from XLSX or CSV row by row, and refusing files that are made to burst.

Nothing of a workbook is evaluated: of a formula the value is taken that the spreadsheet program stored.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from eventreg.core.errors import Refusal
from eventreg.core.forms import tidy_line
from eventreg.documents.sheets import FORMULA_STARTS

MOST_BYTES = 20 * 1024 * 1024  # of the file
MOST_UNPACKED = 250 * 1024 * 1024  # of a workbook, all parts together
MOST_RATIO = 150  # unpacked to packed, of any part above a megabyte
MOST_PARTS = 500
MOST_ROWS = 100_000
MOST_COLUMNS = 100
CELL_LENGTH = 2000
HEADER_ROWS = 20  # how far down the header may stand
DELIMITERS = ";,\t|"
ZIP = b"PK\x03\x04"

Row = tuple[int, list[str]]  # the number as a spreadsheet counts, and the cells as texts


def rows_of(path: Path) -> Iterator[Row]:
    """The rows that hold something, the header first. Raises `Refusal`, also in the middle of the file.

    Reasons: `file_too_large`, `file_is_a_bomb`, `file_unreadable`, `file_empty`, `too_many_rows`, `too_many_columns`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Refusal("file_too_large")
    with path.open("rb") as file:
        is_workbook = file.read(4) == ZIP
    count = 0
    for number, cells in _workbook_rows(path) if is_workbook else _text_rows(path):
        if any(cells):
            count += 1
            yield number, _without_tail(cells)
        if count > MOST_ROWS:
            raise Refusal("too_many_rows", most=MOST_ROWS)
    if not count:
        raise Refusal("file_empty")


def header_and_sample(path: Path, size: int = 3) -> tuple[list[str], list[list[str]]]:
    """The header and the first rows under it. Raises like `rows_of`."""
    found = [cells for _, cells in islice(rows_of(path), size + 1)]
    return found[0], found[1:]


def check_workbook(path: Path) -> None:
    """Refuses a workbook whose parts unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refusal("file_unreadable") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("file_is_a_bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise Refusal("file_unreadable")  # encrypted
        if part.file_size > 2**20 and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise Refusal("file_is_a_bomb")


def _workbook_rows(path: Path) -> Iterator[Row]:
    check_workbook(path)
    with path.open("rb") as file:  # opened here, since the library judges a path by its ending
        try:
            # openpyxl parses by defusedxml, which is a dependency of ours: entities are refused, not expanded
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:  # the library raises a dozen kinds for broken files; each means the same to a person
            raise Refusal("file_unreadable") from None
        try:
            yield from _sheet_rows(book.worksheets[0]) if book.worksheets else ()
        finally:
            book.close()


def _sheet_rows(sheet: object) -> Iterator[Row]:
    try:
        # what the file says about its own size may be wrong, so it is forgotten and the rows are counted
        sheet.reset_dimensions()  # type: ignore[attr-defined]  # openpyxl's stubs leave out the read-only sheet
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
            if len(values) > MOST_COLUMNS and any(value is not None for value in values[MOST_COLUMNS:]):
                raise Refusal("too_many_columns", most=MOST_COLUMNS)
            if number > 10 * MOST_ROWS:
                raise Refusal("too_many_rows", most=MOST_ROWS)
            yield number, [_text(value) for value in values[:MOST_COLUMNS]]
    except Refusal:
        raise
    except Exception:  # as above
        raise Refusal("file_unreadable") from None


def _text_rows(path: Path) -> Iterator[Row]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(list(islice(file, 10)))
        file.seek(0)
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if len(cells) > MOST_COLUMNS:
                    raise Refusal("too_many_columns", most=MOST_COLUMNS)
                yield number, [_text(cell) for cell in cells]
        except (csv.Error, UnicodeError):
            raise Refusal("file_unreadable") from None


def _encoding(path: Path) -> str:
    """UTF-16 and UTF-8 by their marks, else UTF-8 when every byte fits, else the Cyrillic of Windows."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in content:
        raise Refusal("file_unreadable")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8-sig"


def _delimiter(lines: list[str]) -> str:
    """The sign that parts the first lines into most columns, alike in most of them."""

    def regularity(sign: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(io.StringIO("".join(lines)), delimiter=sign)] or [0]
        common = max(set(widths), key=widths.count)
        return (widths.count(common) if common > 1 else 0, common)

    try:
        return max(DELIMITERS, key=regularity)
    except csv.Error:
        raise Refusal("file_unreadable") from None


def _text(value: object) -> str:
    """A cell as a person reads it; the apostrophe by which an export disarmed a formula is taken off again."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = tidy_line(str(value))[:CELL_LENGTH]
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(FORMULA_STARTS) else text


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
