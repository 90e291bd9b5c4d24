"""The body's page: who invites, the seats, nominating, changing and withdrawing delegates."""

from typing import Any  # Any: what a template is given

from flask import Response as FlaskResponse
from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.actors import VISITOR
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import grant, public
from eventreg.core.limits import WRONG_LINKS, limiter
from eventreg.core.pages import flash_refusal, page_language, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import change_delegate, nominate_delegates, withdraw_delegate
from eventreg.invitations.actions.mailing import send_new_link
from eventreg.invitations.forms import DelegateForm, NomineeForm
from eventreg.invitations.mails import deadline_words
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.queries import invitation_by_token
from eventreg.invitations.rules import can_be_answered_by_body, free_seats, has_live_link, seats_of, taken_seats
from eventreg.invitations.views.blueprints import Answer, as_body, gone, guest, opened
from eventreg.registrations.forms import NewLinkForm, ReasonForm
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.session_facts import session_facts

NEW_LINKS = "10 per minute"


def _was_wrong(response: FlaskResponse) -> bool:
    return response.status_code == 410


@guest.get("/<token>")
@public
@limiter.limit(WRONG_LINKS, deduct_when=_was_wrong)
def open_link(token: str) -> Answer:
    """From the link in a letter to the page without a token; nothing is written."""
    invitation = invitation_by_token(token)
    if invitation is None or not has_live_link(invitation, clock.now()):
        gone()
    grant("invitation", invitation.public_id, invitation.link_version)
    return redirect(url_for("invitations_guest.page", public_id=invitation.public_id), 303)


@guest.route("/new-link", methods=["GET", "POST"])
@public
@limiter.limit(NEW_LINKS, methods=["POST"])
def new_link() -> Answer:
    """Sends the link to the address on file, if there is one; the answer is the same for every address."""
    form = NewLinkForm()
    if form.validate_on_submit():
        with transaction():
            send_new_link(str(form.email.data), clock.now(), VISITOR)
        return render("invitations_guest/link_sent.html", email=form.email.data)
    return render("invitations_guest/new_link.html", form=form)


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
    return _page(invitation, NomineeForm(invitation))


@guest.post("/b/<public_id>/nominate")
@public
def nominate(public_id: str) -> Answer:
    """One delegate more; a refusal keeps what was typed."""
    invitation = opened(public_id)
    form = NomineeForm(invitation)
    if not form.validate_on_submit():
        return _page(invitation, form)
    try:
        with transaction():
            (registration,) = nominate_delegates(invitation, [form.nominee()], as_body(invitation), clock.now())
            name = full_name(registration.person)
    except Refusal as refusal:
        form.refuse("surname", refusal_sentence(refusal))
        return _page(opened(public_id), form, 409)
    flash(_("%(name)s is on your list. A letter asks this person to confirm.", name=name), "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.route("/b/<public_id>/delegates/<delegate_id>", methods=["GET", "POST"])
@public
def delegate(public_id: str, delegate_id: str) -> Answer:
    """Corrects the details of somebody who has not confirmed yet."""
    invitation = opened(public_id)
    registration = _delegate(invitation, delegate_id)
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
    return render("invitations_guest/delegate.html", form=form, registration=registration, **_facts(invitation))


@guest.route("/b/<public_id>/delegates/<delegate_id>/withdraw", methods=["GET", "POST"])
@public
def withdraw(public_id: str, delegate_id: str) -> Answer:
    """Asks once, then frees the seat."""
    invitation = opened(public_id)
    registration = _delegate(invitation, delegate_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        name = full_name(registration.person)
        return render("invitations_guest/withdraw.html", form=form, name=name, **_facts(invitation))
    try:
        with transaction():
            withdraw_delegate(invitation, registration, form.reason.data or "", as_body(invitation), clock.now())
        flash(_("The seat is free again."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


def _delegate(invitation: Invitation, delegate_id: str) -> Registration:
    """The person in one of this body's seats; anybody else's looks like nobody's."""
    found = [seat.registration for seat in invitation.seats if seat.registration]
    chosen = next((registration for registration in found if registration.public_id == delegate_id), None)
    return chosen or gone()


def _page(invitation: Invitation, form: NomineeForm, status: int = 200) -> Answer:
    return render("invitations_guest/page.html", status, form=form, **_facts(invitation))


def _facts(invitation: Invitation) -> dict[str, Any]:
    """What every page of a body is given; of delegates nothing but name, post and state."""
    roles = [role for role in ParticipantRole if seats_of(invitation, role)]
    meters = [(role, len(taken_seats(invitation, role)), len(seats_of(invitation, role))) for role in roles]
    language = page_language()
    return {
        "invitation": invitation,
        "council_session": invitation.council_session,
        "facts": session_facts(invitation.council_session, language),
        "deadline": deadline_words(invitation, language),
        "meters": meters,
        "delegates": [seat.registration for seat in invitation.seats if seat.registration],
        "full_name": full_name,
        "has_free_seats": bool(free_seats(invitation)),
        "is_declined": invitation.state is InvitationState.DECLINED,
        "can_answer": can_be_answered_by_body(invitation, clock.now()),
    }
