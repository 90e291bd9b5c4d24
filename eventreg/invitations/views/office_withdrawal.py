"""The office takes back the invitation of one body, after a page that says what goes with it."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import LETTER_ENDONYMS
from eventreg.invitations.actions.withdrawing import (
    is_reached,
    must_be_withdrawable,
    what_goes,
    withdraw_invitation,
)
from eventreg.invitations.forms import WithdrawalForm
from eventreg.invitations.models import Invitation
from eventreg.invitations.seats import standing_people
from eventreg.invitations.views.blueprints import Answer, editable_session, invitation_of_session, office
from eventreg.registrations.naming import full_name


@office.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Says who loses a seat and who is told; the button withdraws exactly that, once."""
    invitation = invitation_of_session(editable_session(council_slug, session_code), public_id)
    page = url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id)
    form = WithdrawalForm()
    try:
        if form.validate_on_submit():
            _withdraw(invitation, form)
            flash(_("The invitation was withdrawn."), "success")
            return redirect(page, 303)
        must_be_withdrawable(invitation)
    except Refusal as refusal:
        if refusal.reason != "people_have_changed":
            flash_refusal(refusal)
            return redirect(page, 303)
        form.refuse("reason", refusal_sentence(refusal))
    return _check_page(invitation, form)


def _withdraw(invitation: Invitation, form: WithdrawalForm) -> None:
    said = form.reason.data or "", bool(form.is_told.data), request.form.get("seen", "")
    with transaction():
        withdraw_invitation(invitation, *said, current_actor(), clock.now())


def _check_page(invitation: Invitation, form: WithdrawalForm) -> Answer:
    return render(
        "invitations/withdraw.html",
        form=form,
        council_session=invitation.council_session,
        invitation=invitation,
        people=standing_people(invitation),
        full_name=full_name,
        is_reached=is_reached(invitation),
        letter_language=LETTER_ENDONYMS[invitation.letter_language],
        seen=what_goes(invitation),
    )
