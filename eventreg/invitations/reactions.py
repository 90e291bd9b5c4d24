"""What invitations do when bodies are merged or parted, and when a session, a body or a contact changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import aliased

from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import BodiesMerged, BodiesParted, BodyChanged, ContactChanged, ContactRemoved
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.making_anew import make_anew
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.actions.reminders import take_back_reminders
from eventreg.invitations.events import SeatsChanged
from eventreg.invitations.mails import LETTERS
from eventreg.invitations.models import Campaign, CampaignKind, Invitation, InvitationState
from eventreg.invitations.reaching import is_written_to
from eventreg.mail.models import Letter
from eventreg.mail.rules import UNSENT
from eventreg.registrations.retention import OVER
from eventreg.registrations.rules import BEFORE_THE_END
from eventreg.sessions.events import SessionChanged, StageChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id
from eventreg.sessions.rules import TIME_AND_PLACE

# What letters of mailings and reminders say, and the deadlines until which they go.
STATED = frozenset(("title", *TIME_AND_PLACE, "nominate_until", "confirm_until"))
NAMED = frozenset({"name", "dative"})
IS_COMING = CouncilSession.stage.not_in(OVER)  # a list is drawn up before its session is announced
OF_COMING = Invitation.council_session.has(IS_COMING)


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: invitations go to the kept body; where both were invited, the duplicate keeps its own.

    Raises `Refusal("both_are_invited")` while both stand on the list of a session that is still to come, unless the
    invitation of the duplicate was withdrawn.
    """
    other = aliased(Invitation)
    same_session = select(other.id).where(
        other.council_session_id == Invitation.council_session_id, other.body.has(Body.public_id == event.about)
    )
    coming = Invitation.council_session.has(CouncilSession.stage.in_(BEFORE_THE_END))
    both = select(Invitation).where(Invitation.body.has(Body.public_id == event.gone), same_session.exists(), coming)
    if session().scalar(both.where(Invitation.state != InvitationState.WITHDRAWN).limit(1)):
        raise Refusal("both_are_invited")
    hand_over(event, Invitation.body_id, unless=same_session.exists())


def renew_letters(event: SessionChanged, by: Actor, now: datetime) -> None:
    """Reaction: letters of mailings that were not sent yet are made anew, with what is so now.

    Invitations that wait while their deadline is moved into the past do not go, and neither does what was missed
    already; the board offers to send them again.
    """
    council_session = session_by_public_id(event.council_session)
    if council_session is None or STATED.isdisjoint(event.fields):
        return
    hold_portions(council_session.public_id)
    of_session = Invitation.council_session_id == council_session.id
    nominate_until = council_session.nominate_until
    if "nominate_until" in event.fields and nominate_until and nominate_until <= now:
        waiting = Letter.kind == LETTERS[CampaignKind.INVITATION], Letter.state.in_(UNSENT)
        of_mailings = update(Letter).where(Letter.council_session == council_session.public_id, *waiting)
        session().execute(of_mailings.values(not_after=nominate_until))
        make_anew(of_session, Campaign.kind != CampaignKind.INVITATION, now=now)
    else:
        make_anew(of_session, now=now)


def renew_reminders(event: SessionChanged | StageChanged, by: Actor, now: datetime) -> None:
    """Reaction: reminders that wait are made anew, of what the session is now and if it takes answers still."""
    take_back_reminders(Invitation.council_session.has(CouncilSession.public_id == event.council_session))


def stop_writing_to(event: ContactChanged | ContactRemoved, by: Actor, now: datetime) -> None:
    """Reaction: what waits to go to the contact as it was is made anew, to whoever stands there now."""
    take_back_reminders(Invitation.body.has(Body.public_id == event.about))


def follow_registry(event: BodyChanged, by: Actor, now: datetime) -> None:
    """Reaction: an invitation that was not sent yet goes to the address, and in the language, that the body has now.

    Where the office entered another on the invitation's page, that one stays; so does writing in two languages.
    """
    if {"email", "language"}.isdisjoint(event.fields):
        return
    drafts = select(Invitation).where(Invitation.state == InvitationState.DRAFT, OF_COMING)
    of_body = drafts.where(Invitation.body.has(Body.public_id == event.about)).order_by(Invitation.id)
    former_email, former_language = event.former
    for invitation in _once_portions_wait(of_body):
        body, language = invitation.body, invitation.letter_language
        email = body.email if invitation.email == former_email else invitation.email
        correct_address(invitation, email, body.language if language == former_language else language, by, now)


def renew_letters_to_body(event: SeatsChanged | BodyChanged, by: Actor, now: datetime) -> None:
    """Reaction: letters of mailings to a body that wait name its seats and its name as they are now."""
    if isinstance(event, SeatsChanged):
        hold_portions(event.council_session)
        make_anew(Invitation.public_id == event.about, now=now)
    elif not NAMED.isdisjoint(event.fields):
        of_body = select(Invitation).where(Invitation.body.has(Body.public_id == event.about), OF_COMING)
        for invitation in _once_portions_wait(of_body.where(is_written_to())):
            make_anew(Invitation.id == invitation.id, now=now)


def _once_portions_wait(invitations: Select[Invitation]) -> Sequence[Invitation]:
    """These invitations, if any with the mailings of all sessions to come held: an import changes many bodies."""
    if found := session().scalars(invitations).all():
        hold_portions(*session().scalars(select(CouncilSession.public_id).where(IS_COMING)))
    return found


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, Invitation.body_id)
