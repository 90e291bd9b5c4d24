"""The office decides on people who wait for approval, or for whom a body asks a seat more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations import mails
from eventreg.registrations.events import ApprovalAskedAnew, RegistrationApproved, RegistrationRejected
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.places import claim_place, lock_hall
from eventreg.registrations.queries import WHOLE
from eventreg.registrations.rules import BEFORE_THE_END, UNDECIDED
from eventreg.sessions.models import CouncilSession

NEEDS_A_LOOK = frozenset({"surname", "given_name", "patronymic", "post"})  # who it is; an address or a phone is not


def undecided(council_session: CouncilSession) -> Sequence[Registration]:
    """Everybody on whom the office decides, in the order in which they were named."""
    query = select(Registration).filter_by(council_session_id=council_session.id)
    query = query.where(Registration.state.in_(UNDECIDED)).options(*WHOLE)
    return session().scalars(query.order_by(Registration.nominated_at, Registration.id)).all()


def approve_registration(registration: Registration, by: Actor, now: datetime) -> None:
    """The person is asked to confirm, or is confirmed as before where a change was approved.

    Approving twice does it once. Raises `Refusal`: `session_full` (a seat was asked for), `cannot_be_decided`.
    """
    lock_hall(registration.council_session)
    registration = locked(registration)
    if registration.state in (RegistrationState.NOMINATED, RegistrationState.CONFIRMED):
        return
    _check(registration)
    if registration.state is RegistrationState.ASKED:
        claim_place(registration.council_session)
    is_known = registration.confirmed_at is not None
    registration.state = RegistrationState.CONFIRMED if is_known else RegistrationState.NOMINATED
    registration.decision_reason = ""
    session().flush()
    announce(RegistrationApproved(**_about(registration)), by, now)
    if is_known:
        registration.calendar_sequence += 1
        mails.registration_confirmed(registration, now)
    else:
        mails.registration_nominated(registration, now)


def reject_registration(registration: Registration, reason: str, by: Actor, now: datetime) -> None:
    """The person does not take part, for that reason; a seat is free again, a pass dead.

    Rejecting twice keeps the first reason. Raises `Refusal("cannot_be_decided")`.
    """
    lock_hall(registration.council_session)
    registration = locked(registration)
    if registration.state is RegistrationState.REJECTED:
        return
    _check(registration)
    was_confirmed = registration.confirmed_at is not None
    registration.state, registration.decision_reason = RegistrationState.REJECTED, reason
    registration.pass_version += 1
    registration.calendar_sequence += 1
    session().flush()
    announce(RegistrationRejected(**_about(registration)), by, now)
    mails.registration_rejected(registration, was_confirmed, now)


def decide_on(
    council_session: CouncilSession, public_ids: Sequence[str], is_approved: bool, reason: str, by: Actor, now: datetime
) -> int:
    """Decides on those of the named who wait for it in this session; whoever else was named is passed over.

    Returns how many were decided on. Raises `Refusal("session_full")`, and then on nobody.
    """
    lock_hall(council_session)
    chosen = [one for one in undecided(council_session) if one.public_id in set(public_ids)]
    for registration in chosen:
        if is_approved:
            approve_registration(registration, by, now)
        else:
            reject_registration(registration, reason, by, now)
    return len(chosen)


def ask_anew(registration: Registration, changed: Sequence[str], by: Actor, now: datetime) -> None:
    """Where the office approves that role, whoever became somebody else by the change waits for approval again."""
    registration.state = RegistrationState.PENDING
    session().flush()
    announce(ApprovalAskedAnew(**_about(registration), fields=tuple(changed)), by, now)


def _check(registration: Registration) -> None:
    if registration.state not in UNDECIDED or registration.council_session.stage not in BEFORE_THE_END:
        raise Refusal("cannot_be_decided")


def _about(registration: Registration) -> dict[str, str]:
    return {"about": registration.public_id, "council_session": registration.council_session.public_id}
