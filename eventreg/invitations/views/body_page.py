"""The body's page: who invites, the seats, nominating, changing and withdrawing delegates."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import device, grant, public
from eventreg.core.limits import limit_wrong_links, limiter
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import change_delegate, nominate_delegates, withdraw_delegate
from eventreg.invitations.forms import DelegateForm, NomineeForm
from eventreg.invitations.link_uses import end_other_devices
from eventreg.invitations.models import InvitationState
from eventreg.invitations.queries import invitation_by_token
from eventreg.invitations.rules import has_live_link
from eventreg.invitations.views.blueprints import Answer, as_body, gone, guest, opened, taken_back
from eventreg.invitations.views.body_parts import base_facts, body_page, delegate_of, nominee_of
from eventreg.invitations.words import how_it_stands
from eventreg.mail.link_requests import ask_for_link
from eventreg.mail.models import LinkPurpose
from eventreg.registrations.forms import NewLinkForm, ReasonForm
from eventreg.registrations.naming import full_name

NEW_LINKS = "10 per minute"
ENDED_LINKS = limiter.shared_limit("5 per hour", scope="ended links", key_func=lambda: request.path)


@guest.get("/<token>")
@public
@limit_wrong_links
def open_link(token: str) -> Answer:
    """From the link in a letter to the page without a token; nothing is written."""
    invitation = invitation_by_token(token)
    if invitation is None or not has_live_link(invitation):
        gone()
    if invitation.state is InvitationState.WITHDRAWN:
        taken_back(invitation)
    grant("invitation", invitation.public_id, invitation.link_version)
    return redirect(url_for("invitations_guest.page", public_id=invitation.public_id), 303)


@guest.route("/new-link", methods=["GET", "POST"])
@public
@limiter.limit(NEW_LINKS, methods=["POST"])
def new_link() -> Answer:
    """The link goes to the address if it is on file; answer and work are the same for every address."""
    form = NewLinkForm()
    if form.validate_on_submit():
        with transaction():
            ask_for_link(LinkPurpose.INVITATION, str(form.email.data), clock.now())
        return render("invitations_guest/link_sent.html", email=form.email.data)
    return render("invitations_guest/new_link.html", form=form)


@guest.post("/b/<public_id>/end-others")
@public
@ENDED_LINKS
def end_others(public_id: str) -> Answer:
    """A new link, sent to the address on file; of all devices this one alone stays signed in."""
    invitation = opened(public_id)
    former = invitation.link_version
    try:
        with transaction():
            end_other_devices(invitation, former, device(), as_body(invitation), clock.now())
        grant("invitation", public_id, invitation.link_version)
        flash(_("The new link is on its way to the address on file. Earlier links no longer work."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.get("/preview")
@public
def preview() -> Answer:
    """Where links of previews and tests lead."""
    return render("invitations_guest/preview.html")


@guest.get("/b/<public_id>")
@public
def page(public_id: str) -> Answer:
    """Everything that a body sees and does."""
    invitation = opened(public_id)
    return body_page(invitation)


@guest.post("/b/<public_id>/nominate")
@public
def nominate(public_id: str) -> Answer:
    """One delegate more; a refusal keeps what was typed."""
    invitation = opened(public_id)
    form = NomineeForm(invitation)
    if not form.validate_on_submit():
        return body_page(invitation, form)
    try:
        with transaction():
            (registration,) = nominate_delegates(invitation, [form.nominee()], as_body(invitation), clock.now())
            sentence = how_it_stands(registration)
    except Refusal as refusal:
        form.refuse("surname", refusal_sentence(refusal))
        return body_page(opened(public_id), form, 409)
    flash(sentence, "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.route("/b/<public_id>/delegates/<delegate_id>", methods=["GET", "POST"])
@public
def delegate(public_id: str, delegate_id: str) -> Answer:
    """Corrects the details of somebody who has not confirmed yet."""
    invitation = opened(public_id)
    registration = nominee_of(invitation, delegate_id)
    form = DelegateForm(registration)
    if form.validate_on_submit():
        try:
            with transaction():
                details = form.person_details(form.email.data or "")
                change_delegate(invitation, registration, details, as_body(invitation), clock.now())
            flash(_("The changes were saved."), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Refusal as refusal:
            flash_refusal(refusal)
    return render("invitations_guest/delegate.html", form=form, registration=registration, **base_facts(invitation))


@guest.route("/b/<public_id>/delegates/<delegate_id>/withdraw", methods=["GET", "POST"])
@public
def withdraw(public_id: str, delegate_id: str) -> Answer:
    """Asks once, then frees the seat."""
    invitation = opened(public_id)
    registration = delegate_of(invitation, delegate_id)
    form, name = ReasonForm(), full_name(registration.person)
    has_seat = any(seat.registration is registration for seat in invitation.seats)
    if not form.validate_on_submit():
        facts = base_facts(invitation)
        return render("invitations_guest/withdraw.html", form=form, name=name, has_seat=has_seat, **facts)
    try:
        with transaction():
            withdraw_delegate(invitation, registration, form.reason.data or "", as_body(invitation), clock.now())
        words = _("%(name)s was withdrawn. The seat is free again.", name=name)
        flash(words if has_seat else _("%(name)s was withdrawn.", name=name), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)
