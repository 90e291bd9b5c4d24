"""One registration in the office: what is known, what happened, and what can be done."""

from flask import flash, redirect, url_for

from eventreg.bodies.rules import may_edit_bodies
from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.i18n import gettext as _
from eventreg.journal.queries import entries_about
from eventreg.mail.queries import bounce_of, returned_about
from eventreg.registrations.actions.registering import confirm_for, send_link_by_hand, withdraw_registration
from eventreg.registrations.actions.substituting import substitutions_of
from eventreg.registrations.consents.queries import consents_of, open_request
from eventreg.registrations.forms import ReasonForm
from eventreg.registrations.naming import full_name
from eventreg.registrations.queries import letters_about
from eventreg.registrations.questions.reading import lines_of
from eventreg.registrations.retention import kept_until
from eventreg.registrations.rules import (
    can_be_confirmed_by_office,
    can_be_replaced,
    can_be_withdrawn,
    is_standing,
    may_answer_erasure,
    may_edit_registrations,
)
from eventreg.registrations.views.blueprints import (
    Answer,
    editable_session,
    office,
    readable_session,
    registration_of_session,
)
from eventreg.sessions.finding import with_open_letters


@office.get("/<public_id>")
def show(council_slug: str, session_code: str, public_id: str) -> Answer:
    """The person, the state, the letters and the history."""
    council_session = readable_session(council_slug, session_code)
    registration = registration_of_session(council_session, public_id)
    return render(
        "registrations/show.html",
        council_session=council_session,
        registration=registration,
        name=full_name(registration.person),
        lines=lines_of(registration, page_language()),
        letters=letters_about(registration),
        readable=with_open_letters({council_session.public_id}),
        returned=returned_about("registration", public_id),
        history=session().scalars(entries_about("registration", public_id).limit(100)).all(),
        may_edit=may_edit_registrations(current_actor(), council_session),
        may_edit_person=may_edit_bodies(current_actor()),
        is_address_dead=bounce_of(registration.person.email) is not None,
        can_be_confirmed=can_be_confirmed_by_office(registration),
        can_be_withdrawn=can_be_withdrawn(registration),
        can_be_replaced=can_be_replaced(registration),
        substitutions=substitutions_of(registration),
        full_name=full_name,
        consents=consents_of(registration),
        erasure_request=open_request(registration),
        kept_until=kept_until(council_session),
        now=clock.now(),
        may_answer_erasure=may_answer_erasure(current_actor(), council_session),
        can_be_written_to=is_standing(registration) and bool(registration.person.email),
    )


@office.post("/<public_id>/confirm")
def confirm(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Confirms for the person."""
    registration = registration_of_session(editable_session(council_slug, session_code), public_id)
    try:
        with transaction():
            confirm_for(registration, current_actor(), clock.now())
        flash(_("The registration was confirmed."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks for the reason, then withdraws the person; the seat is free."""
    council_session = editable_session(council_slug, session_code)
    registration = registration_of_session(council_session, public_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return render(
            "registrations/withdraw.html",
            form=form,
            council_session=council_session,
            registration=registration,
            name=full_name(registration.person),
        )
    try:
        with transaction():
            withdraw_registration(registration, form.reason.data or "", current_actor(), clock.now())
        flash(_("The registration was withdrawn."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id))


@office.post("/<public_id>/resend")
def resend(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Sends the person's link once more."""
    registration = registration_of_session(editable_session(council_slug, session_code), public_id)
    try:
        with transaction():
            send_link_by_hand(registration, current_actor(), clock.now())
        flash(_("The letter is in the queue."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", council_slug=council_slug, session_code=session_code, public_id=public_id))
