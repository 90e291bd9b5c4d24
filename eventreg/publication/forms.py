"""Forms about publishing and verifying."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: content is plain JSON

from wtforms import Field, FileField

from eventreg.core.forms import Form, LineField, TextField, required
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.publication.content import Corrections, wordings_of
from eventreg.recommendations.words import language_words


class PublishForm(Form):
    """The first version needs nothing but the button."""


class CorrectionForm(Form):
    """What readers of the former version are told, and every wording in every language; made by `correction_form`."""

    note = LineField(
        lazy_gettext("What the new version corrects"),
        [required(lazy_gettext("Say in a sentence what the new version corrects."))],
        length=500,
    )

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Also that anything differs: a version that says the same is none."""
        if not super().validate(extra_validators):
            return False
        if all(field.data == field.default for field in self if field.name.startswith("wording")):
            self.refuse("note", _("No wording differs from the public version. Change at least one below."))
        return not self.errors


def correction_form(content: Mapping[str, Any]) -> CorrectionForm:
    """A form with the wordings of the public version in its fields."""
    fields = {}
    for number, (_id, text) in enumerate(wordings_of(content)):
        for code in LANGUAGES:
            fields[_name(number, code)] = TextField(language_words()[code], default=text.get(code, ""))
    made: type[CorrectionForm] = type("CorrectionForm", (CorrectionForm,), fields)
    return made()


def corrections_in(form: CorrectionForm, content: Mapping[str, Any]) -> Corrections:
    """Every wording as the form has it, by clause id; corrections of former versions are among them."""
    return {
        id_: Translated({code: form[_name(number, code)].data or "" for code in LANGUAGES})
        for number, (id_, _text) in enumerate(wordings_of(content))
    }


def wording_fields(form: CorrectionForm, content: Mapping[str, Any]) -> list[tuple[str, list[Field]]]:
    """Caption and fields of each wording, for the template; a clause is captioned by its number."""
    numbers = {clause["id"]: f"{group['number']}.{clause['number']}" for group, clause in _numbered(content)}
    return [
        (numbers.get(id_, _("Preamble")), [form[_name(number, code)] for code in LANGUAGES])
        for number, (id_, _text) in enumerate(wordings_of(content))
    ]


def _numbered(content: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for group in content["groups"]:
        for clause in group["clauses"]:
            yield group, clause


def _name(number: int, code: str) -> str:
    return f"wording{number}_{code}"


class VerifyForm(Form):
    """A file or its SHA-256. Nothing is stored, so no cookie is set for a token either."""

    class Meta:
        csrf = False  # a computation without effect; a token would set a cookie on a public page

    file = FileField(lazy_gettext("File"))
    sha256 = LineField(lazy_gettext("SHA-256 of the file"), length=200)
