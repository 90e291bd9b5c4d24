"""Ten people by whom something can be found, and everything that a database and a folder hold, as text."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import MetaData, select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.db import db

# Ten people with names in three scripts; each word occurs nowhere else.
NAMES = (
    ("Құлжабекұлы", "Ғалымжан", "Өмірзақұлы"),
    ("Әшірбаева", "Һүснигүл", "Іңкәрқызы"),
    ("Щекочихинская", "Ярославна", "Вячеславовна"),
    ("Подъяблонский", "Ермолай", "Феоктистович"),
    ("O'Shaughnessy", "Siobhan", ""),
    ("Zhumagaliyev", "Nursultanbek", "Qairatuly"),
    ("Мұқанғалиев", "Бәкірәлі", ""),
    ("Цхакая-Орбели", "Тинатин", "Шалвовна"),
    ("Тоқмағамбетова", "Жәмиғагүл", "Сағындыққызы"),
    ("Saparaliqyzy", "Aqmaraltay", "Zeinulla"),
)
LATIN = "Latinformov"


@dataclass(frozen=True)
class Marked:
    """A person of the ten, with everything by which somebody could find them."""

    details: PersonDetails
    needs: str
    reason: str

    @property
    def scan(self) -> bytes:
        return f"{self.details.surname} {self.details.phone}".encode()

    def traces(self, tokens: list[str]) -> Iterator[str]:
        own = self.details
        yield from (LATIN, "Русформов")
        yield from (part for part in (own.surname, own.given_name, own.patronymic) if part)
        yield from (own.email, own.phone, own.phone[-7:], own.post, self.needs, self.reason, *tokens)


def marked(number: int) -> Marked:
    surname, given, patronymic = NAMES[number]
    details = PersonDetails(
        surname,
        given,
        patronymic,
        post=f"лауазым-belgi-{number}-қызметкер",
        email=f"mark{number}.person@very-private-{number}.example",
        phone=f"+7701555{number:02d}{number + 41}",
        language=("kk", "ru", "en")[number % 3],
    )
    return Marked(details, f"мұқтаж-belgi-{number} кресло", f"себеп-belgi-{number} сырқат")


def dump() -> str:
    """Every column of every table of the database, the job engine's too."""
    metadata = MetaData()
    lines = []
    with db.engine.connect() as connection:
        for schema in (None, "dbos") if connection.dialect.name == "postgresql" else (None,):
            metadata.reflect(connection, schema=schema)
        for table in metadata.sorted_tables:
            lines += [f"{table.name}: {tuple(map(_readable, row))}" for row in connection.execute(select(table))]
    return "\n".join(lines)


def _readable(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return f"{text} {_unpacked(text)}" if len(text) > 20 else text


def _unpacked(text: str) -> str:
    """What the job engine writes: arguments and faults as pickles in base64."""
    try:
        return base64.b64decode(text, validate=True).decode(errors="replace")
    except (ValueError, binascii.Error):
        return ""


def files_under(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file with its bytes as text, the database with its log and its free pages too."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path, path.read_bytes().decode(errors="replace")


def found_in(text: str, traces: Iterable[str]) -> list[str]:
    """Which of them stand in the text, in any case and however JSON may have written them."""
    small = text.casefold()
    return [trace for trace in traces if trace.casefold() in small or json.dumps(trace)[1:-1].casefold() in small]
