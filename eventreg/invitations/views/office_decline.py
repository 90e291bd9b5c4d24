"""A body declined on paper or by telephone: the office enters it, and undoes it."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import decline_by_office, undo_decline_by_office
from eventreg.invitations.forms import OfficeDeclineForm
from eventreg.invitations.views.blueprints import Answer, editable_session, invitation_of_session, office


@office.route("/<public_id>/decline", methods=["GET", "POST"])
def decline(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks for the reason, which may stay empty."""
    council_session = editable_session(council_slug, session_code)
    invitation, form = invitation_of_session(council_session, public_id), OfficeDeclineForm()
    if form.validate_on_submit():
        try:
            with transaction():
                decline_by_office(invitation, form.reason.data or "", current_actor(), clock.now())
            flash(_("It was noted that the body declined."), "success")
            return _page_of(council_slug, session_code, public_id)
        except Refusal as refusal:
            form.refuse("reason", refusal_sentence(refusal))
    return render("invitations/decline.html", form=form, council_session=council_session, invitation=invitation)


@office.post("/<public_id>/decline/undo")
def undo_decline(council_slug: str, session_code: str, public_id: str) -> Answer:
    """The body is expected again."""
    invitation = invitation_of_session(editable_session(council_slug, session_code), public_id)
    try:
        with transaction():
            undo_decline_by_office(invitation, current_actor(), clock.now())
        flash(_("The decline was undone."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return _page_of(council_slug, session_code, public_id)


def _page_of(council_slug: str, session_code: str, public_id: str) -> Answer:
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id), 303)
