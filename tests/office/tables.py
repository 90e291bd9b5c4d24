"""Files that people import, as bytes."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

HEADER = ("Код", "Қазақша атауы", "Орысша атауы", "Вид", "Эл. почта")


def a_workbook(*rows: Sequence[object]) -> bytes:
    """An XLSX file with these rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def a_text(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file with these rows."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def bodies(number: int, first: int = 1) -> list[tuple[str, ...]]:
    """Rows of bodies under `HEADER`."""
    return [
        (f"ORG-{n}", f"Ұйым {n}", f"Организация {n}", "НПО" if n % 2 else "ngo", f"org{n}@invitee.example")
        for n in range(first, first + number)
    ]
