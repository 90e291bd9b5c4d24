"""Numbers that the registry office gave: for one body's official letter, and as a list for many."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.councils.queries import upcoming_label
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.i18n.dates import local
from eventreg.invitations.actions.numbers import enter_number, withdraw_number
from eventreg.invitations.models import Invitation
from eventreg.invitations.number_forms import NumbersForm, OutgoingNumberForm
from eventreg.invitations.outgoing import entered_paper
from eventreg.invitations.queries import invitations_by_code
from eventreg.invitations.recipients import papers_of
from eventreg.invitations.views.blueprints import Answer, editable_session, invitation_of_session, office


@office.route("/outgoing-numbers", methods=["GET", "POST"])
def outgoing_numbers(council_slug: str, session_code: str) -> Answer:
    """Numbers for many bodies: the first button shows what was understood, the second enters exactly that."""
    council_session = editable_session(council_slug, session_code)
    today = local(clock.now(), council_session.council.time_zone).date()
    form = NumbersForm(invitations_by_code(council_session), today)
    is_understood = form.validate_on_submit()
    is_seen = request.form.get("seen") == form.read.fingerprint
    if is_understood and is_seen and "save" in request.form and _all_saved(form):
        number = len(form.read.lines)
        flash(ngettext("%(num)d number was entered.", "%(num)d numbers were entered.", number), "success")
        return redirect(url_for("outgoing.register", council_slug=council_slug, session=session_code), 303)
    return render(
        "invitations/outgoing_numbers.html",
        form=form,
        council_session=council_session,
        lines=form.read.lines if is_understood and not form.errors else (),
    )


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
        papers=[paper for paper in papers_of(invitation) if not paper.is_paper_withdrawn],
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


def _all_saved(form: NumbersForm) -> bool:
    """Whether all of them were; else none was, and the form says which number was taken meanwhile."""
    try:
        with transaction():
            for line in form.read.lines:
                enter_number(line.invitation, line.label, line.dated, current_actor(), clock.now())
    except Refusal as refusal:
        form.refuse("numbers", refusal_sentence(refusal))
        return False
    return True
