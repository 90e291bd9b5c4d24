"""Texts that people wrote in their own words, in which somebody may be named; each domain lists its own (`wiring`)."""

from dataclasses import dataclass
from typing import Any  # Any: a mapped column of any table

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.i18n.text import Translated


@dataclass(frozen=True)
class FreeText:
    """A column with text in one language or several; rows for which `where` does not hold stay as they are."""

    column: InstrumentedAttribute[Any]
    where: ColumnElement[bool] | None = None


_texts: list[FreeText] = []


def cut_with(texts: tuple[FreeText, ...]) -> None:
    """Replaces where people write in their own words (from `wiring`)."""
    _texts[:] = texts


def cut_from_free_texts(traces: Traces, mark: str) -> None:
    """A number stands wherever anybody named the erased person, in whatever field that was."""
    session().flush()
    for text in _texts:
        table = text.column.class_
        rows = select(table.id, text.column)
        for row_id, value in session().execute(rows if text.where is None else rows.where(text.where)).all():
            if (cut := _cut(value, traces, mark)) != value:
                session().execute(update(table).where(table.id == row_id).values({text.column: cut}))
    session().expire_all()


def _cut(value: str | Translated | None, traces: Traces, mark: str) -> str | Translated | None:
    if isinstance(value, Translated):
        return Translated({language: traces.cut_from(text, mark) for language, text in value.items()})
    return traces.cut_from(value, mark) if value else value
