"""Finding letters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from eventreg.core.db import is_among, session
from eventreg.i18n.search_keys import search_words
from eventreg.mail.models import UNREADABLE, BouncedAddress, InboundKind, InboundMessage, Letter, LetterStanding
from eventreg.mail.rules import UNSENT

WITH_LETTER = joinedload(InboundMessage.letter).load_only(
    Letter.public_id, Letter.council_session, Letter.language, Letter.subject
)


def letter_by_public_id(public_id: str) -> Letter | None:
    """The letter with its attempts and attachments."""
    query = select(Letter).filter_by(public_id=public_id)
    return session().scalar(query.options(selectinload(Letter.attempts), selectinload(Letter.attachments)))


def letters_of_session(council_session: str, standing: LetterStanding | None = None, text: str = "") -> Select[Letter]:
    """Letters that belong to the session (a public id; "" for letters to staff), latest first.

    `text` is looked for in addresses and subjects, in any script.
    """
    found = select(Letter).filter_by(council_session=council_session)
    if standing is not None:
        found = found.where(letter_standing() == standing.value)
    for word in search_words(text):
        found = found.where(Letter.search_key.contains(word, autoescape=True))
    return found.order_by(Letter.queued_at.desc(), Letter.id.desc())


def letters_about(kind: str, public_id: str) -> Sequence[Letter]:
    """Every letter about one thing with the attempts to deliver it, latest first."""
    query = select(Letter).filter_by(about_kind=kind, about_id=public_id)
    return session().scalars(query.order_by(Letter.id.desc()).options(selectinload(Letter.attempts))).all()


def oldest_unsent(council_session: str) -> datetime | None:
    """Since when the longest-waiting unsent letter of the session stands in the outbox; None when all are sent."""
    unsent = select(func.min(Letter.queued_at)).where(Letter.state.in_(UNSENT))
    return session().scalar(unsent.where(Letter.council_session == council_session))


def letter_counts(council_session: str) -> dict[LetterStanding, int]:
    """How many letters of the session stand where, each counted once."""
    standings = select(letter_standing().label("standing")).where(Letter.council_session == council_session).subquery()
    counted = select(standings.c.standing, func.count()).group_by(standings.c.standing)
    return {LetterStanding(value): number for value, number in session().execute(counted)}


def letter_standing() -> ColumnElement[str]:
    """The `LetterStanding` of a letter, for a statement."""
    is_held = and_(Letter.held_at.is_not(None), Letter.next_at.is_not(None))
    return case(
        (Letter.bounced_at.is_not(None), literal(LetterStanding.BOUNCED.value)),
        (is_held, literal(LetterStanding.PAUSED.value)),
        else_=type_coerce(Letter.state, String),
    )


def is_known_to_be_returned() -> ColumnElement[bool]:
    """The letter came back, for a statement; not where only reports that quote no letter of ours say so."""
    doubtful = select(BouncedAddress.address).where(BouncedAddress.is_stopped.is_(False))
    return and_(Letter.bounced_at.is_not(None), func.lower(Letter.recipient).not_in(doubtful))


def bounce_of(address: str) -> BouncedAddress | None:
    """The address as one at which nothing arrives and to which nothing goes, if it is one."""
    return session().scalar(select(BouncedAddress).filter_by(address=address.lower(), is_stopped=True))


def notice_of(address: str) -> BouncedAddress | None:
    """What is known of the address as one at which nothing arrives, also where letters still go there."""
    return session().scalar(select(BouncedAddress).filter_by(address=address.lower()))


def doubtful_addresses(addresses: Sequence[str]) -> set[str]:
    """Those of these addresses of which only reports that quote no letter of ours say that nothing arrives there."""
    found = select(BouncedAddress.address).where(is_among(BouncedAddress.address, [one.lower() for one in addresses]))
    return set(session().scalars(found.where(BouncedAddress.is_stopped.is_(False))))


def returned_to_session(council_session: str, kind: InboundKind | None = None) -> Select[InboundMessage]:
    """What came back to letters of the session, latest first."""
    found = select(InboundMessage).filter_by(council_session=council_session).options(WITH_LETTER)
    if kind is not None:
        found = found.where(InboundMessage.kind == kind)
    return found.order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())


def unmatched_messages() -> Select[InboundMessage]:
    """What came back, is about no letter and belongs to nobody in a session to come, latest first; no emptied ones."""
    is_nobodys = InboundMessage.letter_id.is_(None), InboundMessage.council_session == ""
    holds_words = or_(InboundMessage.sender != "", InboundMessage.words != "", InboundMessage.status == UNREADABLE)
    found = select(InboundMessage).where(*is_nobodys, holds_words)
    return found.order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())


def message_by_public_id(public_id: str) -> InboundMessage | None:
    return session().scalar(select(InboundMessage).filter_by(public_id=public_id))


def unmatched_since(moment: datetime) -> int:
    """How many of them people wrote since this moment."""
    written = InboundMessage.kind.in_((InboundKind.MESSAGE, InboundKind.CALENDAR_REPLY))
    found = unmatched_messages().order_by(None).where(written, InboundMessage.received_at > moment)
    return session().scalar(found.with_only_columns(func.count(InboundMessage.id))) or 0


def returned_about(kind: str, public_id: str) -> Sequence[InboundMessage]:
    """What came back to letters about one thing, latest first."""
    query = select(InboundMessage).filter_by(about_kind=kind, about_id=public_id).options(WITH_LETTER)
    return session().scalars(query.order_by(InboundMessage.id.desc()).limit(100)).all()


def returned_to_letter(letter: Letter) -> Sequence[InboundMessage]:
    """What came back to this letter, latest first."""
    query = select(InboundMessage).filter_by(letter_id=letter.id)
    return session().scalars(query.order_by(InboundMessage.id.desc()).limit(100)).all()


def returned_counts(council_session: str) -> dict[InboundKind, int]:
    """How many messages of each kind came back to letters of the session."""
    counted = select(InboundMessage.kind, func.count()).filter_by(council_session=council_session)
    rows = session().execute(counted.group_by(InboundMessage.kind))
    return {kind: number for kind, number in rows}  # noqa: C416  (a Row is no pair for the type checker)
