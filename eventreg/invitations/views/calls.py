"""A call to a silent body, noted by the office."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.calls import note_call
from eventreg.invitations.reminder_forms import CallForm
from eventreg.invitations.views.blueprints import Answer, editable_session, invitation_of_session, office


@office.route("/calls/<public_id>", methods=["GET", "POST"])
def call(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Whom to telephone there, and what was said."""
    council_session = editable_session(council_slug, session_code)
    invitation, form = invitation_of_session(council_session, public_id), CallForm()
    if form.validate_on_submit():
        try:
            with transaction():
                note_call(invitation, form.note.data or "", current_actor(), clock.now())
            flash(_("The call was noted."), "success")
            back = url_for(".reminders", council_slug=council_slug, session_code=session_code, _anchor="calls")
            return redirect(back)
        except Refusal as refusal:
            form.refuse("note", refusal_sentence(refusal))
    return render("invitations/call.html", form=form, council_session=council_session, invitation=invitation)
