"""Answers from a calendar: METHOD:REPLY (RFC 5546, 3.2.3), and COUNTER, which proposes another time."""

import re
from dataclasses import replace

from eventreg.mail.incoming.message import Envelope, text_of
from eventreg.mail.incoming.parts import Incoming, first_words, shortened
from eventreg.mail.models import InboundKind

METHOD = re.compile(r"^METHOD:\s*(REPLY|COUNTER)\s*$", re.IGNORECASE | re.MULTILINE)
LINE = re.compile(r"^(UID|COMMENT|ATTENDEE)(?=[;:])((?:[^:\"\n]|\"[^\"\n]*\")*):(.*)$", re.IGNORECASE | re.MULTILINE)
PARTSTAT = re.compile(r";PARTSTAT=\"?([A-Z-]{1,30})", re.IGNORECASE)
COUNTER = "COUNTER"
ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")


def calendar_reply(envelope: Envelope) -> Incoming | None:
    """The answer of an attendee, with the UID of the entry and the comment, if one was written."""
    part = envelope.first("text/calendar", "application/ics")
    text = re.sub(r"\n[ \t]", "", text_of(part)) if part else ""
    if not METHOD.search(text):
        return None
    lines = [(name.upper(), parameters, value.strip()) for name, parameters, value in LINE.findall(text)]
    found = {name: value for name, _, value in lines}
    answers = {value.lower(): _answer(parameters) for name, parameters, value in lines if name == "ATTENDEE"}
    attendees = {address.removeprefix("mailto:"): answer for address, answer in answers.items()}
    attendee = envelope.sender if envelope.sender in attendees else _first_answering(attendees)
    comment = re.sub(r"\\([,;\\])", r"\1", found.get("COMMENT", "").replace("\\n", "\n"))
    return Incoming(
        kind=InboundKind.CALENDAR_REPLY,
        sender=envelope.sender or attendee,
        letter_ids=envelope.quoted_ids,
        recipients=[attendee] if attendee else [],
        status=attendees.get(attendee, COUNTER),
        words=shortened(comment) if comment else first_words(envelope),
        calendar_uid=found.get("UID", ""),
        attendees=attendees,
    )


def of_attendee(found: Incoming, address: str) -> Incoming:
    """The answer as that of this attendee; unchanged where who wrote it is one, or this one is none.

    Programs repeat all who were invited (against RFC 5546, 3.2.3), and secretaries answer for others.
    """
    if found.sender in found.attendees or address not in found.attendees:
        return found
    return replace(found, status=found.attendees[address], recipients=[address])


def _first_answering(attendees: dict[str, str]) -> str:
    answering = [address for address, answer in attendees.items() if answer != COUNTER]
    return next(iter([*answering, *attendees]), "")


def _answer(parameters: str) -> str:
    answer = PARTSTAT.search(parameters)
    return answer[1].upper() if answer and answer[1].upper() in ANSWERS else COUNTER
