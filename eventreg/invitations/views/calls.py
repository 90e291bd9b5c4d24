"""A call to a silent body, noted by the office, or taken back."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.calls import note_call, take_back_call
from eventreg.invitations.calling import call_noted
from eventreg.invitations.reminder_forms import CallForm
from eventreg.invitations.rules import can_be_declined_by_office
from eventreg.invitations.seats import extra_nominees
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
            return _list_of_calls(council_slug, session_code)
        except Refusal as refusal:
            form.refuse("note", refusal_sentence(refusal))
    return render(
        "invitations/call.html",
        form=form,
        council_session=council_session,
        invitation=invitation,
        can_be_declined=can_be_declined_by_office(invitation, extra_nominees(invitation)),
    )


@office.post("/calls/<public_id>/<int(max=90):days>/<deadline>/take-back")
def take_back(council_slug: str, session_code: str, public_id: str, days: int, deadline: str) -> Answer:
    """A call that was noted by mistake; `days` and `deadline` say on which turn."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    with transaction():
        if call := call_noted(invitation, days, deadline):
            take_back_call(call, current_actor(), clock.now())
    flash(_("The call is noted no more."), "success")
    return _list_of_calls(council_slug, session_code)


def _list_of_calls(council_slug: str, session_code: str) -> Answer:
    return redirect(url_for(".reminders", council_slug=council_slug, session_code=session_code, _anchor="calls"))
