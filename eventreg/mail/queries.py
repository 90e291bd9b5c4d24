"""Finding letters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from eventreg.core.db import session
from eventreg.i18n.search_keys import search_words
from eventreg.mail.models import BouncedAddress, InboundKind, InboundMessage, Letter, LetterState
from eventreg.mail.rules import UNSENT


def letter_by_public_id(public_id: str) -> Letter | None:
    """The letter with its attempts and attachments."""
    query = select(Letter).filter_by(public_id=public_id)
    return session().scalar(query.options(selectinload(Letter.attempts), selectinload(Letter.attachments)))


def letters_of_session(council_session: str, state: LetterState | None = None, text: str = "") -> Select[Letter]:
    """Letters that belong to the session (a public id; "" for letters to staff), latest first.

    `text` is looked for in addresses and subjects, in any script.
    """
    found = select(Letter).filter_by(council_session=council_session)
    if state is not None:
        found = found.where(Letter.state == state)
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


def letter_counts(council_session: str) -> dict[LetterState, int]:
    """How many letters of the session are in each state that occurs."""
    counted = select(Letter.state, func.count()).filter_by(council_session=council_session).group_by(Letter.state)
    rows = session().execute(counted)
    return {state: number for state, number in rows}  # noqa: C416  (a Row is no pair for the type checker)


def bounce_of(address: str) -> BouncedAddress | None:
    """The address as one at which nothing arrives, if it is one."""
    return session().scalar(select(BouncedAddress).filter_by(address=address.lower()))


def returned_to_session(council_session: str, kind: InboundKind | None = None) -> Select[InboundMessage]:
    """What came back to letters of the session, latest first."""
    found = select(InboundMessage).filter_by(council_session=council_session)
    if kind is not None:
        found = found.where(InboundMessage.kind == kind)
    return found.order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())


def returned_about(kind: str, public_id: str) -> Sequence[InboundMessage]:
    """What came back to letters about one thing, latest first."""
    query = select(InboundMessage).filter_by(about_kind=kind, about_id=public_id)
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
