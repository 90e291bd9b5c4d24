"""Answers from a calendar: METHOD:REPLY (RFC 5546, 3.2.3), and COUNTER, which proposes another time."""

import re

from eventreg.mail.incoming.message import Envelope, text_of
from eventreg.mail.incoming.parts import Incoming, first_words, shortened
from eventreg.mail.models import InboundKind

METHOD = re.compile(r"^METHOD:\s*(REPLY|COUNTER)\s*$", re.IGNORECASE | re.MULTILINE)
LINE = re.compile(r"^(UID|COMMENT|ATTENDEE)((?:;[^:\"]*(?:\"[^\"]*\")?)*):(.*)$", re.IGNORECASE | re.MULTILINE)
PARTSTAT = re.compile(r";PARTSTAT=\"?([A-Z-]{1,30})", re.IGNORECASE)
ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")


def calendar_reply(envelope: Envelope) -> Incoming | None:
    """The answer of an attendee, with the UID of the entry and the comment, if one was written."""
    part = envelope.first("text/calendar", "application/ics")
    text = re.sub(r"\n[ \t]", "", text_of(part)) if part else ""
    if not METHOD.search(text):
        return None
    found = {name.upper(): (parameters, value.strip()) for name, parameters, value in LINE.findall(text)}
    answer = PARTSTAT.search(found.get("ATTENDEE", ("", ""))[0])
    status = answer[1].upper() if answer and answer[1].upper() in ANSWERS else "COUNTER"
    attendee = found.get("ATTENDEE", ("", ""))[1].lower().removeprefix("mailto:")
    comment = re.sub(r"\\([,;\\])", r"\1", found.get("COMMENT", ("", ""))[1].replace("\\n", "\n"))
    return Incoming(
        kind=InboundKind.CALENDAR_REPLY,
        sender=envelope.sender or attendee,
        letter_ids=envelope.quoted_ids,
        recipients=[attendee] if attendee else [],
        status=status,
        words=shortened(comment) if comment else first_words(envelope),
        calendar_uid=found.get("UID", ("", ""))[1],
    )
