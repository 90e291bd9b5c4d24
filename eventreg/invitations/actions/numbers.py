"""Numbers of official letters that the registry office gives itself, entered by hand before the letter is sent."""

from datetime import date, datetime

from sqlalchemy import delete

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.councils.actions import correct_outgoing_number, enter_outgoing_number
from eventreg.councils.models import OutgoingNumber
from eventreg.invitations.events import OutgoingNumberEntered
from eventreg.invitations.models import Invitation, OutgoingPaper
from eventreg.invitations.outgoing import entered_paper
from eventreg.journal.actions import announce


def enter_number(invitation: Invitation, label: str, dated: date, by: Actor, now: datetime) -> None:
    """The next paper to this body bears this number and date, in place of one of the counter.

    Raises `Refusal("number_is_taken")`.
    """
    council = locked(invitation.council_session.council)
    paper = entered_paper(invitation)
    if paper is None:
        number = enter_outgoing_number(council, ("invitation", invitation.public_id), label, dated)
        session().add(OutgoingPaper(outgoing_number=number, invitation=invitation))
    elif (paper.outgoing_number.label, paper.outgoing_number.dated) == (label, dated):
        return
    else:
        correct_outgoing_number(paper.outgoing_number, label, dated)
    session().flush()
    _announce(invitation, label, dated, by, now)


def withdraw_number(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The next paper to this body bears a number of the counter again; one that a paper bears stays taken."""
    if take_back_number(invitation):
        _announce(invitation, "", None, by, now)


def take_back_number(invitation: Invitation) -> bool:
    """No number waits for the next paper to this body; says whether one did."""
    locked(invitation.council_session.council)
    paper = entered_paper(invitation)
    if paper is None:
        return False
    number_id = paper.outgoing_number_id
    session().delete(paper)
    session().flush()
    session().execute(delete(OutgoingNumber).where(OutgoingNumber.id == number_id))
    return True


def _announce(invitation: Invitation, label: str, dated: date | None, by: Actor, now: datetime) -> None:
    about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
    announce(OutgoingNumberEntered(**about, number=label, dated=dated.isoformat() if dated else ""), by, now)
