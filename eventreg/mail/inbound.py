"""Taking in what came back: each message is kept once and stands in the history of what its letter was about.

Nothing is ever answered automatically, so there is nothing to loop.
"""

import re
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventreg.core.actors import Actor
from eventreg.core.canonical import sha256_hex
from eventreg.core.db import session
from eventreg.core.links import PATHS, mask_marks
from eventreg.journal.actions import announce
from eventreg.mail.belonging import Belonging, belonging_of
from eventreg.mail.events import LetterBounced, LetterGivenUp, LetterReported, MessageReceived
from eventreg.mail.forgetting import NO_WORDS
from eventreg.mail.incoming.calendar_replies import of_attendee
from eventreg.mail.incoming.message import Envelope, header_of, text_of
from eventreg.mail.incoming.parts import ENCODED, Incoming, without_original
from eventreg.mail.incoming.reading import read_message
from eventreg.mail.mime import same_addresses
from eventreg.mail.models import UNREADABLE, BouncedAddress, InboundKind, InboundMessage, Letter, LetterState

MOST_BYTES = 1024 * 1024  # of one message are looked at; what a report returns of ours comes last
LONGEST_SOURCE = 20_000
BOUNCE_WINDOW = timedelta(days=7)  # servers try for five days; an older letter did not cause this notice
OF_PEOPLE = (InboundKind.AUTO_REPLY, InboundKind.CALENDAR_REPLY, InboundKind.RECEIPT, InboundKind.MESSAGE)
SHOWN_HEADERS = ("From", "To", "Date", "Subject", "Message-ID", "In-Reply-To", "Auto-Submitted", "X-Failed-Recipients")
TOKEN = re.compile(rf"({'|'.join(re.escape(path) for path in PATHS.values())}|/o/)[\w-]{{16,}}")
log = structlog.get_logger()


def receive(raw: bytes, by: Actor, now: datetime) -> InboundMessage:
    """The message is kept, about the letter that it quotes, else about whom its sender belongs to.

    The same bytes again give back what is there. A hard bounce marks the letter, and stops further letters to its
    address where it quotes the letter; a server that gave up marks the letter alone. Nothing else changes anything.
    What cannot be read is kept without words.
    """
    raw = raw[:MOST_BYTES]
    digest = sha256_hex(raw)
    existing = session().scalar(select(InboundMessage).filter_by(digest=digest))
    if existing is not None:
        return existing
    found, source = _read(raw, digest)
    letter, is_certain = _letter_of(found, now)
    found = of_attendee(found, letter.recipient.lower()) if letter else found
    try:
        with session().begin_nested():
            message = _kept(found, letter, digest, source, now)
    except IntegrityError:  # the same message came twice at once, and the other one stands
        return session().scalars(select(InboundMessage).filter_by(digest=digest)).one()
    about = {"about": message.public_id, "council_session": message.council_session}
    announce(MessageReceived(**about, kind=message.kind, letter=letter.public_id if letter else ""), by, now)
    if letter and (found.kind is InboundKind.HARD_BOUNCE or found.is_given_up):
        _note_bounce(letter, found, is_certain, by, now)
    return message


def _read(raw: bytes, digest: str) -> tuple[Incoming, str]:
    """What it says, and its source as it is kept."""
    try:
        return read_message(raw), _source(raw)
    except Exception as error:  # the parser fails in many ways at what a stranger made up; the next is to be read
        log.warning("message_unreadable", digest=digest, error=type(error).__name__)
        return Incoming(InboundKind.MESSAGE, sender="", status=UNREADABLE), ""


def _letter_of(found: Incoming, now: datetime) -> tuple[Letter | None, bool]:
    """The letter that it is about, and whether it names that one: who names none may only have guessed an address."""
    if named := _by_message_id(found):
        return named, True
    if found.calendar_uid:
        entry = select(Letter).filter_by(about_kind="registration", about_id=found.calendar_uid.partition("@")[0])
        if letter := session().scalar(entry.order_by(Letter.id.desc()).limit(1)):
            return letter, True
    addresses = [address for address in (*found.recipients, *found.mentioned, found.sender) if address]
    same = same_addresses(addresses)
    recent = select(Letter).where(func.lower(Letter.recipient).in_(same), Letter.sent_at > now - BOUNCE_WINDOW)
    return session().scalar(recent.order_by(Letter.sent_at.desc(), Letter.id.desc()).limit(1)), False


def _by_message_id(found: Incoming) -> Letter | None:
    letters = session().scalars(select(Letter).where(Letter.message_id.in_(list(found.letter_ids)[:50]))).all()
    return min(letters, key=lambda letter: found.letter_ids.index(letter.message_id), default=None)


def _belonging(found: Incoming, letter: Letter | None, now: datetime) -> Belonging:
    """What the letter was about; without one, to whom its sender belongs, where a person or their program wrote it."""
    if letter is not None:
        return Belonging(letter.about_kind, letter.about_id, letter.council_session)
    sender = belonging_of(found.sender, now) if found.kind in OF_PEOPLE else None
    return sender or Belonging("", "", "")


def _kept(found: Incoming, letter: Letter | None, digest: str, source: str, now: datetime) -> InboundMessage:
    about = _belonging(found, letter, now)
    message = InboundMessage(
        digest=digest,
        kind=found.kind,
        letter=letter,
        about_kind=about.kind,
        about_id=about.public_id,
        council_session=about.council_session,
        received_at=now,
        sender=found.sender[:320],
        recipient=next(iter((*found.recipients, *([letter.recipient] if letter else found.mentioned))), "")[:320],
        status=found.status[:40],
        words=masked(found.words),
        source=source,
    )
    if letter and letter.forgotten_at:  # whom it went to is erased, or its period is over: no words come after that
        for name in NO_WORDS:
            setattr(message, name, "")
    session().add(message)
    session().flush()
    return message


def _note_bounce(letter: Letter, found: Incoming, is_certain: bool, by: Actor, now: datetime) -> None:
    """The letter did not arrive, and after a hard bounce its address is dead; not where others alone are named.

    Those stand behind the address: one member of a group, or somewhere that it forwards to. Who quotes no letter may
    be a stranger who wants to cut off a ministry: then the office decides, and letters go on.
    """
    address = letter.recipient.lower()
    if not address:
        return  # it was emptied since, and whom it went to is not to be known any more
    is_named = address in same_addresses((*found.recipients, *found.mentioned))
    if not is_named and (found.recipients or not is_certain):
        return
    if found.is_given_up and letter.state is not LetterState.SENT:
        return  # it is on its way once more, which this report knows nothing of
    words = masked(f"{found.status} {found.words}".strip())
    letter.bounced_at, letter.bounce_words = now, words
    about = {"about": letter.public_id, "council_session": letter.council_session}
    if found.is_given_up:
        announce(LetterGivenUp(**about), by, now)
        return
    known = session().scalar(select(BouncedAddress).filter_by(address=address))
    if known is None:
        session().add(BouncedAddress(address=address, since=now, words=words, is_stopped=is_certain))
    elif is_certain and not known.is_stopped:
        known.since, known.words, known.is_stopped = now, words, True
    session().flush()
    announce((LetterBounced if is_certain else LetterReported)(**about), by, now)


def _source(raw: bytes) -> str:
    """Headers and texts without the quoted original: that one holds a personal link, perhaps encoded."""
    envelope = Envelope(raw)
    headers = [f"{name}: {value}" for name in SHOWN_HEADERS if (value := envelope.header(name))]
    report = envelope.first("message/delivery-status")
    calendar = envelope.first("text/calendar")
    original = envelope.first("message/rfc822", "text/rfc822-headers")
    inner = original.get_payload(0) if original is not None and original.is_multipart() else original
    parts = ["\n".join(headers), without_original(envelope.text)]
    parts += [text_of(part) for part in (report, calendar) if part is not None]
    if inner is not None and not isinstance(inner, str):
        parts.append(f"Message-ID: {header_of(inner, 'Message-ID')}")
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    return masked(ENCODED.sub("", text))[:LONGEST_SOURCE]


def masked(text: str) -> str:
    """Without the tokens of personal links that people or servers quoted."""
    return TOKEN.sub(lambda link: f"{link[1]}••••••••", mask_marks(text))
