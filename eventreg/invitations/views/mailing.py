"""The invitation letter: its words, a preview for a real body, a test to oneself, and sending after a check page."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.campaigns import save_invitation_words, start_invitations
from eventreg.invitations.actions.single_letters import send_test
from eventreg.invitations.checks import languages_needed
from eventreg.invitations.forms import TestLetterForm, WordsForm
from eventreg.invitations.recipients import wording_of
from eventreg.invitations.views.blueprints import (
    MENDED_ON,
    Answer,
    editable_session,
    invitation_of_session,
    mailing_url,
    office,
    readable_session,
)
from eventreg.invitations.views.mailing_pages import audience_asked, check_page, preview_page, words_page

TO_LOOK_AT_AGAIN = (*MENDED_ON, "invitation_list_changed")


@office.route("/letter", methods=["GET", "POST"])
def letter(council_slug: str, session_code: str) -> Answer:
    """The words, in the languages that are needed at least; the second of two editors sees what the first saved."""
    council_session = editable_session(council_slug, session_code)
    wording = wording_of(council_session)
    form = WordsForm(wording, languages_needed(council_session))
    if form.validate_on_submit() and not form.is_outdated:
        try:
            with transaction():
                save_invitation_words(council_session, form.words(), wording.version, current_actor(), clock.now())
            flash(_("The letter was saved."), "success")
            return redirect(request.path)
        except Refusal as refusal:
            flash_refusal(refusal)
    return words_page(council_session, wording, form)


@office.get("/<public_id>/preview")
def preview(council_slug: str, session_code: str, public_id: str) -> Answer:
    """The letter as this body will read it, with a link that opens nothing."""
    council_session = readable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    wording = wording_of(council_session)
    return preview_page(council_session, wording, invitation, TestLetterForm(wording.words, formdata=None))


@office.post("/<public_id>/test")
def test_letter(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Queues the letter to the office's own address."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    wording = wording_of(council_session)
    form = TestLetterForm(wording.words)
    if not form.validate_on_submit():
        return preview_page(council_session, wording, invitation, form)
    with transaction():
        send_test(invitation, wording, str(form.email.data), str(form.language.data), clock.now())
    flash(_("A test letter to %(email)s is in the queue.", email=form.email.data), "success")
    return redirect(url_for(".preview", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.route("/send", methods=["GET", "POST"])
def send(council_slug: str, session_code: str) -> Answer:
    """States what will go out; the button sends exactly that, once."""
    council_session = editable_session(council_slug, session_code)
    if request.method == "GET":
        return check_page(council_session, wording_of(council_session))
    board_url = url_for("invitations.board", council_slug=council_slug, session_code=session_code)
    try:
        with transaction():
            asked = request.form.get("fingerprint", ""), current_actor(), clock.now()
            number = start_invitations(council_session, audience_asked(), *asked).number
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(request.full_path if refusal.reason in TO_LOOK_AT_AGAIN else board_url)
    flash(_("The mailing has started."), "success")
    return redirect(mailing_url(council_session, number))
