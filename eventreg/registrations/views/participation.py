"""The delegate's page and withdrawal."""

from collections.abc import Sequence
from typing import Any  # Any: what a template is given

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.councils.models import DataKind
from eventreg.documents.qr import qr_svg
from eventreg.i18n import gettext as _
from eventreg.journal.queries import entries_about
from eventreg.registrations.actions.registering import send_link_again, withdraw_registration
from eventreg.registrations.actions.waiting import place_in_line
from eventreg.registrations.forms import AnswersForm, ReasonForm
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.naming import full_name, masked_email
from eventreg.registrations.panels import panels_of
from eventreg.registrations.passes import pass_text
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import answers_of, questions_of
from eventreg.registrations.questions.reading import Reader, put_to
from eventreg.registrations.questions.rules import of_role
from eventreg.registrations.retention import kept_until
from eventreg.registrations.rules import (
    can_be_changed,
    can_be_confirmed,
    can_be_withdrawn,
    has_pass,
)
from eventreg.registrations.session_facts import session_facts
from eventreg.registrations.views.blueprints import Answer, as_delegate, guest, opened
from eventreg.registrations.words import answering_steps
from eventreg.sessions.rules import takes_place


@guest.get("/p/<public_id>")
@public
def page(public_id: str) -> Answer:
    """What the delegate can do now: confirm, or show the pass, change, withdraw."""
    registration = opened(public_id)
    questions = questions_of(registration.council_session, with_retired=True)
    form = AnswersForm(registration) if registration.state is RegistrationState.NOMINATED else None
    shown = _answers_shown(registration, questions)
    return render_page(registration, "registrations_guest/page.html", form=form, **shown)


@guest.route("/p/<public_id>/withdraw", methods=["GET", "POST"])
@public
def withdraw(public_id: str) -> Answer:
    """Asks why (which may stay empty), then gives the seat back."""
    registration = opened(public_id)
    if not can_be_withdrawn(registration):
        return redirect(url_for(".page", public_id=public_id))
    form = ReasonForm()
    if not form.validate_on_submit():
        return render("registrations_guest/withdraw.html", form=form, **facts_of(registration))
    try:
        with transaction():
            withdraw_registration(registration, form.reason.data or "", as_delegate(registration), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.post("/p/<public_id>/resend")
@public
def resend(public_id: str) -> Answer:
    """Sends the letter with the link once more to the address on file."""
    registration = opened(public_id)
    try:
        with transaction():
            send_link_again(registration, as_delegate(registration), clock.now())
        flash(_("The letter is on its way to %(email)s.", email=masked_email(registration.person.email)), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


def render_page(registration: Registration, template: str, status: int = 200, **context: object) -> Answer:
    """A page of the delegate, with everything that it may show."""
    return render(template, status, **facts_of(registration), **context)


def facts_of(registration: Registration) -> dict[str, Any]:
    """What every page of a delegate is given."""
    now = clock.now()
    return {
        "registration": registration,
        "council_session": registration.council_session,
        "facts": session_facts(registration.council_session, page_language()),
        "name": full_name(registration.person),
        "qr": lambda: qr_svg(pass_text(registration), label=_("QR code of your pass")),
        "has_pass": has_pass(registration),
        "takes_place": takes_place(registration.council_session),
        "can_be_confirmed": can_be_confirmed(registration, now),
        "can_be_changed": can_be_changed(registration),
        "can_be_withdrawn": can_be_withdrawn(registration),
        "panels": lambda: panels_of(registration),
        "place_in_line": place_in_line(registration) if registration.waiting_number is not None else 0,
        "masked_email": masked_email,
        "history": lambda: session().scalars(entries_about("registration", registration.public_id).limit(30)).all(),
        "needs_are_kept_until": lambda: kept_until(registration.council_session)[DataKind.NEEDS],
    }


def _answers_shown(registration: Registration, questions: Sequence[Question]) -> dict[str, Any]:
    """The questions that this person answered or is asked now, with the answers in words."""
    own = of_role(questions, registration.role)
    answers = answers_of(registration) if own else {}
    put = put_to(registration, own, answers)
    shown = [question for question in own if question in put or question.id in answers]
    return {
        "lines": Reader(page_language()).lines(shown, answers),
        "put": put,
        "steps_of_form": answering_steps(any(not question.retired_at for question in own)),
    }
