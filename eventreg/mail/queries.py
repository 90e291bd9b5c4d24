"""Finding letters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from eventreg.core.db import session
from eventreg.i18n.search_keys import search_words
from eventreg.mail.models import Letter, LetterState
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
