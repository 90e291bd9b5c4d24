"""The steps of a delegate's answers, and the page of each."""

from collections.abc import Mapping

from eventreg.registrations.forms import AnswersForm, ConsentForm, consent_form
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.forms.answering import QuestionsForm, are_answers_posted
from eventreg.registrations.questions.types import type_of
from eventreg.registrations.views.blueprints import Answer
from eventreg.registrations.views.participation import render_page
from eventreg.registrations.words import answering_steps

DETAILS, QUESTIONS, CHECK = "details", "questions", "check"
TEMPLATES = {DETAILS: "answers", QUESTIONS: "questions", CHECK: "check"}


def render_step(
    registration: Registration,
    form: AnswersForm,
    asked: QuestionsForm,
    step: str,
    refused: Mapping[str, str] | None = None,
    consent: ConsentForm | None = None,
) -> Answer:
    """The page of that step; `refused` are files that were not taken, by question, and keep one on the questions."""
    if refused:
        step = QUESTIONS
    for name, sentence in (refused or {}).items():
        asked.refuse_question(name, sentence)
    shown = asked if step == QUESTIONS else form
    if step == CHECK:
        consent = consent or consent_form(registration)
    return render_page(
        registration,
        f"registrations_guest/{TEMPLATES[step]}.html",
        form=shown,
        status=422 if consent and consent.errors else 200,
        details=form,
        consent=consent,
        asked=asked,
        steps_of_form=answering_steps(bool(asked.questions)),
        answers_are_posted=are_answers_posted(),
        types={question.kind: type_of(question.kind) for question in asked.questions},
    )
