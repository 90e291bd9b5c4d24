"""What bodies wrote about people: messages forget an erased person, reasons for declining too."""

from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.events import PersonErased
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import pseudonym, traces_of
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.invitations.models import BodyMessage, Invitation


def cut_from_messages(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: a number stands where a body named the erased person to the secretariat."""
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    traces, mark = traces_of(person), pseudonym(person)
    for message in session().scalars(select(BodyMessage)):
        message.text = traces.cut_from(message.text, mark)
    for invitation in session().scalars(select(Invitation).where(Invitation.decline_reason != "")):
        invitation.decline_reason = traces.cut_from(invitation.decline_reason, mark)
