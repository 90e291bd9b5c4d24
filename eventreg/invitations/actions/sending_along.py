"""What a body sends along on its page: the paper in which it names its people, and messages to the secretariat."""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.files.actions import discard, store
from eventreg.files.content import document_type, tidy_file_name
from eventreg.invitations import mails
from eventreg.invitations.events import NominatingLetterRemoved, NominatingLetterUploaded, SecretariatAsked
from eventreg.invitations.models import BodyMessage, Invitation, InvitationState, NominatingLetter
from eventreg.invitations.rules import can_be_changed_by_body
from eventreg.invitations.seats import nominating_letters
from eventreg.journal.actions import announce

MOST_PAPERS = 10
MOST_MESSAGES = 20  # a day


def upload_nominating_letter(
    invitation: Invitation, content: bytes, name: str, by: Actor, now: datetime
) -> NominatingLetter:
    """The paper is kept for the office; the same bytes twice are one paper.

    Raises `Refusal`: `answers_closed`, `invitation_was_withdrawn`, `too_many_papers`, and what `document_type` refuses.
    """
    invitation = _open(invitation, now)
    media_type = document_type(content)
    present = nominating_letters(invitation)
    stored = store(content, media_type, now)
    known = next((letter for letter in present if letter.stored_file_id == stored.id), None)
    if known is not None:
        return known
    if len(present) >= MOST_PAPERS:
        raise Refusal("too_many_papers", most=MOST_PAPERS)
    letter = NominatingLetter(
        public_id=new_public_id(),
        invitation=invitation,
        stored_file=stored,
        name=tidy_file_name(name, media_type),
        uploaded_at=now,
    )
    session().add(letter)
    session().flush()
    announce(NominatingLetterUploaded(**_about(invitation), sha256=stored.sha256), by, now)
    return letter


def remove_nominating_letter(letter: NominatingLetter, by: Actor, now: datetime) -> None:
    """The body took the paper back. Raises `Refusal`: `answers_closed`, `invitation_was_withdrawn`."""
    invitation = _open(letter.invitation, now)
    session().delete(letter)
    session().flush()
    discard([letter.stored_file.sha256])
    announce(NominatingLetterRemoved(**_about(invitation)), by, now)


def ask_secretariat(invitation: Invitation, text: str, form_key: str, by: Actor, now: datetime) -> BodyMessage:
    """The message stands on the invitation's page in the office, and a letter brings it to the secretariat.

    The same form sent twice is one message. Raises `Refusal("too_many_messages")`.
    """
    invitation = locked(invitation)
    known = session().scalar(select(BodyMessage).filter_by(invitation_id=invitation.id, form_key=form_key))
    if known is not None:
        return known
    query = select(BodyMessage.sent_at).filter_by(invitation_id=invitation.id)
    today = [moment for moment in session().scalars(query) if (now - moment).days < 1]
    if len(today) >= MOST_MESSAGES:
        raise Refusal("too_many_messages")
    message = BodyMessage(public_id=new_public_id(), invitation=invitation, form_key=form_key, text=text, sent_at=now)
    session().add(message)
    session().flush()
    announce(SecretariatAsked(**_about(invitation)), by, now)
    mails.body_message(message, now)
    return message


def _open(invitation: Invitation, now: datetime) -> Invitation:
    invitation = locked(invitation)
    if invitation.state is InvitationState.WITHDRAWN:
        raise Refusal("invitation_was_withdrawn")
    if not can_be_changed_by_body(invitation, now):
        raise Refusal("answers_closed")
    return invitation


def _about(invitation: Invitation) -> dict[str, str]:
    return {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
