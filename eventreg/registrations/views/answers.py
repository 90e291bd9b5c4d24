"""Confirming and changing: details, then the session's questions, then everything once more to check, then the deed.

Nothing but files is stored on this way: each step carries what was typed before in hidden fields.
"""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, page_language, refusal_sentence
from eventreg.i18n import gettext as _
from eventreg.registrations.consents.actions import give_consent
from eventreg.registrations.forms import AnswersForm, ConsentForm, consent_form
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.questions.actions.taking_part import change_with_answers, confirm_with_answers
from eventreg.registrations.questions.forms.answering import QuestionsForm, are_answers_posted, questions_form
from eventreg.registrations.rules import can_be_changed, can_be_confirmed
from eventreg.registrations.views.blueprints import Answer, as_delegate, guest, opened
from eventreg.registrations.views.participation import render_page
from eventreg.registrations.views.steps import CHECK, DETAILS, QUESTIONS, render_step
from eventreg.registrations.views.uploads import keep_uploads


@guest.route("/p/<public_id>/answers", methods=["GET", "POST"])
@public
def answers(public_id: str) -> Answer:
    """The step that comes next; once all is right, the same answers to read through."""
    registration = opened(public_id)
    if request.method != "POST" and not takes_answers(registration):
        return redirect(url_for(".page", public_id=public_id))
    form, asked = AnswersForm(registration), questions_form(registration, page_language())
    if request.method != "POST":
        wanted = QUESTIONS if request.args.get("step") == QUESTIONS and asked.questions else DETAILS
        return render_step(registration, form, asked, wanted)
    refused = keep_uploads(registration, asked)
    return render_step(registration, form, asked, _next_step(registration, form, asked), refused)


def takes_answers(registration: Registration) -> bool:
    """Whether the steps can lead to anything: what cannot be stored is not asked for."""
    return can_be_changed(registration) or can_be_confirmed(registration, clock.now())


@guest.post("/p/<public_id>/confirm")
@public
def confirm(public_id: str) -> Answer:
    """Stores what was checked."""
    registration = opened(public_id)
    form, asked = AnswersForm(registration), questions_form(registration, page_language())
    if not form.validate():
        return render_step(registration, form, asked, DETAILS)
    if not asked.validate():
        return render_step(registration, form, asked, QUESTIONS)
    consent = consent_form(registration)
    if consent and not consent.validate():
        return render_step(registration, form, asked, CHECK, consent=consent)
    try:
        _store(registration, form, asked, consent)
    except Refusal as refusal:
        return _refused(registration, form, asked, refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


def _next_step(registration: Registration, form: AnswersForm, asked: QuestionsForm) -> str:
    step = form.step.data or DETAILS
    if step == "edit":
        return DETAILS
    if step == "edit-questions":
        return QUESTIONS
    if not form.validate():
        return DETAILS
    is_first_time = registration.state is RegistrationState.NOMINATED and not are_answers_posted()
    if asked.questions and (is_first_time or not asked.validate()):
        return QUESTIONS
    return CHECK


def _store(registration: Registration, form: AnswersForm, asked: QuestionsForm, consent: ConsentForm | None) -> None:
    by, now = as_delegate(registration), clock.now()
    details, given = form.answers(registration.person), asked.given()
    takes_part, is_changed = registration.state is RegistrationState.CONFIRMED, False
    with transaction():
        if takes_part:
            is_changed = change_with_answers(registration, details, given, by, now)
        else:
            confirm_with_answers(registration, details, given, by, now)
        if consent:
            give_consent(registration, *consent.agreed_to, by, now)
    if is_changed:
        flash(_("The changes were saved."), "success")


def _refused(registration: Registration, form: AnswersForm, asked: QuestionsForm, refusal: Refusal) -> Answer:
    """A choice that has just become full is said beside its question, everything else at the top."""
    if "question" in refusal.facts:
        fresh = questions_form(registration, page_language())
        fresh.refuse_question(str(refusal.facts["question"]), refusal_sentence(refusal))
        return render_step(registration, form, fresh, QUESTIONS)
    flash_refusal(refusal)
    return render_page(registration, "registrations_guest/answers.html", 409, form=form, asked=asked)
