"""A person says to whom a message belongs that was nobody's, and takes that back."""

from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import locked
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.mail.belonging import Belonging
from eventreg.mail.events import MessageAssigned, MessageTakenBack
from eventreg.mail.models import InboundMessage
from eventreg.mail.rules import was_nobodys


def assign_message(message: InboundMessage, to: Belonging, by: Actor, now: datetime) -> None:
    """The message stands in the history of that thing and nowhere else; nothing follows from what it says.

    A report that an address is dead stops no letters: whoever assigned it corrects the address, or lets it be. Doing it
    twice does it once. Raises `Refusal("message_was_assigned")` where it belongs to something else by now.
    """
    message = locked(message)
    if (message.about_kind, message.about_id) == (to.kind, to.public_id):
        return
    if message.council_session or not was_nobodys(message):
        raise Refusal("message_was_assigned")
    message.about_kind, message.about_id, message.council_session = to
    message.assigned_at = now
    about = {"about": message.public_id, "council_session": to.council_session}
    announce(MessageAssigned(**about, to=to.public_id), by, now)


def take_message_back(message: InboundMessage, by: Actor, now: datetime) -> None:
    """The message is nobody's again; one that is already, or that found its place by itself, stays as it is."""
    message = locked(message)
    if message.assigned_at is None:
        return
    about = {"about": message.public_id, "council_session": message.council_session}
    announce(MessageTakenBack(**about, former=message.about_id), by, now)
    message.about_kind = message.about_id = message.council_session = ""
    message.assigned_at = None
