"""Confirming and changing: a form, its answers once more to check, then the deed."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal
from eventreg.i18n import gettext as _
from eventreg.registrations.actions import change_registration, confirm_registration
from eventreg.registrations.consents.actions import give_consent
from eventreg.registrations.forms import AnswersForm, ConsentForm, consent_form
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.views.blueprints import Answer, as_delegate, guest, opened
from eventreg.registrations.views.participation import render_page


@guest.route("/p/<public_id>/answers", methods=["GET", "POST"])
@public
def answers(public_id: str) -> Answer:
    """The form; once it is right, the same answers to read through. Nothing is stored on this way."""
    registration = opened(public_id)
    form = AnswersForm(registration)
    if form.validate_on_submit() and form.step.data != "edit":
        return render_page(
            registration, "registrations_guest/check.html", form=form, consent=consent_form(registration)
        )
    return render_page(registration, "registrations_guest/answers.html", form=form)


@guest.post("/p/<public_id>/confirm")
@public
def confirm(public_id: str) -> Answer:
    """Stores what was checked."""
    registration = opened(public_id)
    form = AnswersForm(registration)
    if not form.validate_on_submit():
        return render_page(registration, "registrations_guest/answers.html", form=form)
    consent = consent_form(registration)
    if consent and not consent.validate_on_submit():
        return render_page(registration, "registrations_guest/check.html", 422, form=form, consent=consent)
    try:
        _store(registration, form, consent)
    except Refusal as refusal:
        flash_refusal(refusal)
        return render_page(registration, "registrations_guest/answers.html", 409, form=form)
    return redirect(url_for(".page", public_id=public_id), 303)


def _store(registration: Registration, form: AnswersForm, consent: ConsentForm | None) -> None:
    by, now = as_delegate(registration), clock.now()
    is_changed = False
    with transaction():
        given = form.answers(registration.person)
        if registration.state is RegistrationState.CONFIRMED:
            is_changed = change_registration(registration, given, by, now)
        else:
            confirm_registration(registration, given, by, now)
        if consent:
            give_consent(registration, *consent.agreed_to, by, now)
    if is_changed:
        flash(_("The changes were saved."), "success")
