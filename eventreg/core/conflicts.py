"""Two people edit one thing: the second sees what the first saved, and nothing is overwritten unseen.

An edit form carries a fingerprint of the values that it was opened with (`seen`). When the thing holds other values at
the time of saving, the page comes back with both, and saving once more is a decision.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from wtforms import BooleanField, HiddenField

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import new_public_id
from eventreg.core.forms import Form
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import short_date, stamp

NEW_ID = re.compile(r"[\w-]{16}", re.ASCII)


@dataclass(frozen=True)
class Difference:
    """A field that holds something else now than what is typed in the form."""

    label: str
    theirs: str


class EditForm(Form):
    """A form over a thing that may change meanwhile; `present` are the thing's values by field name."""

    seen = HiddenField()

    def __init__(self, present: Mapping[str, object] | None = None) -> None:
        super().__init__(data=dict(present) if present else None)
        self.present = dict(present or {})
        if request.method != "POST":
            self.seen.data = fingerprint(self.present) if self.present else new_public_id()

    @property
    def new_id(self) -> str:
        """The public id of what this form adds: one for all presses of its button, so that two add one thing."""
        return known_id(self.seen.data)

    @property
    def is_outdated(self) -> bool:
        """True when somebody saved other values since this form was opened."""
        return bool(self.present) and self.seen.data != fingerprint(self.present)

    def conflicts(self) -> list[Difference]:
        """What the thing holds now where it differs from what is typed; the next save overwrites it knowingly."""
        self.seen.data = fingerprint(self.present)
        shown = {name: self.in_words(name, value) for name, value in self.present.items()}
        differing = [name for name, theirs in shown.items() if theirs != self.in_words(name, self[name].data)]
        return [Difference(str(self[name].label.text), shown[name]) for name in differing]

    def in_words(self, name: str, value: object) -> str:
        """What such a value of that field says to people: choices by their words, days and times as in lists."""
        field = self[name]
        if isinstance(field, BooleanField):
            return str(_("Yes") if value else _("No"))
        if isinstance(value, datetime):
            return stamp(value)
        if isinstance(value, date):
            return short_date(value)
        words = {key: str(word) for key, word, *_more in getattr(field, "choices", None) or ()}
        many = value if isinstance(value, list | tuple) else (value,)
        return ", ".join(words.get(one, str(one)) for one in many if one not in (None, "")) or "–"


def known_id(given: str | None) -> str:
    """The public id that a form brought back, or a new one where it brought none."""
    return given if given and NEW_ID.fullmatch(given) else new_public_id()


def fingerprint(values: Mapping[str, object]) -> str:
    """Equal for equal values."""
    return sha256_hex(canonical_json({name: "" if value is None else str(value) for name, value in values.items()}))[
        :16
    ]
