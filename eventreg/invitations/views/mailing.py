"""The letter: its words, a preview for a real body, a test to oneself, and sending after a check page."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.links import absolute_url
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.i18n.languages import known_language
from eventreg.invitations.actions.mailing import save_campaign, send_invitations, send_test
from eventreg.invitations.forms import CampaignForm, TestLetterForm
from eventreg.invitations.mails import DEAD_PATH, placeholder_values
from eventreg.invitations.models import Invitation
from eventreg.invitations.queries import board, sending_of, wording_of
from eventreg.invitations.views.blueprints import (
    Answer,
    editable_session,
    invitation_of_session,
    office,
    readable_session,
)
from eventreg.invitations.wording import PLACEHOLDERS, fill, paragraphs
from eventreg.sessions.models import CouncilSession


@office.route("/letter", methods=["GET", "POST"])
def letter(council_slug: str, session_code: str) -> Answer:
    """The words in three languages; the second of two editors sees what the first saved."""
    council_session = editable_session(council_slug, session_code)
    wording = wording_of(council_session)
    form = CampaignForm(wording)
    if form.validate_on_submit() and not form.is_outdated:
        try:
            with transaction():
                save_campaign(council_session, *form.wording(), wording.version, current_actor(), clock.now())
            flash(_("The letter was saved."), "success")
            return redirect(request.path)
        except Refusal as refusal:
            flash_refusal(refusal)
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    return render(
        "invitations/letter.html",
        409 if conflicts else 200,
        form=form,
        conflicts=conflicts,
        council_session=council_session,
        placeholders=PLACEHOLDERS,
        first=session().scalar(board(council_session).limit(1)),
    )


@office.get("/<public_id>/preview")
def preview(council_slug: str, session_code: str, public_id: str) -> Answer:
    """The letter as this body will read it, with a link that opens nothing."""
    council_session = readable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    return _preview(council_session, invitation, TestLetterForm(formdata=None))


@office.post("/<public_id>/test")
def test_letter(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Queues the letter to the office's own address."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    form = TestLetterForm()
    if not form.validate_on_submit():
        return _preview(council_session, invitation, form)
    with transaction():
        wording = wording_of(council_session)
        send_test(invitation, wording, str(form.email.data), str(form.language.data), clock.now())
    flash(_("A test letter to %(email)s is in the queue.", email=form.email.data), "success")
    return redirect(url_for(".preview", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.route("/send", methods=["GET", "POST"])
def send(council_slug: str, session_code: str) -> Answer:
    """States what will go out; the button sends exactly that, once."""
    council_session = editable_session(council_slug, session_code)
    board_url = url_for("invitations.board", council_slug=council_slug, session_code=session_code)
    if request.method == "GET":
        return render("invitations/send.html", council_session=council_session, sending=sending_of(council_session))
    try:
        with transaction():
            fingerprint = request.form.get("fingerprint", "")
            number = len(send_invitations(council_session, fingerprint, current_actor(), clock.now()).ready)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(request.path if refusal.reason == "invitation_list_changed" else board_url)
    flash(ngettext("%(num)d invitation is in the queue.", "%(num)d invitations are in the queue.", number), "success")
    return redirect(board_url)


def _preview(council_session: CouncilSession, invitation: Invitation, form: TestLetterForm) -> Answer:
    language = known_language(request.args.get("letter")) or invitation.language
    wording = wording_of(council_session)
    values = placeholder_values(invitation, language, absolute_url(DEAD_PATH))
    return render(
        "invitations/preview.html",
        council_session=council_session,
        invitation=invitation,
        language=language,
        subject=fill(wording.subject.in_language(language), values),
        paragraphs=paragraphs(wording.text.in_language(language), values),
        form=form,
        page_language_of_letter=page_language(),
    )
