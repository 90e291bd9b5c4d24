"""On the body's page: several people at once, replacing one, confirming for one, seating one."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.invitations.actions.answers import (
    confirm_on_behalf,
    nominate_delegates,
    replace_delegate,
    seat_waiting_delegate,
)
from eventreg.invitations.guest_forms import ReplacementForm, SeveralForm
from eventreg.invitations.views.blueprints import Answer, as_body, guest, opened
from eventreg.invitations.views.body_parts import base_facts, body_page, delegate_of
from eventreg.registrations.models import RegistrationState
from eventreg.registrations.naming import full_name


@guest.post("/b/<public_id>/nominate-several")
@public
def nominate_several(public_id: str) -> Answer:
    """All the pasted people, or none of them and a sentence for each fault."""
    invitation = opened(public_id)
    form = SeveralForm(invitation)
    if not form.validate_on_submit():
        return body_page(invitation, form)
    nominees = form.nominees()
    try:
        with transaction():
            nominated = nominate_delegates(invitation, nominees, as_body(invitation), clock.now())
            waiting = sum(one.state is RegistrationState.WAITING for one in nominated)
    except Refusal as refusal:
        form.refuse("people", refusal_sentence(refusal))
        return body_page(opened(public_id), form, 409)
    words = ngettext("%(num)d person was added.", "%(num)d people were added.", len(nominated))
    if waiting:
        words += " " + _("On the waiting list: %(number)d.", number=waiting)
    flash(words, "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.route("/b/<public_id>/delegates/<delegate_id>/replace", methods=["GET", "POST"])
@public
def replace(public_id: str, delegate_id: str) -> Answer:
    """Somebody else in the same seat; a refusal keeps what was typed."""
    invitation = opened(public_id)
    registration = delegate_of(invitation, delegate_id)
    form = ReplacementForm(invitation.language)
    if form.validate_on_submit():
        try:
            with transaction():
                details, reason = form.person_details(form.email.data or ""), form.reason.data or ""
                replace_delegate(invitation, registration, details, reason, as_body(invitation), clock.now())
            flash(_("The replacement was noted. A letter went to each of the two people."), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Refusal as refusal:
            form.refuse("surname", refusal_sentence(refusal))
    name = full_name(registration.person)
    return render("invitations_guest/replace.html", form=form, name=name, **base_facts(invitation))


@guest.post("/b/<public_id>/delegates/<delegate_id>/confirm")
@public
def confirm(public_id: str, delegate_id: str) -> Answer:
    """The body confirms for its delegate, where the session allows that."""
    invitation = opened(public_id)
    registration = delegate_of(invitation, delegate_id)
    try:
        with transaction():
            confirm_on_behalf(invitation, registration, as_body(invitation), clock.now())
            name = full_name(registration.person)
        flash(_("%(name)s is confirmed; a letter with the pass is on its way.", name=name), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.post("/b/<public_id>/delegates/<delegate_id>/seat")
@public
def seat(public_id: str, delegate_id: str) -> Answer:
    """Somebody of the body who waits takes its free seat."""
    invitation = opened(public_id)
    registration = delegate_of(invitation, delegate_id)
    try:
        with transaction():
            seat_waiting_delegate(invitation, registration, as_body(invitation), clock.now())
            name = full_name(registration.person)
        flash(_("%(name)s has the seat; a letter asks to confirm.", name=name), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)
