"""Letters whose personal content is deleted: kind, times and state stay, so that what was sent can still be counted."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update

from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.files.actions import discard
from eventreg.i18n.search_keys import search_key
from eventreg.mail.mime import same_addresses
from eventreg.mail.models import (
    UNREADABLE,
    BouncedAddress,
    InboundMessage,
    Letter,
    LetterAttachment,
    LetterAttempt,
    LetterState,
    LinkRequest,
    Subscription,
)
from eventreg.mail.rules import UNSENT

NOTHING = "—"  # the subject of a letter whose content is gone
PORTION = 500  # letters at a time
NO_WORDS = {"sender": "", "recipient": "", "words": "", "source": ""}
BARE: dict[str, str | None] = {
    "recipient": "",
    "domain": "",
    "reply_to": "",
    "subject": NOTHING,
    "search_key": "",
    "text": "",
    "html": "",
    "calendar": None,
    "calendar_method": None,
    "qr_content": "",
    "bounce_words": "",
}


def forget_letters_about(kind: str, public_ids: Sequence[str], now: datetime) -> int:
    """No letter about these things holds anything personal; those still waiting are not sent. Returns how many.

    Neither does what came back about them, whether it quotes a letter or not.
    """
    _empty(InboundMessage.about_kind == kind, InboundMessage.about_id.in_(public_ids))
    return _forget(Letter.about_kind == kind, Letter.about_id.in_(public_ids), now=now)


def forget_letters_of_session(council_session: str, about_kind: str, now: datetime) -> int:
    """The same for every letter about things of that kind in one session (a public id)."""
    return _forget(Letter.council_session == council_session, Letter.about_kind == about_kind, now=now)


def forget_mail_of_session(council_session: str, now: datetime) -> int:
    """The same for every letter of one session (a public id), and for all that came back to it."""
    count = _forget(Letter.council_session == council_session, now=now)
    return count + _empty(InboundMessage.council_session == council_session)


def forget_unmatched(before: datetime) -> int:
    """What came back before this moment and belongs to no session holds no words; returns how many did.

    What could not be read stands in the list no longer.
    """
    is_old = InboundMessage.council_session == "", InboundMessage.received_at < before
    unreadable = update(InboundMessage).where(*is_old, InboundMessage.status == UNREADABLE)
    session().execute(unreadable.values(status=""))
    return _empty(*is_old)


def forget_letters_to(email: str, now: datetime) -> int:
    """The same for every letter to that address, but for those to staff."""
    return _forget(func.lower(Letter.recipient) == email.lower(), Letter.council_session != "", now=now)


def forget_answers_of(email: str, traces: Traces) -> None:
    """What came back from that address, however its domain is written, or names the person, is emptied; the address
    is no bounced one any more.
    """
    address = email.lower()
    if email:
        is_theirs = or_(*(_is_of(one) for one in same_addresses([email])))
        session().execute(update(InboundMessage).where(is_theirs).values(**NO_WORDS))
        session().execute(delete(BouncedAddress).where(BouncedAddress.address == address))
        session().execute(delete(LinkRequest).where(func.lower(LinkRequest.address) == address))
        session().execute(delete(Subscription).where(Subscription.address == address))
    for message in session().scalars(select(InboundMessage).where(InboundMessage.source != "")):
        if traces.stand_in(f"{message.sender} {message.words} {message.source}"):
            message.sender = message.recipient = message.words = message.source = ""
    session().flush()


def _empty(*conditions: ColumnElement[bool]) -> int:
    holds_words = or_(*(getattr(InboundMessage, name) != "" for name in NO_WORDS))
    result = session().execute(update(InboundMessage).where(*conditions, holds_words).values(**NO_WORDS))
    session().expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0


def _is_of(address: str) -> ColumnElement[bool]:
    """From that address (lower case), or about it."""
    sender = func.lower(InboundMessage.sender)
    is_from = or_(sender == address, sender.contains(f"<{address}>", autoescape=True))
    return or_(is_from, func.lower(InboundMessage.recipient) == address)


def cut_from_letters(traces: Traces, mark: str, now: datetime) -> int:
    """Letters to others hold `mark` where the person was named, and are not sent any more if they were waiting.

    Returns how many letters named the person.
    """
    found = 0
    for letter in _letters_with(traces):
        found += 1
        _cancel(Letter.id == letter.id)
        letter.subject, letter.text = traces.cut_from(letter.subject, mark), traces.cut_from(letter.text, mark)
        letter.html = traces.cut_from(letter.html, escape(mark))
        letter.calendar = traces.cut_from(letter.calendar, mark) if letter.calendar else None
        letter.bounce_words = traces.cut_from(letter.bounce_words, mark)
        letter.search_key = search_key(f"{letter.recipient} {letter.subject}")
        for attempt in letter.attempts:
            attempt.answer = traces.cut_from(attempt.answer, mark)
    session().flush()
    return found


def _letters_with(traces: Traces) -> list[Letter]:
    columns = (Letter.subject, Letter.text, Letter.calendar, Letter.bounce_words)
    likely = [column.icontains(form, autoescape=True) for form in traces.forms for column in columns]
    if not likely:
        return []
    found = session().scalars(select(Letter).where(or_(*likely)).order_by(Letter.id)).all()
    return [letter for letter in found if traces.stand_in(" ".join(_texts(letter)))]


def _texts(letter: Letter) -> tuple[str, ...]:
    return letter.subject, letter.text, letter.html, letter.calendar or "", letter.bounce_words


def _forget(*conditions: ColumnElement[bool], now: datetime) -> int:
    """In portions: a session of 50,000 people has some hundred thousand letters."""
    count, todo = 0, select(Letter.id).where(*conditions, Letter.forgotten_at.is_(None)).limit(PORTION)
    while ids := session().scalars(todo).all():
        _cancel(Letter.id.in_(ids))
        attached = delete(LetterAttachment).where(LetterAttachment.letter_id.in_(ids))
        digests = session().scalars(attached.returning(LetterAttachment.sha256)).all()
        session().execute(update(LetterAttempt).where(LetterAttempt.letter_id.in_(ids)).values(answer="", domain=""))
        session().execute(update(InboundMessage).where(InboundMessage.letter_id.in_(ids)).values(**NO_WORDS))
        session().execute(update(Letter).where(Letter.id.in_(ids)).values(**BARE, forgotten_at=now))
        discard(digests)
        count += len(ids)
    session().expire_all()
    return count


def _cancel(condition: ColumnElement[bool]) -> None:
    waiting = update(Letter).where(condition, Letter.state.in_(UNSENT))
    session().execute(waiting.values(state=LetterState.CANCELLED, next_at=None, lease_owner=None, lease_until=None))
