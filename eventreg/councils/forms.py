"""Forms about a council's own settings."""

from collections.abc import Mapping

from wtforms import Field, IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from eventreg.core.conflicts import EditForm
from eventreg.core.forms import Form, TextField, translated
from eventreg.councils.default_consent import DEFAULT_CONSENT
from eventreg.councils.models import ConsentText, DataKind
from eventreg.councils.rules import LONGEST_DAYS
from eventreg.councils.words import data_kind_words
from eventreg.i18n import lazy_gettext
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated

TEXT_LENGTH = 5000


class ConsentTextForm(Form):
    """What people agree to, in each language; all empty: nobody is asked."""

    seen = IntegerField(widget=HiddenInput())
    text_kk = TextField(lazy_gettext("Text in Kazakh"), length=TEXT_LENGTH)
    text_ru = TextField(lazy_gettext("Text in Russian"), length=TEXT_LENGTH)
    text_en = TextField(lazy_gettext("Text in English"), length=TEXT_LENGTH)

    def __init__(self, latest: ConsentText | None) -> None:
        text = latest.text if latest else DEFAULT_CONSENT
        present: dict[str, object] = {f"text_{code}": text.get(code, "") for code in LANGUAGES}
        super().__init__(data=present | {"seen": latest.version if latest else 0})

    def text(self) -> Translated:
        return translated(self, "text")


DAYS = lazy_gettext("Enter a number of days from 0 to 3650.")


def _days() -> IntegerField:
    return IntegerField(validators=[InputRequired(DAYS), NumberRange(0, LONGEST_DAYS, DAYS)])


class RetentionForm(EditForm):
    """For how many days each kind of personal data is kept; one field per kind, named like it."""

    contacts = _days()
    needs = _days()
    logistics = _days()
    answers = _days()
    letters = _days()
    applications = _days()

    def __init__(self, present: Mapping[DataKind, int]) -> None:
        super().__init__({kind.value: days for kind, days in present.items()})
        for kind, word in data_kind_words().items():
            self[kind.value].label.text = word

    @property
    def periods(self) -> list[Field]:
        return [self[kind.value] for kind in DataKind]

    def days(self) -> dict[DataKind, int]:
        return {kind: self[kind.value].data for kind in DataKind}
