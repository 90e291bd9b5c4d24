"""Two people edit one thing: the second sees what the first saved, and nothing is overwritten unseen.

An edit form carries a fingerprint of the values that it was opened with (`seen`). When the thing holds other values at
the time of saving, the page comes back with both, and saving once more is a decision.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from wtforms import HiddenField

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import new_public_id
from eventreg.core.forms import Form

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
        return [
            Difference(str(field.label.text), _words(field, value))
            for name, value in self.present.items()
            if (field := self[name]) and str(field.data or "") != str(value or "")
        ]


def known_id(given: str | None) -> str:
    """The public id that a form brought back, or a new one where it brought none."""
    return given if given and NEW_ID.fullmatch(given) else new_public_id()


def fingerprint(values: Mapping[str, object]) -> str:
    """Equal for equal values."""
    return sha256_hex(canonical_json({name: str(value or "") for name, value in values.items()}))[:16]


def _words(field: object, value: object) -> str:
    """A choice by its word, anything else by its text."""
    choices = dict(getattr(field, "choices", None) or ())
    return str(choices.get(value, value) or "–")
