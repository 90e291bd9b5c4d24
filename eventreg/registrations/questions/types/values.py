"""Questions answered by a value: a number, a day, yes or no."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar  # Any: see `QuestionType.field`

from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from eventreg.core.forms import LineField
from eventreg.documents.sheets import Cell
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.dates import long_date
from eventreg.registrations.questions.models import QuestionVersion
from eventreg.registrations.questions.types.base import Asked, Labels, QuestionType
from eventreg.registrations.questions.types.choices import ChoiceField

NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,4})?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Number(QuestionType):
    """A number with at most twelve digits before the comma and four behind; kept with a point."""

    kind = "number"
    word: ClassVar[str] = lazy_gettext("Number")
    accepts: ClassVar[tuple[str, ...]] = ("3", "-2", "1 500", "2,5")
    refuses: ClassVar[tuple[str, ...]] = ("three", "1e5", "٣", "1" * 13)

    def field(self, asked: Asked) -> Any:
        return LineField(asked.caption, [_check_number], length=40, render_kw={"inputmode": "decimal"})

    def written(self, value: str, labels: Labels, language: str) -> str:
        return value if language == "en" else value.replace(".", ",")

    def cell(self, value: str, labels: Labels, language: str) -> Cell:
        return Decimal(value) if "." in value else int(value)


class Date(QuestionType):
    """A day of the calendar, kept as ISO 8601 has it; typed so or as 23.11.2026."""

    kind = "date"
    word: ClassVar[str] = lazy_gettext("Date")
    accepts: ClassVar[tuple[str, ...]] = ("2026-11-23", "23.11.2026")
    refuses: ClassVar[tuple[str, ...]] = ("31.02.2026", "tomorrow", "0001-01-01")

    def field(self, asked: Asked) -> Any:
        return LineField(asked.caption, [_check_day], length=40, render_kw={"type": "date"})

    def written(self, value: str, labels: Labels, language: str) -> str:
        return long_date(date.fromisoformat(value), language)

    def cell(self, value: str, labels: Labels, language: str) -> Cell:
        return value


class YesNo(QuestionType):
    """Yes or no."""

    kind = "yes_no"
    word: ClassVar[str] = lazy_gettext("Yes or no")
    accepts: ClassVar[tuple[str, ...]] = ("yes", "no")
    refuses: ClassVar[tuple[str, ...]] = ("maybe",)
    has_codes = True

    def field(self, asked: Asked) -> Any:
        labels = self.labels(asked.wording, asked.language)
        return ChoiceField(asked.caption, labels, is_required=asked.question.is_required)

    def labels(self, wording: QuestionVersion, language: str) -> Labels:
        return {"yes": _("Yes"), "no": _("No")}


def _check_number(form: Form, answered: Field) -> None:
    if not answered.data:
        raise StopValidation
    text = re.sub(r"[\s\u00a0\u202f]", "", answered.data)
    if not NUMBER.fullmatch(text):
        raise ValidationError(_("Enter a number, such as 3 or 2,5."))
    answered.data = text.replace(",", ".")


def _check_day(form: Form, answered: Field) -> None:
    if not answered.data:
        raise StopValidation
    text = answered.data
    if found := DAY_FIRST.fullmatch(text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Enter a date, such as 23.11.2026.")) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Enter a date, such as 23.11.2026."))
    answered.data = day.isoformat()
