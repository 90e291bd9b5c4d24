"""Forms: what every field does with what people type, and sentences for what is wrong with it."""

import unicodedata
from collections.abc import Callable
from typing import Any  # Any: WTForms types each validator for its own fields

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError

from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated

Validator = Callable[[Any, Any], object]  # what WTForms calls with the form and the field
# Zero-width spaces, soft hyphens, and what turns the direction of the text around it; joiners stay, since emoji and
# some scripts are written with them.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
UNKEEPABLE = "\ufffd\ufffe\uffff"  # bytes of the request that were no text; what XML cannot hold
SENTENCES = {  # what WTForms says by itself, in our words
    "Not a valid choice.": lazy_gettext("Choose from the list."),
    "Not a valid integer value.": lazy_gettext("Enter a whole number."),
    "Not a valid decimal value.": lazy_gettext("Enter a number, such as 3 or 2,5."),
    "Not a valid date value.": lazy_gettext("Enter a date."),
    "Not a valid datetime value.": lazy_gettext("Enter a date and a time."),
}
LINE_LENGTH = 200
TEXT_LENGTH = 10_000
LINE_MARKS = (
    8  # on one letter: the most that any living script stacks is seven, in Tibetan; names stand in narrow lists
)
TEXT_MARKS = 30  # on one letter: the stream-safe text format of Unicode (UAX #15, 13) has no more


class OurWords:
    """Takes the place of WTForms' own catalogs: those have no Kazakh, and are read from the disk with every request."""

    def gettext(self, sentence: str) -> str:
        return str(SENTENCES.get(sentence, sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many


OUR_WORDS = OurWords()


class Form(FlaskForm):
    """Base of all forms: CSRF on, and every error message given by us, so that it is there in three languages."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: PlainForm) -> OurWords:
            return OUR_WORDS

    def refuse(self, field_name: str, sentence: str) -> None:
        """Adds an error beside a field after validation (an action refused for a reason that belongs to it)."""
        field = self[field_name]
        field.errors = [*field.errors, sentence]


def translated(form: FlaskForm, name: str) -> Translated:
    """The text that the fields `<name>_kk`, `<name>_ru` and `<name>_en` hold."""
    return Translated({code: form[f"{name}_{code}"].data for code in LANGUAGES if f"{name}_{code}" in form})


def tidy_line(text: str | None) -> str:
    """NFC, no zero-width spaces, single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFC", (text or "").translate(INVISIBLE)).split())


def tidy_text(text: str | None) -> str:
    """NFC, line ends as newlines, no trailing spaces; empty lines inside stay."""
    lines = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def unstorable(text: str) -> bool:
    """Whether it holds what no database and no document can keep: controls such as NUL, lone surrogates, damage."""
    return any(
        character in UNKEEPABLE
        or (category := unicodedata.category(character)) == "Cs"
        or (category == "Cc" and character not in "\n\t")
        for character in text
    )


def storable(form: PlainForm, field: Field) -> None:
    """Refuses what is `unstorable`."""
    if unstorable(field.data or ""):
        raise StopValidation(_("Remove the characters that cannot be stored (control characters)."))


def most_marks(text: str) -> int:
    """How many marks stand on the letter that carries the most, counted in NFD."""
    most = found = 0
    for character in unicodedata.normalize("NFD", text):
        found = found + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        most = max(most, found)
    return most


def few_marks(number: int) -> Validator:
    """Refuses a letter with more marks than `number`: they would run over the lines above and below."""

    def check(form: PlainForm, field: Field) -> None:
        if most_marks(field.data or "") > number:
            raise StopValidation(
                _("Remove some of the marks on one letter: %(number)d at most can stand.", number=number)
            )

    return check


def required(sentence: str | None = None) -> DataRequired:
    """The field must be filled in; `sentence` says what to enter."""
    return DataRequired(sentence or lazy_gettext("Fill in this field."))


def at_most(length: int) -> Length:
    return Length(max=length, message=lazy_gettext("Use %(max)d characters at most."))


class LineField(StringField):
    """One line of text: tidied, storable, at most `length` characters (200) and `LINE_MARKS` on each letter."""

    def __init__(self, label: str, validators: list[Validator] | None = None, length: int = LINE_LENGTH, **kw: object):
        checks = [storable, few_marks(LINE_MARKS), *(validators or []), at_most(length)]
        super().__init__(label, checks, filters=[tidy_line], **kw)  # type: ignore[arg-type]  # WTForms types kwargs one by one


class TextField(TextAreaField):
    """Several lines: tidied, storable, at most `length` characters (10,000) and `TEXT_MARKS` on each letter."""

    def __init__(self, label: str, validators: list[Validator] | None = None, length: int = TEXT_LENGTH, **kw: object):
        checks = [storable, few_marks(TEXT_MARKS), *(validators or []), at_most(length)]
        super().__init__(label, checks, filters=[tidy_text], **kw)  # type: ignore[arg-type]  # WTForms types kwargs one by one


def invalid(sentence: str) -> ValidationError:
    """The error to raise in a validator of a form."""
    return ValidationError(sentence)
