"""Attempts to hand letters over: begun before the server is spoken to, noted with what the server said.

A letter that is being sent shows it by its state and its lease, so that a killed worker leaves a trace and the letter
goes out again under the same Message-ID. Many letters at a time; all functions write in the caller's transaction.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast  # Any: a column's value of whatever type

from sqlalchemy import Case, ColumnElement, Table, bindparam, case, func, insert, select, update

from eventreg.core.addresses import is_address
from eventreg.core.prepared import Prepared, Rows
from eventreg.mail.claimed import Claimed
from eventreg.mail.interruptions import FREE, LEASE
from eventreg.mail.models import TO_BE_SENT, Letter, LetterAttempt, LetterState
from eventreg.mail.rules import retry_at, state_after
from eventreg.mail.smtp import Answer

Thing = TypeVar("Thing")
NO_ADDRESS = "No letter can be sent to this address."  # what the office reads in place of a server's words

_letter, _attempt = cast(Table, Letter.__table__), cast(Table, LetterAttempt.__table__)
_is_ours = TO_BE_SENT & (_letter.c.lease_owner == bindparam("owner"))
# Statements for several letters at once are written for so many places, and a place that is left over repeats the first
# letter: a list of any length would be compiled here, and planned by the database, with every use.
PLACES = range(4)


def _letters(name: str) -> ColumnElement[bool]:
    return _letter.c.id.in_([bindparam(f"{name}_{place}", type_=_letter.c.id.type) for place in PLACES])


_these, _next = _letters("letter"), _letters("next")


def _by_letter(name: str) -> Case[Any]:
    """The value of the attempt's column that belongs to the letter."""
    kind = _attempt.c[name].type
    each = [
        (_letter.c.id == bindparam(f"letter_{place}"), bindparam(f"{name}_{place}", type_=kind)) for place in PLACES
    ]
    return case(*each)


_now = bindparam("now", type_=_letter.c.not_after.type)
_is_idle = _letter.c.state != LetterState.SENDING
_is_in_time = _letter.c.not_after.is_(None) | (_letter.c.not_after >= _now)
_take_turn = (
    update(_letter)
    .where(_next & _is_ours & _is_idle & _is_in_time & _letter.c.held_at.is_(None) & (_letter.c.lease_until >= _now))
    .values(state=LetterState.SENDING, lease_until=bindparam("until"))
    .returning(_letter.c.id)
)
_sent: dict[str, object] = {"state": LetterState.SENT, "next_at": None, "sent_at": _now, "held_at": None}
_mark_sent = update(_letter).where(_these).values(**_sent, **FREE)
_add_attempts = insert(_attempt).from_select(
    ["letter_id", "domain", "started_at", "ended_at", "worker", "code", "answer"],
    select(
        _letter.c.id,
        _letter.c.domain,
        _by_letter("started_at"),
        bindparam("ended_at", type_=_attempt.c.ended_at.type),
        bindparam("worker", type_=_attempt.c.worker.type),
        _by_letter("code"),
        # servers repeat the address that they refuse: not for a letter that was emptied meanwhile
        case((_letter.c.forgotten_at.is_(None), _by_letter("answer")), else_=""),
    ).where(_these),
)
TAKE_TURN, MARK_SENT, ADD_ATTEMPTS = Prepared(_take_turn), Prepared(_mark_sent), Prepared(_add_attempts)
NOTE_SENT_AND_TAKE_TURN = Prepared(_take_turn, _add_attempts, _mark_sent)  # what a run does nearly all the time
_new, _at = bindparam("new", type_=_letter.c.state.type), bindparam("at", type_=_letter.c.next_at.type)
_is_over = _letter.c.is_last_attempt & (_new == LetterState.WAITING)  # cancelled while it was handed over
MISS = Prepared(
    update(_letter).where(_these & _is_ours & ~_is_in_time).values(state=LetterState.MISSED, next_at=None, **FREE)
)
SETTLE = Prepared(
    update(_letter)
    .where((_letter.c.id == bindparam("letter")) & _is_ours)
    .values(
        state=case((_is_over, LetterState.CANCELLED), else_=_new), next_at=case((_is_over, None), else_=_at), **FREE
    )
)
COUNT_ATTEMPTS = Prepared(
    select(_attempt.c.letter_id, func.count())
    .join(_letter, _letter.c.id == _attempt.c.letter_id)
    .where(_these, _attempt.c.started_at >= _letter.c.queued_at)
    .group_by(_attempt.c.letter_id)
)


@dataclass(frozen=True)
class Ended:
    """A letter that was handed over, or was not: since when, and what the server said."""

    letter: Claimed
    started_at: datetime
    answer: Answer


def note_and_begin(
    ended: Sequence[Ended],
    coming: Sequence[Claimed],
    owner: str,
    worker: str,
    pauses: Sequence[int],
    now: datetime,
) -> Callable[[], list[Claimed]]:
    """`note` and `begin` at once: by one statement where all that ended was sent and all that comes may go."""
    is_one_part = 0 < len(ended) <= len(PLACES) and 0 < len(coming) <= len(PLACES)
    if is_one_part and all(_state_after(one.answer) is LetterState.SENT for one in ended) and _may_all_go(coming, now):
        values = _rows(ended, worker, now) | _turn([letter.letter_id for letter in coming], owner, now)
        return _begun(coming, [NOTE_SENT_AND_TAKE_TURN.run(values)])
    note(ended, owner, worker, pauses, now)
    return begin(coming, owner, worker, now)


def begin(letters: Sequence[Claimed], owner: str, worker: str, now: datetime) -> Callable[[], list[Claimed]]:
    """Asks for the letters' turn; what is given back waits for the database and says which may be handed over now.

    Those are being sent from now on, under a fresh lease. The others are not to be sent: their lease is over (by then
    they count no more for the pace), somebody cancelled or holds them, it is too late (then they are `missed`), or
    their address is none (`refused`). Their last moment may have moved since they were claimed: it counts as it stands.
    """
    late = [letter for letter in letters if _is_late(letter, now)]
    in_time = [letter for letter in letters if letter not in late]
    nowhere = [letter for letter in in_time if not is_address(letter.recipient)]
    for part in _parts([letter.letter_id for letter in late]):
        MISS.run({**_places(part), "owner": owner, "now": now})
    note([Ended(letter, now, Answer(None, NO_ADDRESS, is_final=True)) for letter in nowhere], owner, worker, (), now)
    ids = [letter.letter_id for letter in in_time if letter not in nowhere]
    return _begun(letters, [TAKE_TURN.run(_turn(part, owner, now)) for part in _parts(ids)])


def _may_all_go(letters: Sequence[Claimed], now: datetime) -> bool:
    return all(is_address(letter.recipient) and not _is_late(letter, now) for letter in letters)


def _is_late(letter: Claimed, now: datetime) -> bool:
    return letter.not_after is not None and now > letter.not_after


def _begun(letters: Sequence[Claimed], taken: Sequence[Rows]) -> Callable[[], list[Claimed]]:
    def begun() -> list[Claimed]:
        found = {letter_id for rows in taken for (letter_id,) in rows()}
        return [letter for letter in letters if letter.letter_id in found]

    return begun


def note(ended: Sequence[Ended], owner: str, worker: str, pauses: Sequence[int], now: datetime) -> None:
    """Each attempt stands with its answer, and its letter is sent, refused, or waits for its next attempt.

    `pauses` are seconds between attempts. A letter whose last attempt failed is refused. One that was sent is sent,
    even if its lease had run out meanwhile.
    """
    if not ended:
        return
    states = {one.letter.letter_id: _state_after(one.answer) for one in ended}
    sent = [letter_id for letter_id, state in states.items() if state is LetterState.SENT]
    for part in _parts(ended):
        ADD_ATTEMPTS.run(_rows(part, worker, now))
    for some in _parts(sent):
        MARK_SENT.run({**_places(some), "now": now})
    _settle([(letter_id, state, None) for letter_id, state in states.items() if state is LetterState.REFUSED], owner)
    _retry([letter_id for letter_id, state in states.items() if state is LetterState.WAITING], owner, pauses, now)


def _state_after(answer: Answer) -> LetterState:
    return LetterState.REFUSED if answer.is_final else state_after(answer.code, answer.is_about_letter)


def _retry(letter_ids: Sequence[int], owner: str, pauses: Sequence[int], now: datetime) -> None:
    changes = []
    for part in _parts(letter_ids):
        for letter_id, number in COUNT_ATTEMPTS.run(_places(part))():
            jitter = random.uniform(-1, 1)  # noqa: S311  (spreads retries, hides nothing)
            next_at = retry_at(now, number, pauses, jitter)
            changes.append((letter_id, LetterState.WAITING if next_at else LetterState.REFUSED, next_at))
    _settle(changes, owner)


def _settle(changes: Sequence[tuple[int, LetterState, datetime | None]], owner: str) -> None:
    """Gives each letter its state and lets it go, if it is still ours and still to be sent."""
    for letter_id, state, next_at in changes:
        SETTLE.run({"letter": letter_id, "owner": owner, "new": state.value, "at": next_at})


def _parts(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), len(PLACES)):
        yield things[start : start + len(PLACES)]


def _places(letter_ids: Sequence[int], name: str = "letter") -> dict[str, object]:
    return {f"{name}_{place}": letter_ids[place % len(letter_ids)] for place in PLACES}


def _turn(letter_ids: Sequence[int], owner: str, now: datetime) -> dict[str, object]:
    return {**_places(letter_ids, "next"), "owner": owner, "now": now, "until": now + LEASE}


def _rows(ended: Sequence[Ended], worker: str, now: datetime) -> dict[str, object]:
    values: dict[str, object] = {"worker": worker, "ended_at": now}
    for place in PLACES:
        one = ended[place % len(ended)]
        values[f"letter_{place}"] = one.letter.letter_id
        values[f"started_at_{place}"] = one.started_at
        values[f"code_{place}"] = one.answer.code
        values[f"answer_{place}"] = one.answer.words
    return values
