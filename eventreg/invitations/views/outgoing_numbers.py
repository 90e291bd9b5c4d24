"""The number that the registry office gave for one body's official letter."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.councils.queries import upcoming_label
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.invitations.actions.numbers import enter_number, withdraw_number
from eventreg.invitations.models import Invitation
from eventreg.invitations.number_forms import OutgoingNumberForm
from eventreg.invitations.outgoing import entered_paper
from eventreg.invitations.recipients import papers_of
from eventreg.invitations.views.blueprints import Answer, editable_session, invitation_of_session, office


@office.route("/<public_id>/outgoing-number", methods=["GET", "POST"])
def outgoing_number(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Enters, corrects or takes back the number and date of the next official letter to this body."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    council = council_session.council
    today, entered = local(clock.now(), council.time_zone).date(), entered_paper(invitation)
    form = OutgoingNumberForm(entered, today)
    if form.validate_on_submit() and _saved(invitation, form):
        flash(_("The changes were saved."), "success")
        back = url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id)
        return redirect(back, 303)
    return render(
        "invitations/outgoing_number.html",
        form=form,
        council_session=council_session,
        invitation=invitation,
        entered=entered,
        upcoming=upcoming_label(council, today),
        papers=papers_of(invitation),
    )


def _saved(invitation: Invitation, form: OutgoingNumberForm) -> bool:
    """Whether it was; else the form says beside the field that the number is taken."""
    try:
        with transaction():
            if form.number.data and form.dated.data:
                enter_number(invitation, form.number.data, form.dated.data, current_actor(), clock.now())
            else:
                withdraw_number(invitation, current_actor(), clock.now())
    except Refusal as refusal:
        form.refuse("number", refusal_sentence(refusal))
        return False
    return True
