"""Forms about clauses and the preamble."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any  # Any: see UNLISTED

from wtforms import DateField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from eventreg.bodies.models import Body
from eventreg.core.conflicts import known_id
from eventreg.core.db import new_public_id
from eventreg.core.forms import Form, TextField, translated
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.i18n.text import Translated
from eventreg.recommendations.actions import Addressee, ClauseDetails
from eventreg.recommendations.models import AddresseeClass, Clause, Deadline, DeadlineKind, Recommendations
from eventreg.recommendations.queries import all_bodies, bodies_by_public_id
from eventreg.recommendations.wording import class_names
from eventreg.recommendations.words import deadline_words

CLAUSE_LENGTH = 4000
MOST_DAYS = 3650
LAST_DAY_OF_MONTH = 28  # a day that every month has
DATED = (DeadlineKind.BY_DATE, DeadlineKind.QUARTER)
COUNTED = (DeadlineKind.WITHIN_DAYS, DeadlineKind.QUARTERLY)
# Keyword arguments that the type stubs of WTForms do not know yet.
UNLISTED: dict[str, Any] = {"invalid_choice_message": lazy_gettext("Choose from the list.")}
NO_DATE: dict[str, Any] = {"invalid_value_message": lazy_gettext("Enter a date.")}
NO_NUMBER: dict[str, Any] = {"invalid_value_message": lazy_gettext("Enter a whole number.")}


class VersionForm(Form):
    """The version of a text that the editor saw."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version on which the editor worked; 0, which no text ever has, for anything but a number."""
        version = self.version.data or ""
        return int(version) if version.isdecimal() else 0


class WordingForm(VersionForm):
    """A clause's text in three languages; all that a translator may send."""

    text_kk = TextField(lazy_gettext("Text in Kazakh"), length=CLAUSE_LENGTH)
    text_ru = TextField(lazy_gettext("Text in Russian"), length=CLAUSE_LENGTH)
    text_en = TextField(lazy_gettext("Text in English"), length=CLAUSE_LENGTH)

    def __init__(self, clause: Clause | None = None) -> None:
        super().__init__(data=_present(clause) if clause else {"version": new_public_id()})

    @property
    def new_id(self) -> str:
        """The public id of the clause that this form adds: one for all presses of its button."""
        return known_id(self.version.data)

    @property
    def text(self) -> Translated:
        return translated(self, "text")


class PreambleForm(VersionForm):
    """The preamble in three languages."""

    text_kk = TextField(lazy_gettext("Preamble in Kazakh"))
    text_ru = TextField(lazy_gettext("Preamble in Russian"))
    text_en = TextField(lazy_gettext("Preamble in English"))

    def __init__(self, recommendations: Recommendations | None) -> None:
        present = recommendations.preamble if recommendations else Translated()
        version = recommendations.version if recommendations else 1
        super().__init__(data={"version": str(version), **{f"text_{code}": text for code, text in present.items()}})

    @property
    def text(self) -> Translated:
        return translated(self, "text")


class ClauseForm(WordingForm):
    """A clause with its addressees and its deadline."""

    lead = SelectField(lazy_gettext("Addressee"), **UNLISTED)
    co_executors = SelectMultipleField(lazy_gettext("Co-executors"), **UNLISTED)
    deadline_kind = SelectField(lazy_gettext("Deadline"), **UNLISTED)
    deadline_on = DateField(lazy_gettext("Date"), [Optional()], **NO_DATE)
    deadline_days = IntegerField(lazy_gettext("Number of days, or day of the month"), [Optional()], **NO_NUMBER)

    def __init__(self, on: date, clause: Clause | None = None) -> None:
        """`on` is the day of the session: classes of bodies are named as on that day."""
        super().__init__(clause)
        language = current_language()
        classes = [(f"class:{kind}", _class_name(kind, on, language)) for kind in AddresseeClass]
        bodies = [(f"body:{body.public_id}", body.name.in_language(language)) for body in all_bodies()]
        self.lead.choices = {
            "": [("", _("Nobody yet"))],
            _("Many bodies at once"): classes,
            _("Bodies"): bodies,
        }
        self.co_executors.choices = [*classes, *bodies]
        self.deadline_kind.choices = [(kind.value, word) for kind, word in deadline_words().items()]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Also what the chosen kind of deadline needs: an empty field is not looked at by itself."""
        is_valid = bool(super().validate(extra_validators))
        if not is_valid:
            return False
        if self.deadline_kind.data in DATED and self.deadline_on.data is None:
            self.refuse("deadline_on", _("Enter the date; for a quarter, any day in it."))
        most = LAST_DAY_OF_MONTH if self.deadline_kind.data == DeadlineKind.QUARTERLY else MOST_DAYS
        if self.deadline_kind.data in COUNTED and not 1 <= (self.deadline_days.data or 0) <= most:
            self.refuse("deadline_days", _("Enter a number from 1 to %(most)d.", most=most))
        return not self.errors

    def details(self) -> ClauseDetails:
        """What was entered; co-executors without a lead are led by the first of them."""
        kind = DeadlineKind(self.deadline_kind.data)
        on = self.deadline_on.data if kind in DATED else None
        days = self.deadline_days.data if kind in COUNTED else None
        codes = [code for code in (self.lead.data, *(self.co_executors.data or [])) if code]
        return ClauseDetails(self.text, addressees_of(codes), Deadline(kind, on, days))


def addressees_of(codes: list[str]) -> list[Addressee]:
    """What these codes name, in their order; bodies that are gone are left out."""
    bodies = bodies_by_public_id([code.removeprefix("body:") for code in codes if code.startswith("body:")])
    found = [_addressee(code, bodies) for code in dict.fromkeys(codes)]
    return [addressee for addressee in found if addressee]


def _addressee(code: str, bodies: dict[str, Body]) -> Addressee | None:
    kind, _colon, name = code.partition(":")
    return AddresseeClass(name) if kind == "class" else bodies.get(name)


def _class_name(addressee_class: AddresseeClass, on: date, language: str) -> str:
    name = class_names(addressee_class, on)[0].in_language(language)
    return name[:1].upper() + name[1:]


def _present(clause: Clause) -> dict[str, object]:
    codes = [addressee.code for addressee in clause.addressees]
    return {
        "version": str(clause.version),
        **{f"text_{code}": text for code, text in clause.text.items()},
        "lead": codes[0] if codes else "",
        "co_executors": codes[1:],
        "deadline_kind": clause.deadline_kind.value,
        "deadline_on": clause.deadline_on,
        "deadline_days": clause.deadline_days,
    }
