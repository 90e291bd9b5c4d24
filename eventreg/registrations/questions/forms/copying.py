"""The organizer's form of what is copied from another session."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from eventreg.core.forms import Form, required
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.reading import condition_in_words, question_in_words
from eventreg.registrations.questions.rules import conditions_left_behind


class CopyForm(Form):
    """Ticks beside the questions of another session; what stands here already cannot be ticked."""

    questions = SelectMultipleField(
        lazy_gettext("Questions"),
        [required(lazy_gettext("Choose at least one question."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    without_conditions = BooleanField(lazy_gettext("Copy them without the condition: everybody is asked"))

    def __init__(self, source: Sequence[Question], target: Sequence[Question]) -> None:
        """`target` are the questions of the session that is copied to, with those that are asked no longer."""
        self.source, self.target = source, target
        taken = {question.name for question in target}
        self.left = [question for question in source if question.name not in taken]
        super().__init__(data={"questions": [question.public_id for question in self.left]})
        self.questions.choices = [_tick(question, question.name in taken) for question in source]

    def chosen(self) -> list[Question]:
        """Those of the ticked that can be copied, in order."""
        return [question for question in self.left if question.public_id in (self.questions.data or ())]

    def left_behind(self) -> list[str]:
        """What is ticked but hangs on what is not, in words."""
        asked = [question for question in self.target if not question.retired_at]
        found = conditions_left_behind(self.chosen(), asked)
        return [f"{_caption(question)}: {condition_in_words(question, current_language())}" for question in found]


def _tick(question: Question, is_there: bool) -> SelectChoice:
    hint = (
        _("There is a question with this name already.")
        if is_there
        else question_in_words(question, current_language())
    )
    attributes = {"hint": hint, "disabled": is_there}
    return SelectChoice(value=question.public_id, label=_caption(question), render_kw=attributes)


def _caption(question: Question) -> str:
    return question.wording.caption.in_language(current_language())
