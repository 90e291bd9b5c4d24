"""What every page behind a body's link is given."""

from typing import Any  # Any: what a template is given

from flask import abort, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.core.forms import Form
from eventreg.core.guards import device
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.invitations.forms import NomineeForm
from eventreg.invitations.guest_forms import MessageForm, PaperForm, SeveralForm
from eventreg.invitations.link_uses import is_use_on, uses_of
from eventreg.invitations.mails import deadline_words
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.rules import (
    can_be_answered_by_body,
    can_be_changed_by_body,
    can_be_corrected_by_body,
    free_seats,
    seats_of,
    taken_seats,
    takes_answers,
)
from eventreg.invitations.seats import extra_nominees, messages_of, nominating_letters
from eventreg.invitations.views.blueprints import Answer, gone
from eventreg.journal.queries import entries_about
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.models import Overflow, ParticipantRole, Registration, RegistrationState
from eventreg.registrations.naming import full_name
from eventreg.registrations.places import has_place
from eventreg.registrations.rules import can_be_confirmed, can_be_replaced, can_be_withdrawn
from eventreg.registrations.session_facts import moment_at_venue, session_facts
from eventreg.sessions.rules import takes_place

LINES_OF_HISTORY = 30


def delegate_of(invitation: Invitation, delegate_id: str) -> Registration:
    """A person whom this body named; anybody else's looks like nobody's (410)."""
    chosen = next((one for one in people_of(invitation) if one.public_id == delegate_id), None)
    return chosen or gone()


def nominee_of(invitation: Invitation, delegate_id: str) -> Registration:
    """As `delegate_of`; back to the body's page with the reason where the body may not see or change the details."""
    registration, now = delegate_of(invitation, delegate_id), clock.now()
    if not can_be_corrected_by_body(invitation, registration, now):
        is_open = can_be_answered_by_body(invitation, now)
        flash_refusal(Refusal("nominee_has_confirmed" if is_open else "answers_closed"))
        abort(redirect(url_for("invitations_guest.page", public_id=invitation.public_id), 303))
    return registration


def people_of(invitation: Invitation) -> list[Registration]:
    """Those in the body's seats, then those beyond them."""
    seated = [seat.registration for seat in invitation.seats if seat.registration]
    return [*seated, *extra_nominees(invitation)]


def body_page(invitation: Invitation, failed: Form | None = None, status: int = 200) -> Answer:
    """The body's page; of its forms the `failed` one comes back as it was filled in, the others are new."""
    forms: dict[str, Form] = {
        "nominee_form": NomineeForm(invitation),
        "several_form": SeveralForm(invitation),
        "paper_form": PaperForm(),
        "message_form": MessageForm(),
    }
    if failed is not None:
        names = [name for name, form in forms.items() if type(form) is type(failed)]
        forms |= dict.fromkeys(names, failed)
    return render("invitations_guest/page.html", status, form=failed, **forms, **page_facts(invitation))


def base_facts(invitation: Invitation) -> dict[str, Any]:
    """What the small pages of a body are given."""
    return {
        "invitation": invitation,
        "council_session": invitation.council_session,
        "facts": session_facts(invitation.council_session, page_language()),
        "full_name": full_name,
    }


def page_facts(invitation: Invitation) -> dict[str, Any]:
    """Of delegates nothing but name, post, role and state."""
    council_session, language, now = invitation.council_session, page_language(), clock.now()
    roles = [role for role in ParticipantRole if seats_of(invitation, role)]
    rules = admission_of(council_session)
    has_room = bool(free_seats(invitation)) and has_place(council_session)
    confirm_until = council_session.confirm_until
    return {
        **base_facts(invitation),
        "deadline": deadline_words(invitation.council_session, language),
        "confirm_deadline": moment_at_venue(confirm_until, council_session, language) if confirm_until else "",
        "meters": [(role, len(taken_seats(invitation, role)), len(seats_of(invitation, role))) for role in roles],
        "delegates": people_of(invitation),
        "instead_of": substitutions(council_session),
        "has_room": has_room,
        "can_be_seated": _can_be_seated(invitation) if can_be_answered_by_body(invitation, now) else frozenset(),
        "can_nominate": can_be_answered_by_body(invitation, now)
        and (has_room or rules.overflow is not Overflow.REFUSE),
        "overflow": rules.overflow,
        "offers_by_itself": rules.offers_by_itself,
        "bodies_confirm": rules.bodies_confirm,
        "takes_place": takes_place(council_session),
        "is_declined": invitation.state is InvitationState.DECLINED,
        "can_answer": can_be_answered_by_body(invitation, now),
        "can_decline": takes_answers(council_session) and not people_of(invitation),
        "can_change": can_be_changed_by_body(invitation, now),
        "can_be_confirmed": {one.id: can_be_confirmed(one, now) for one in people_of(invitation)},
        "can_be_corrected": {one.id: can_be_corrected_by_body(invitation, one, now) for one in people_of(invitation)},
        "can_be_replaced": can_be_replaced,
        "can_be_withdrawn": can_be_withdrawn,
        "uses": [(use, is_use_on(use, invitation, device())) for use in uses_of(invitation)],
        "papers": nominating_letters(invitation),
        "messages": messages_of(invitation),
        "history": session().scalars(entries_about("invitation", invitation.public_id).limit(LINES_OF_HISTORY)).all(),
    }


def _can_be_seated(invitation: Invitation) -> frozenset[int]:
    """Ids of those on the waiting list for whom the body has a free seat, and the hall a place."""
    waiting = [one for one in extra_nominees(invitation) if one.state is RegistrationState.WAITING]
    if not waiting or not has_place(invitation.council_session):
        return frozenset()
    return frozenset(one.id for one in waiting if free_seats(invitation, one.role))
