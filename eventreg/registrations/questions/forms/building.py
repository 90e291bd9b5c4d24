"""The organizer's form of one question."""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: the data of fields and of their rows

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional, ValidationError

from eventreg.core.conflicts import EditForm
from eventreg.core.forms import LineField, TextField, required
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.naming import name_from
from eventreg.registrations.questions.reading import choice_in_words
from eventreg.registrations.questions.rules import NAME, can_hang_on
from eventreg.registrations.questions.types import QUESTION_TYPES, type_of
from eventreg.registrations.words import role_words

LARGEST = 100_000
BLANK_ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 60


class WholeField(IntegerField):
    """A whole number of people or days; may stay empty."""

    def __init__(self, label: str, **kw: Any) -> None:
        sentence = lazy_gettext("Enter a whole number from 0 to 100,000.")
        super().__init__(label, [Optional(), NumberRange(0, LARGEST, sentence)], **kw)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Says in our words what is wrong."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a whole number from 0 to 100,000.")) from None


class ChoiceRow(PlainForm):
    """One choice; a row without words is left out."""

    code = HiddenField()
    kk = LineField(lazy_gettext("In Kazakh"))
    ru = LineField(lazy_gettext("In Russian"))
    en = LineField(lazy_gettext("In English"))
    capacity = WholeField(lazy_gettext("Places"))

    def text(self) -> Translated:
        return Translated({code: self[code].data for code in LANGUAGES})


class QuestionForm(EditForm):
    """A question as the organizer enters it."""

    kind = SelectField(lazy_gettext("Kind of answer"), validate_choice=False)
    caption_kk = LineField(lazy_gettext("Question in Kazakh"), [required(lazy_gettext("Enter the question."))])
    caption_ru = LineField(lazy_gettext("Question in Russian"))
    caption_en = LineField(lazy_gettext("Question in English"))
    hint_kk = TextField(lazy_gettext("Hint in Kazakh"), length=500)
    hint_ru = TextField(lazy_gettext("Hint in Russian"), length=500)
    hint_en = TextField(lazy_gettext("Hint in English"), length=500)
    choices = FieldList(FormField(ChoiceRow), lazy_gettext("Choices"), min_entries=0, max_entries=MOST_ROWS)
    is_required = BooleanField(lazy_gettext("Everybody who is asked must answer"))
    roles = SelectMultipleField(lazy_gettext("Asked of"), validate_choice=False)
    shown_when = SelectField(lazy_gettext("Asked only when"), validate_choice=False)
    name = LineField(lazy_gettext("Name in exports"), length=40)
    retention_days = WholeField(lazy_gettext("Days after the session for which answers are kept"))

    def __init__(self, questions: Sequence[Question], question: Question | None = None) -> None:
        super().__init__(present_values(question) if question else None)
        self.question, self.questions = question, questions
        self.kind.choices = [SelectChoice(value=found.kind, label=found.word) for found in QUESTION_TYPES]
        self.roles.choices = [SelectChoice(value=role.value, label=word) for role, word in role_words().items()]
        conditions = {"": _("Always"), **self._conditions()}
        self.shown_when.choices = [SelectChoice(value=value, label=text) for value, text in conditions.items()]

    def add_rows(self, number: int) -> None:
        """There are so many more empty rows for choices."""
        for _row in range(min(number, MOST_ROWS - len(self.choices.entries))):
            self.choices.append_entry()

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {found.kind for found in QUESTION_TYPES}:
            raise ValidationError(_("Choose from the list."))
        if type_of(field.data).has_choices and len(self._rows()) < 2:
            raise ValidationError(_("Enter at least two choices below."))

    def validate_name(self, field: LineField) -> None:
        if field.data and not NAME.fullmatch(field.data):
            raise ValidationError(_("Use small Latin letters, digits and _; begin with a letter."))

    def validate_shown_when(self, field: SelectField) -> None:
        if field.data and field.data not in self._conditions():
            raise ValidationError(_("Choose from the list."))

    def name_of_new(self) -> str:
        """The name that was entered, or one made from the words."""
        taken = {question.name for question in self.questions}
        return self.name.data or name_from(self._text("caption"), taken, "question")

    def details(self) -> QuestionDetails:
        """What was entered."""
        on, _colon, value = (self.shown_when.data or "").partition(":")
        return QuestionDetails(
            kind=self.kind.data,
            caption=self._text("caption"),
            hint=self._text("hint"),
            is_required=bool(self.is_required.data),
            roles=tuple(ParticipantRole(role) for role in self.roles.data or () if role in list(ParticipantRole)),
            choices=self._choices() if type_of(self.kind.data).has_choices else (),
            shown_when=next((question for question in self.questions if on and question.name == on), None),
            shown_when_value=value,
            retention_days=self.retention_days.data,
        )

    def in_words(self, name: str, value: Any) -> str:
        """Each choice on a line of its own, in every language, with its places; a row without words is none."""
        if name != "choices":
            return super().in_words(name, value)
        return "\n".join(line for row in value if (line := _choice_in_words(row))) or "–"

    def _text(self, name: str) -> Translated:
        return Translated({code: self[f"{name}_{code}"].data for code in LANGUAGES})

    def _rows(self) -> list[ChoiceRow]:
        return [entry.form for entry in self.choices.entries if entry.form.text()]

    def _choices(self) -> tuple[Choice, ...]:
        known = {choice.code for choice in self.question.choices} if self.question else set()
        found: dict[str, Choice] = {}
        for row in self._rows():
            given = row.code.data if row.code.data in known and row.code.data not in found else ""
            code = given or name_from(row.text(), {*known, *found}, "choice")
            found[code] = Choice(code, row.text(), row.capacity.data)
        return tuple(found.values())

    def _conditions(self) -> dict[str, str]:
        """What an earlier question with codes can be answered by."""
        earlier = [q for q in self.questions if self.question is None or can_hang_on(self.question, q)]
        return dict(pair for question in earlier if type_of(question.kind).has_codes for pair in _answers_of(question))


def present_values(question: Question) -> dict[str, object]:
    """What the question holds now, by field name."""
    wording = question.wording
    capacity = {choice.code: choice.capacity for choice in question.choices}
    rows = [{"code": c.code, **c.text, "capacity": capacity.get(c.code)} for c in wording.choices]
    on = question.shown_when
    return {
        "kind": question.kind,
        **{f"caption_{code}": wording.caption.get(code, "") for code in LANGUAGES},
        **{f"hint_{code}": wording.hint.get(code, "") for code in LANGUAGES},
        "choices": rows,
        "is_required": question.is_required,
        "roles": question.roles,
        "shown_when": f"{on.name}:{question.shown_when_value}" if on else "",
        "retention_days": question.retention_days,
    }


def _choice_in_words(row: Mapping[str, Any]) -> str:
    """«Иә / Да / Yes (places: 20)»."""
    words = " / ".join(row[code] for code in LANGUAGES if row.get(code))
    return choice_in_words(words, row.get("capacity")) if words else ""


def _answers_of(question: Question) -> list[tuple[str, str]]:
    from_code = type_of(question.kind).labels(question.wording, current_language())
    caption = question.wording.caption.in_language(current_language())
    return [(f"{question.name}:{code}", f"{caption}: {text}") for code, text in from_code.items()]
