"""The waiting list in the office, offering places, and replacing a person."""

from flask import flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.invitations.actions.answers import replace_by_office
from eventreg.invitations.actions.seating import offer_places
from eventreg.invitations.guest_forms import ReplacementForm
from eventreg.invitations.rules import may_edit_invitations
from eventreg.invitations.seats import could_be_offered, promised_seats
from eventreg.invitations.views.blueprints import Answer, editable_session, office, readable_session
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.actions.waiting import move_to_front, open_offers, takes_offers, waiting_list
from eventreg.registrations.naming import full_name
from eventreg.registrations.places import places_left
from eventreg.registrations.rules import may_edit_registrations
from eventreg.registrations.views.blueprints import registration_of_session


@office.get("/waiting-list")
def waiting(council_slug: str, session_code: str) -> Answer:
    """Who waits, to whom a place is held, and who would be offered one now."""
    council_session, now = readable_session(council_slug, session_code), clock.now()
    is_open = takes_offers(council_session, now)
    return render(
        "invitations/waiting_list.html",
        council_session=council_session,
        waiting=waiting_list(council_session),
        offers=open_offers(council_session),
        next_ones=could_be_offered(council_session, now) if is_open else (),
        is_open=is_open,
        left=places_left(council_session),
        promised=promised_seats(council_session, now),
        rules=admission_of(council_session),
        full_name=full_name,
        may_edit=may_edit_invitations(current_actor(), council_session),
    )


@office.post("/waiting-list/offer")
def offer(council_slug: str, session_code: str) -> Answer:
    """Offers as many places as are free."""
    council_session = editable_session(council_slug, session_code)
    with transaction():
        number = len(offer_places(council_session, current_actor(), clock.now()))
    flash(ngettext("%(num)d place was offered.", "%(num)d places were offered.", number), "success")
    return redirect(url_for(".waiting", council_slug=council_slug, session_code=session_code))


@office.post("/waiting-list/<registration_id>/first")
def first_in_line(council_slug: str, session_code: str, registration_id: str) -> Answer:
    """Moves a person to the front."""
    registration = registration_of_session(editable_session(council_slug, session_code), registration_id)
    try:
        with transaction():
            move_to_front(registration, current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".waiting", council_slug=council_slug, session_code=session_code))


@office.route("/people/<registration_id>/replace", methods=["GET", "POST"])
def replace(council_slug: str, session_code: str, registration_id: str) -> Answer:
    """Somebody else in the same seat, whatever the deadline."""
    council_session = editable_session(council_slug, session_code)
    require(may_edit_registrations(current_actor(), council_session))
    registration = registration_of_session(council_session, registration_id)
    form = ReplacementForm(registration.language)
    if form.validate_on_submit():
        try:
            with transaction():
                details, reason = form.person_details(form.email.data or ""), form.reason.data or ""
                new = replace_by_office(registration, details, reason, current_actor(), clock.now())
                public_id = new.public_id
            flash(_("The replacement was noted. A letter went to each of the two people."), "success")
            show = "registrations.show"
            return redirect(url_for(show, council_slug=council_slug, session_code=session_code, public_id=public_id))
        except Refusal as refusal:
            form.refuse("surname", refusal_sentence(refusal))
    return render(
        "invitations/replace.html",
        form=form,
        council_session=council_session,
        registration=registration,
        name=full_name(registration.person),
    )
