"""Many letters at once: posting filled stencils, and keeping back, letting go or cancelling what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Update, case, insert, select, update

from eventreg.core.db import new_public_id, session
from eventreg.i18n.search_keys import search_key
from eventreg.mail.actions import message_id
from eventreg.mail.models import Letter, LetterAttachment, LetterState
from eventreg.mail.outbox import wake_delivery
from eventreg.mail.rules import UNSENT, one_line
from eventreg.mail.stored_parts import Rendered


@dataclass(frozen=True)
class Copy:
    """One recipient's letter; `key` names its cause, `about` is the public id of the thing it is about."""

    key: str
    to: str
    language: str
    about: str
    parts: Rendered
    unsubscribe: str = ""  # the mark of the link that stops such letters
    attachments: tuple[tuple[str, str], ...] = ()  # SHA-256 of stored files, with ASCII names


def post_copies(
    kind: str,
    copies: Sequence[Copy],
    *,
    about_kind: str,
    council_session: str,
    reply_to: str,
    not_after: datetime | None,
    now: datetime,
) -> dict[str, int]:
    """Every copy stands in the outbox once this transaction commits; returns the ids of the letters by key.

    After `not_after` none is sent any more. A key that is there keeps its letter, as with `post`; the caller sees to it
    that nobody else uses the same keys now.
    """
    present = _ids([copy.key for copy in copies])
    new = [copy for copy in copies if copy.key not in present]
    shared = {
        "kind": kind,
        "about_kind": about_kind,
        "council_session": council_session,
        "reply_to": one_line(reply_to),
        "not_after": not_after,
        "state": LetterState.QUEUED,
        "queued_at": now,
        "next_at": now,
    }
    if new:
        session().execute(insert(Letter), [{**shared, **_own(copy)} for copy in new])
        ids = _ids([copy.key for copy in new])
        _attach(new, ids)
        present |= ids
        wake_delivery(now)
    return present


def hold(letters: Select[int], now: datetime) -> None:
    """Unsent letters among these ids stay in the outbox until `let_go`; one that is being handed over still goes."""
    _change(update(Letter).where(Letter.id.in_(letters), Letter.state.in_(UNSENT)).values(held_at=now))


def let_go(letters: Select[int], now: datetime) -> None:
    """Letters that were held go on where they stood."""
    _change(update(Letter).where(Letter.id.in_(letters)).values(held_at=None))
    wake_delivery(now)


def cancel_waiting(letters: Select[int]) -> None:
    """Letters among these ids that are queued or wait for another try will not be sent.

    One that is being handed over may still arrive, but is not tried again.
    """
    _change(update(Letter).where(Letter.id.in_(letters), Letter.state.in_(UNSENT)).values(_cancelled()))


def take_out(letters: Select[int], *, also_going: bool = False) -> Sequence[int]:
    """Letters among these ids that are queued or wait for another try are cancelled, and others may be posted under
    their keys; returns their ids.

    With `also_going` one that is being handed over is among them, as far as `cancel_waiting` cancels it.
    """
    states = UNSENT if also_going else (LetterState.QUEUED, LetterState.WAITING)
    values = {**_cancelled(), "key": Letter.key + ":" + Letter.public_id}
    taken = update(Letter).where(Letter.id.in_(letters), Letter.state.in_(states)).values(values)
    return session().scalars(taken.returning(Letter.id), execution_options={"synchronize_session": "fetch"}).all()


def _cancelled() -> dict[str, object]:
    """The values of a letter that will not be sent; asked in one statement: it may begin or end at this very moment."""
    is_going = Letter.state == LetterState.SENDING
    return {
        "state": case((is_going, Letter.state), else_=LetterState.CANCELLED),
        "next_at": case((is_going, Letter.next_at), else_=None),
        "is_last_attempt": is_going,
        "held_at": None,
    }


def _own(copy: Copy) -> dict[str, object]:
    recipient = one_line(copy.to)
    return {
        "public_id": new_public_id(),
        "key": copy.key,
        "about_id": copy.about,
        "recipient": recipient,
        "domain": recipient.rpartition("@")[2].lower(),
        "language": copy.language,
        "subject": copy.parts.subject,
        "search_key": search_key(f"{recipient} {copy.parts.subject}"),
        "text": copy.parts.text,
        "html": copy.parts.html,
        "unsubscribe": copy.unsubscribe,
        "message_id": message_id(),
    }


def _attach(copies: Sequence[Copy], ids: dict[str, int]) -> None:
    rows = [
        {"letter_id": ids[copy.key], "sha256": sha256, "file_name": name}
        for copy in copies
        for sha256, name in copy.attachments
    ]
    if rows:
        session().execute(insert(LetterAttachment), rows)


def _ids(keys: Sequence[str]) -> dict[str, int]:
    rows = session().execute(select(Letter.key, Letter.id).where(Letter.key.in_(keys)))
    return {key: letter_id for key, letter_id in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _change(statement: Update) -> None:
    session().execute(statement, execution_options={"synchronize_session": "fetch"})
