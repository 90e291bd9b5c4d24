"""A letter as a delivery run holds it."""

from datetime import datetime
from typing import NamedTuple

from eventreg.mail.models import Letter

Attachment = tuple[str, str, str]  # SHA-256, media type, file name


class Claimed(NamedTuple):
    """A letter under our lease: everything that goes over the line, with marks in place of personal links."""

    letter_id: int
    message_id: str
    recipient: str
    domain: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str
    calendar: str | None
    calendar_method: str | None
    unsubscribe: str
    qr_content: str
    queued_at: datetime
    not_after: datetime | None
    send_hours: str | None
    attachments: tuple[Attachment, ...]


# Columns and not objects: an object of each letter would take longer than sending it.
COLUMNS = (
    Letter.id.label("letter_id"),
    *(getattr(Letter, name) for name in Claimed._fields if name not in ("letter_id", "attachments")),
)
