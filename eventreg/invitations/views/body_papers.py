"""On the body's page: the nominating letter, and a message to the secretariat. In the office: reading the papers."""

from flask import abort, flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.limits import limiter
from eventreg.core.pages import flash_refusal, refusal_sentence
from eventreg.files.attachments import attachment
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.sending_along import (
    ask_secretariat,
    remove_nominating_letter,
    upload_nominating_letter,
)
from eventreg.invitations.guest_forms import MessageForm, PaperForm
from eventreg.invitations.models import Invitation, NominatingLetter
from eventreg.invitations.seats import nominating_letter_of
from eventreg.invitations.views.blueprints import (
    Answer,
    as_body,
    gone,
    guest,
    invitation_of_session,
    office,
    opened,
    readable_session,
)
from eventreg.invitations.views.body_parts import body_page

UPLOADS = "30 per minute"


@guest.post("/b/<public_id>/papers")
@public
@limiter.limit(UPLOADS)
def upload(public_id: str) -> Answer:
    """Keeps a paper for the office."""
    invitation = opened(public_id)
    form = PaperForm()
    if not form.validate_on_submit():
        return body_page(invitation, form)
    file = request.files[form.paper.name]
    content, name = file.read(), file.filename or ""
    try:
        with transaction():
            upload_nominating_letter(invitation, content, name, as_body(invitation), clock.now())
    except Refusal as refusal:
        sentence = refusal_sentence(refusal)
        if refusal.reason == "file_type_not_allowed":  # the general sentence names more than the hint of this field
            sentence = _("Choose a PDF or Word file without macros, or a JPEG or PNG picture.")
        form.refuse("paper", sentence)
        return body_page(opened(public_id), form, 422)
    flash(_("The letter was uploaded. The secretariat sees it."), "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.get("/b/<public_id>/papers/<paper_id>")
@public
def paper(public_id: str, paper_id: str) -> Answer:
    """The body's own paper, as a file to keep."""
    return _file(_own(opened(public_id), paper_id))


@guest.post("/b/<public_id>/papers/<paper_id>/remove")
@public
def remove_paper(public_id: str, paper_id: str) -> Answer:
    """Takes a paper back."""
    invitation = opened(public_id)
    letter = _own(invitation, paper_id)
    try:
        with transaction():
            remove_nominating_letter(letter, as_body(invitation), clock.now())
        flash(_("The letter was removed."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.post("/b/<public_id>/message")
@public
@limiter.limit(UPLOADS)
def message(public_id: str) -> Answer:
    """To the secretariat, which answers by e-mail."""
    invitation = opened(public_id)
    form = MessageForm()
    if not form.validate_on_submit():
        return body_page(invitation, form)
    text, key = str(form.message_text.data), str(form.form_key.data)
    try:
        with transaction():
            ask_secretariat(invitation, text, key, as_body(invitation), clock.now())
    except Refusal as refusal:
        form.refuse("message_text", refusal_sentence(refusal))
        return body_page(opened(public_id), form, 409)
    flash(_("Your message went to the secretariat. The answer comes by e-mail."), "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@office.get("/<public_id>/papers/<paper_id>")
def office_paper(council_slug: str, session_code: str, public_id: str, paper_id: str) -> Answer:
    """A body's paper in the office."""
    invitation = invitation_of_session(readable_session(council_slug, session_code), public_id)
    letter = nominating_letter_of(invitation, paper_id)
    if letter is None:
        abort(404)
    return _file(letter)


def _own(invitation: Invitation, paper_id: str) -> NominatingLetter:
    return nominating_letter_of(invitation, paper_id) or gone()


def _file(letter: NominatingLetter) -> Answer:
    return attachment(letter.stored_file, letter.name)
