"""Declining an invitation with a reason, and undoing that."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import decline_invitation, undo_decline
from eventreg.invitations.forms import DeclineForm
from eventreg.invitations.views.blueprints import Answer, as_body, guest, opened
from eventreg.registrations.session_facts import session_facts


@guest.route("/b/<public_id>/decline", methods=["GET", "POST"])
@public
def decline(public_id: str) -> Answer:
    """Asks for the reason; nothing is declined by opening a page."""
    invitation = opened(public_id)
    form = DeclineForm()
    if not form.validate_on_submit():
        facts = session_facts(invitation.council_session, page_language())
        council_session = invitation.council_session
        return render(
            "invitations_guest/decline.html",
            form=form,
            council_session=council_session,
            facts=facts,
            invitation=invitation,
        )
    try:
        with transaction():
            decline_invitation(invitation, str(form.reason.data), as_body(invitation), clock.now())
        flash(_("Your answer was noted. You can undo it until the deadline."), "success")
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
