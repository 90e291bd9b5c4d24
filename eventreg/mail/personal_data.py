"""What the outbox and the mailbox know about an address, handed out to whoever asks for the own data."""

from email.utils import parseaddr

from sqlalchemy import func, or_, select

from eventreg.core.db import session
from eventreg.mail.mime import same_addresses
from eventreg.mail.models import BouncedAddress, InboundMessage, Letter, Subscription


def known_letters(email: str) -> dict[str, list[object]]:
    """Letters to that address that belong to a session, what came back, and how letters go there; plain values."""
    if not email:
        return {}
    address, forms = email.lower(), same_addresses([email])
    to_it = select(Letter).where(func.lower(Letter.recipient) == address, Letter.council_session != "")
    answers = select(InboundMessage).where(
        or_(
            *(func.lower(InboundMessage.sender).contains(form, autoescape=True) for form in forms),
            func.lower(InboundMessage.recipient).in_(forms),
            InboundMessage.letter.has(func.lower(Letter.recipient) == address),
        )
    )
    bounced = session().scalars(select(BouncedAddress).filter_by(address=address))
    stopped = session().scalars(select(Subscription).filter_by(address=address))
    return {
        "letters": [
            {
                "queued_at": letter.queued_at.isoformat(),
                "state": letter.state.value,
                "subject": letter.subject,
                "text": letter.text,
            }
            for letter in session().scalars(to_it.order_by(Letter.id))
        ],
        "messages": [
            {
                "received_at": message.received_at.isoformat(),
                "kind": message.kind.value,
                "sender": message.sender,
                "words": message.words,
            }
            for message in session().scalars(answers.order_by(InboundMessage.id))
            if not forms.isdisjoint(
                (parseaddr(message.sender)[1].lower(), message.recipient.lower(), _answered(message))
            )
        ],
        "undeliverable": [{"since": found.since.isoformat(), "words": found.words} for found in bounced],
        "subscriptions": [
            {"address": found.address, "stopped_at": found.stopped_at.isoformat() if found.stopped_at else None}
            for found in stopped
        ],
    }


def _answered(message: InboundMessage) -> str:
    """The address to which the letter went that the message is about."""
    return message.letter.recipient.lower() if message.letter else ""
