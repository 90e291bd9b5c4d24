"""The board of a session's invitations, adding bodies, and one invitation."""

from flask import flash, redirect, request, url_for

from eventreg.accounts.queries import names_of_staff
from eventreg.bodies.queries import all_regions
from eventreg.bodies.words import body_kind_words
from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, page_language, paged, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.listing import add_invitations, change_seats, correct_address, remove_invitation
from eventreg.invitations.actions.single_letters import send_to_one
from eventreg.invitations.actions.withdrawing import is_only_on_list
from eventreg.invitations.checks import missing_on_paper
from eventreg.invitations.forms import AddressForm, BodiesForm, SeatsForm
from eventreg.invitations.models import Campaign, CampaignState, Invitation, InvitationState
from eventreg.invitations.outgoing import entered_paper, replaced_papers_of
from eventreg.invitations.queries import board as board_query
from eventreg.invitations.queries import (
    board_rows,
    bodies_not_invited,
    letters_about,
    numbers_by_standing,
    numbers_of_papers,
    numbers_of_seats,
    returned_to_body,
    unwilling,
)
from eventreg.invitations.recipients import papers_of, sending_of, sendings_of
from eventreg.invitations.rules import (
    can_be_declined_by_office,
    can_be_withdrawn,
    may_edit_invitations,
    may_export_invitations,
    takes_answers,
)
from eventreg.invitations.seats import extra_nominees, messages_of, nominating_letters
from eventreg.invitations.views.blueprints import (
    Answer,
    arguments_of,
    editable_session,
    invitation_of_session,
    narrowed_asked,
    office,
    readable_session,
    way_to_mend,
)
from eventreg.invitations.views.body_parts import people_of
from eventreg.journal.queries import entries_about
from eventreg.mail.queries import notice_of
from eventreg.mail.rules import may_handle_letters
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.finding import with_open_letters
from eventreg.sessions.models import CouncilSession

PER_PAGE = 100


@office.get("/")
def board(council_slug: str, session_code: str) -> Answer:
    """Every body with its seats and where its letter is."""
    council_session, now = readable_session(council_slug, session_code), clock.now()
    narrowed, actor = narrowed_asked(), current_actor()
    page = paged(board_query(council_session, narrowed, now), PER_PAGE)
    taken, total = numbers_of_seats(council_session)
    return render(
        "invitations/board.html",
        council_session=council_session,
        page=page,
        rows=board_rows(council_session, page.rows, now),
        unwilling=unwilling(page.rows),
        sendings=sendings_of([invitation.id for invitation in page.rows]),
        papers=numbers_of_papers([invitation.id for invitation in page.rows]),
        numbers=numbers_by_standing(council_session, now),
        taken=taken,
        total=total,
        narrowed=narrowed,
        filter=arguments_of(narrowed),
        kinds=body_kind_words(),
        regions=[(region.code, region.name.in_language(page_language())) for region in all_regions()],
        unsent=sending_of(council_session, now).number,
        may_edit=may_edit_invitations(actor, council_session),
        may_export=may_export_invitations(actor, council_session),
    )


@office.route("/add", methods=["GET", "POST"])
def add(council_slug: str, session_code: str) -> Answer:
    """Bodies of the registry onto the session's list."""
    council_session = editable_session(council_slug, session_code)
    found = session().scalars(bodies_not_invited(council_session)).all()
    form = BodiesForm(found, page_language())
    if not form.validate_on_submit():
        return render("invitations/add.html", form=form, council_session=council_session)
    chosen = [body for body in found if body.public_id in (form.bodies.data or ())]
    with transaction():
        seats = {ParticipantRole.DELEGATE: form.delegates.data or 1}
        number = add_invitations(council_session, chosen, seats, current_actor(), clock.now())
    flash(_("Bodies added: %(number)d. Nothing was sent yet.", number=number), "success")
    return redirect(_board_url(council_slug, session_code))


@office.get("/<public_id>")
def show(council_slug: str, session_code: str, public_id: str) -> Answer:
    """One body: address, seats, letters with each attempt, history."""
    council_session = readable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    return _shown(council_session, invitation, AddressForm(data=_address_of(invitation)), SeatsForm(invitation))


@office.post("/<public_id>/address")
def address(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Corrects where letters go; with the second button the invitation goes there at once."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    form = AddressForm()
    if not form.validate_on_submit():
        return _shown(council_session, invitation, form, SeatsForm(invitation))
    try:
        with transaction():
            email, language = str(form.email.data), str(form.language.data)
            is_going = correct_address(invitation, email, language, current_actor(), clock.now())
            campaign = invitation.campaign if "send" in request.form else None
            if "send" in request.form and not is_going:
                campaign = send_to_one(invitation, current_actor(), clock.now(), _seen())
        _flash_sent(campaign) if campaign else flash(_("The changes were saved."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
        return _shown(council_session, invitation, form, SeatsForm(invitation))  # with what was typed
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.post("/<public_id>/seats")
def seats(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Changes the number of seats, never below those taken."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    form = SeatsForm(invitation)
    if not form.validate_on_submit():
        return _shown(council_session, invitation, AddressForm(formdata=None, data=_address_of(invitation)), form)
    try:
        with transaction():
            change_seats(invitation, form.seats(), current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.post("/<public_id>/send")
def send_one(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Sends the letter to this body, for the first time or once more; `anew` where its invitation was withdrawn."""
    council_session = editable_session(council_slug, session_code)
    invitation = invitation_of_session(council_session, public_id)
    here = url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id)
    try:
        with transaction():
            is_anew = "anew" in request.form
            campaign = send_to_one(invitation, current_actor(), clock.now(), _seen(), is_anew=is_anew)
        _flash_sent(campaign)
    except Refusal as refusal:
        flash_refusal(refusal)
        return way_to_mend(council_session, refusal, here)
    return redirect(here)


@office.post("/<public_id>/remove")
def remove(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Takes a body off the list to which nothing was sent."""
    invitation = invitation_of_session(editable_session(council_slug, session_code), public_id)
    try:
        with transaction():
            remove_invitation(invitation, current_actor(), clock.now())
        flash(_("The body is off the list."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(_board_url(council_slug, session_code))


def _flash_sent(campaign: Campaign) -> None:
    if campaign.state is CampaignState.PAUSED:  # the page leads to it
        flash(_("The mailing is paused: the letter waits until it goes on."), "info")
    else:
        flash(_("The letter is in the queue."), "success")


def _seen() -> int:
    """How often the letter had been sent when the page with the button was made."""
    return request.form.get("seen", -1, type=int)


def _address_of(invitation: Invitation) -> dict[str, str]:
    return {"email": invitation.email, "language": invitation.letter_language}


def _shown(
    council_session: CouncilSession, invitation: Invitation, address_form: AddressForm, seats_form: SeatsForm
) -> Answer:
    has_errors = bool(address_form.errors or seats_form.errors)
    letters, returned = letters_about(invitation), returned_to_body(invitation)
    return render(
        "invitations/show.html",
        422 if has_errors else 200,
        council_session=council_session,
        invitation=invitation,
        row=board_rows(council_session, [invitation], clock.now())[0],
        form=address_form,
        unwilling=unwilling([invitation]),
        seats_form=seats_form,
        letters=letters,
        returned=returned,
        dead_address=notice_of(invitation.email),
        readable=with_open_letters(
            {one.council_session for one in letters} | {one.council_session for one in returned}
        ),
        papers=papers_of(invitation),
        replaced_papers=replaced_papers_of(invitation),
        entered=entered_paper(invitation),
        without_dative=missing_on_paper(invitation),
        sendings=sendings_of([invitation.id])[invitation.id],
        people=people_of(invitation),
        instead_of=substitutions(council_session),
        nominating_letters=nominating_letters(invitation),
        messages=messages_of(invitation),
        history=session().scalars(entries_about("invitation", invitation.public_id).limit(100)).all(),
        can_be_removed=is_only_on_list(invitation),
        can_be_withdrawn=can_be_withdrawn(invitation) and not is_only_on_list(invitation),
        withdrawn_by=names_of_staff({invitation.withdrawn_by_id}).get(invitation.withdrawn_by_id, ""),
        can_be_declined=can_be_declined_by_office(invitation, extra_nominees(invitation)),
        can_undo_decline=invitation.state is InvitationState.DECLINED and takes_answers(council_session),
        may_edit=may_edit_invitations(current_actor(), council_session),
        may_handle_letters=may_handle_letters(current_actor(), council_session.council.public_id),
    )


def _board_url(council_slug: str, session_code: str) -> str:
    return url_for("invitations.board", council_slug=council_slug, session_code=session_code)
