"""Mailings of a session: the list, a letter to chosen bodies, and how far each mailing has come."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, paged, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.campaigns import (
    add_letter,
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    save_letter_words,
    start_letter,
)
from eventreg.invitations.actions.single_letters import send_test
from eventreg.invitations.checks import languages_needed
from eventreg.invitations.forms import TestLetterForm, WordsForm
from eventreg.invitations.models import Campaign, CampaignKind
from eventreg.invitations.queries import Narrowed, board
from eventreg.invitations.recipients import (
    BLANK,
    Wording,
    campaigns_of,
    progress_of,
    recipients_of,
    wording_in,
)
from eventreg.invitations.rules import (
    can_be_cancelled,
    can_be_edited,
    can_be_paused,
    can_be_resumed,
    may_edit_invitations,
)
from eventreg.invitations.views.blueprints import (
    Answer,
    editable_session,
    invitation_of_session,
    mailing_of_session,
    mailing_url,
    mailings,
    readable_session,
)
from eventreg.invitations.views.mailing_pages import audience_asked, check_page, preview_page, subject_of, words_page
from eventreg.sessions.finding import with_open_letters
from eventreg.sessions.models import CouncilSession

Step = Callable[[Campaign, Actor, datetime], None]
PER_PAGE = 100


@mailings.get("/")
def index(council_slug: str, session_code: str) -> Answer:
    """Every mailing of the session with its numbers."""
    council_session = readable_session(council_slug, session_code)
    page = paged(campaigns_of(council_session), 30)
    return render(
        "mailings/index.html",
        council_session=council_session,
        page=page,
        rows=[(campaign, subject_of(campaign, council_session), progress_of(campaign)) for campaign in page.rows],
        may_edit=may_edit_invitations(current_actor(), council_session),
    )


@mailings.route("/new", methods=["GET", "POST"])
def new(council_slug: str, session_code: str) -> Answer:
    """A letter to chosen bodies of the session's list, beside the invitations."""
    council_session = editable_session(council_slug, session_code)
    wording = Wording(BLANK, 0, None, CampaignKind.LETTER)
    form = WordsForm(wording, languages_needed(council_session))
    if not form.validate_on_submit():
        return words_page(council_session, wording, form)
    with transaction():
        number = add_letter(council_session, form.words(), current_actor(), clock.now(), form.new_id).number
    flash(_("The letter was saved. Nothing was sent yet."), "success")
    return redirect(mailing_url(council_session, number))


@mailings.get("/<int(max=999999):number>")
def show(council_slug: str, session_code: str, number: int) -> Answer:
    """What it says, how far it has come, and each letter; it looks again by itself while letters are on their way."""
    council_session = readable_session(council_slug, session_code)
    campaign = mailing_of_session(council_session, number)
    progress = progress_of(campaign)
    return render(
        "mailings/show.html",
        council_session=council_session,
        campaign=campaign,
        subject=subject_of(campaign, council_session),
        is_invitation=campaign.kind is CampaignKind.INVITATION,
        progress=progress,
        page=paged(recipients_of(campaign), PER_PAGE),
        is_draft=can_be_edited(campaign),
        first=session().scalar(board(council_session, Narrowed(), clock.now()).limit(1)),
        is_moving=can_be_paused(campaign, progress.unsent),
        can_be_resumed=can_be_resumed(campaign),
        can_be_cancelled=can_be_cancelled(campaign, progress.unsent),
        may_edit=may_edit_invitations(current_actor(), council_session),
        readable=with_open_letters({council_session.public_id}),
    )


@mailings.route("/<int(max=999999):number>/words", methods=["GET", "POST"])
def words(council_slug: str, session_code: str, number: int) -> Answer:
    """The words of a draft; the second of two editors sees what the first saved."""
    council_session = editable_session(council_slug, session_code)
    campaign = mailing_of_session(council_session, number)
    wording = wording_in(campaign)
    form = WordsForm(wording, languages_needed(council_session))
    if form.validate_on_submit() and not form.is_outdated:
        try:
            with transaction():
                save_letter_words(campaign, form.words(), wording.version, current_actor(), clock.now())
            flash(_("The letter was saved."), "success")
        except Refusal as refusal:
            flash_refusal(refusal)
        return redirect(mailing_url(council_session, number))
    return words_page(council_session, wording, form)


@mailings.get("/<int(max=999999):number>/preview/<public_id>")
def preview(council_slug: str, session_code: str, number: int, public_id: str) -> Answer:
    """The letter as this body will read it, with a link that opens nothing."""
    council_session = readable_session(council_slug, session_code)
    wording = wording_in(mailing_of_session(council_session, number))
    invitation = invitation_of_session(council_session, public_id)
    return preview_page(council_session, wording, invitation, TestLetterForm(wording.words, formdata=None))


@mailings.post("/<int(max=999999):number>/test/<public_id>")
def test_letter(council_slug: str, session_code: str, number: int, public_id: str) -> Answer:
    """Queues the letter to the office's own address."""
    council_session = editable_session(council_slug, session_code)
    campaign = mailing_of_session(council_session, number)
    invitation = invitation_of_session(council_session, public_id)
    wording = wording_in(campaign)
    form = TestLetterForm(wording.words)
    if not form.validate_on_submit():
        return preview_page(council_session, wording, invitation, form)
    with transaction():
        send_test(invitation, wording, str(form.email.data), str(form.language.data), clock.now())
    flash(_("A test letter to %(email)s is in the queue.", email=form.email.data), "success")
    slug, code = council_slug, session_code
    return redirect(url_for(".preview", council_slug=slug, session_code=code, number=number, public_id=public_id))


@mailings.route("/<int(max=999999):number>/send", methods=["GET", "POST"])
def send(council_slug: str, session_code: str, number: int) -> Answer:
    """States what will go out; the button sends exactly that, once."""
    council_session = editable_session(council_slug, session_code)
    campaign = mailing_of_session(council_session, number)
    if request.method == "GET":
        return check_page(council_session, wording_in(campaign))
    try:
        with transaction():
            asked = request.form.get("fingerprint", ""), current_actor(), clock.now()
            start_letter(campaign, audience_asked(), *asked)
        flash(_("The mailing has started."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
        if refusal.reason != "mailing_has_started":
            return redirect(request.full_path)
    return redirect(mailing_url(council_session, number))


@mailings.post("/<int(max=999999):number>/pause")
def pause(council_slug: str, session_code: str, number: int) -> Answer:
    """Keeps back what was not sent yet."""
    return _step(editable_session(council_slug, session_code), number, pause_mailing, _("The mailing is paused."))


@mailings.post("/<int(max=999999):number>/resume")
def resume(council_slug: str, session_code: str, number: int) -> Answer:
    """Goes on where it stood."""
    return _step(editable_session(council_slug, session_code), number, resume_mailing, _("The mailing goes on."))


@mailings.post("/<int(max=999999):number>/cancel")
def cancel(council_slug: str, session_code: str, number: int) -> Answer:
    """Ends it: what was not sent will not be."""
    done = _("The mailing is cancelled. What had not gone out was not sent.")
    return _step(editable_session(council_slug, session_code), number, cancel_mailing, done)


def _step(council_session: CouncilSession, number: int, step: Step, done: str) -> Answer:
    campaign = mailing_of_session(council_session, number)
    try:
        with transaction():
            step(campaign, current_actor(), clock.now())
        flash(done, "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(mailing_url(council_session, number))
