"""Messages that quote no letter and belong to nobody: they are read here, and assigned to a body by hand."""

from flask import abort, flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.forms import unstorable
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, paged, render
from eventreg.i18n import gettext as _
from eventreg.invitations.models import Invitation
from eventreg.invitations.queries import invitation_by_public_id
from eventreg.invitations.senders import invitations_to_choose
from eventreg.mail.assigning import assign_message, take_message_back
from eventreg.mail.belonging import Belonging
from eventreg.mail.models import InboundMessage
from eventreg.mail.queries import message_by_public_id, unmatched_messages
from eventreg.mail.rules import councils_handled_by, may_handle_letters, may_read_unmatched, was_nobodys
from eventreg.office.views.letters import KAZAKHSTAN, Answer, blueprint
from eventreg.sessions.finding import office_session
from eventreg.sessions.queries import session_by_public_id

PER_PAGE = 20


@blueprint.get("/letters/unmatched")
def unmatched() -> Answer:
    """What came back and belongs to no letter, for whoever prepares sessions of some council."""
    require(may_read_unmatched(current_actor()))
    may_assign = bool(councils_handled_by(current_actor()))
    page = paged(unmatched_messages())
    return render("letters/unmatched.html", page=page, zone=KAZAKHSTAN, may_assign=may_assign)


@blueprint.get("/letters/unmatched/<public_id>")
def choose_body(public_id: str) -> Answer:
    """The bodies of sessions that are not over, by name: to which of them does the message belong?

    One that was assigned meanwhile is read on the page of its body alone: that may be one of another council.
    """
    require(may_read_unmatched(current_actor()))
    message = _nobodys(public_id)
    if message.assigned_at is not None:
        flash_refusal(Refusal("message_was_assigned"))
        return redirect(url_for(".unmatched"), 303)
    text = request.args.get("q", "")[:100]
    page = paged(invitations_to_choose(councils_handled_by(current_actor()), text), PER_PAGE)
    return render("letters/choose_body.html", message=message, page=page, text=text, zone=KAZAKHSTAN)


@blueprint.post("/letters/unmatched/<public_id>/assign")
def assign(public_id: str) -> Answer:
    """The message stands in the history of the chosen body."""
    require(may_read_unmatched(current_actor()))
    message, invitation = _nobodys(public_id), _chosen(request.form.get("invitation", ""))
    council_session = invitation.council_session
    require(may_handle_letters(current_actor(), council_session.council.public_id))
    try:
        with transaction():
            to = Belonging("invitation", invitation.public_id, council_session.public_id)
            assign_message(message, to, current_actor(), clock.now())
        flash(_("The message stands with this body from now on."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".unmatched"), 303)
    slug, code = council_session.council.slug, council_session.code
    here = url_for("invitations.show", council_slug=slug, session_code=code, public_id=invitation.public_id)
    return redirect(here, 303)


@blueprint.post("/letters/messages/<public_id>/take-back")
def take_message_back_from_body(public_id: str) -> Answer:
    """The message was assigned wrongly: it is nobody's again, and can be assigned anew."""
    message = message_by_public_id(public_id) or abort(404)
    if not message.council_session:  # the button was pressed twice
        return redirect(url_for(".unmatched"), 303)
    council_session = session_by_public_id(message.council_session) or abort(404)
    office_session(council_session.council.slug, council_session.code)
    require(may_handle_letters(current_actor(), council_session.council.public_id))
    with transaction():
        take_message_back(message, current_actor(), clock.now())
    flash(_("The message belongs to nobody again. Assign it to another body, or leave it here."), "success")
    return redirect(url_for(".unmatched"), 303)


def _nobodys(public_id: str) -> InboundMessage:
    """The message, unless it found its place by itself: then it may be one of another council."""
    message = message_by_public_id(public_id)
    return message if message is not None and was_nobodys(message) else abort(404)


def _chosen(public_id: str) -> Invitation:
    """The invitation, with its session; 404 for that of a foreign council."""
    invitation = (not unstorable(public_id) and invitation_by_public_id(public_id)) or abort(404)
    office_session(invitation.council_session.council.slug, invitation.council_session.code)
    return invitation
