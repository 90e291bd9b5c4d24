"""Declining an invitation with a reason, and undoing that."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import decline_invitation, undo_decline
from eventreg.invitations.forms import DeclineForm
from eventreg.invitations.rules import can_be_answered_by_body
from eventreg.invitations.views.blueprints import Answer, as_body, guest, opened
from eventreg.invitations.views.body_parts import base_facts


@guest.route("/b/<public_id>/decline", methods=["GET", "POST"])
@public
def decline(public_id: str) -> Answer:
    """Asks for the reason; nothing is declined by opening a page."""
    invitation = opened(public_id)
    form = DeclineForm()
    if not form.validate_on_submit():
        can_undo = can_be_answered_by_body(invitation, clock.now())
        return render("invitations_guest/decline.html", form=form, can_undo=can_undo, **base_facts(invitation))
    try:
        with transaction():
            decline_invitation(invitation, str(form.reason.data), as_body(invitation), clock.now())
            can_undo = can_be_answered_by_body(invitation, clock.now())
        noted = _("Your answer was noted. You can undo it until the deadline.")
        flash(noted if can_undo else _("Your answer was noted."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.post("/b/<public_id>/decline/undo")
@public
def undo(public_id: str) -> Answer:
    """The body may nominate again."""
    invitation = opened(public_id)
    try:
        with transaction():
            undo_decline(invitation, as_body(invitation), clock.now())
        flash(_("Welcome back: you can name your delegates now."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)
