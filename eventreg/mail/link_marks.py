"""Personal links in letters that wait: when one is renewed, or all are, the letters carry the mark of the new one."""

from collections.abc import Mapping
from typing import Any  # Any: values of several columns

from sqlalchemy import case, func, select, update

from eventreg.core.db import session
from eventreg.core.links import MARK, MARK_BEGINS
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.rules import UNSENT

PORTION = 500  # letters in memory at a time
PARTS = ("text", "html", "unsubscribe")


def renew_mark(former: str, mark: str) -> None:
    """Letters that wait to be sent carry the personal link of that mark, and no longer the former one.

    A worker that has claimed one holds its former text: it loses it, and the letter is claimed anew once that lease
    ends. One that is being handed over has the new link if it is tried again.
    """
    is_going = Letter.state == LetterState.SENDING
    values = {
        "text": func.replace(Letter.text, former, mark),
        "html": func.replace(Letter.html, former, mark),
        "lease_owner": case((is_going, Letter.lease_owner), else_=None),
    }
    is_unsent = Letter.state.in_(UNSENT) & Letter.text.contains(former, autoescape=True)
    statement = update(Letter).where(is_unsent).values(values)
    session().execute(statement, execution_options={"synchronize_session": "fetch"})


def renew_marks(marks: Mapping[str, str]) -> int:
    """Unsent letters carry the new marks in place of all former ones; returns how many did. No worker may run."""
    renewed, last = 0, 0
    while portion := _after(last):
        last = portion[-1]["id"]
        changed = [new for letter in portion if (new := _renewed(letter, marks)) != letter]
        if changed:
            session().execute(update(Letter), changed)
        renewed += len(changed)
    return renewed


def _after(last: int) -> list[dict[str, Any]]:
    columns = Letter.id, Letter.text, Letter.html, Letter.unsubscribe
    waiting = select(*columns).where(Letter.id > last, Letter.state.in_(UNSENT), Letter.text.contains(MARK_BEGINS))
    return [dict(row) for row in session().execute(waiting.order_by(Letter.id).limit(PORTION)).mappings()]


def _renewed(letter: Mapping[str, Any], marks: Mapping[str, str]) -> dict[str, Any]:
    """A mark that was dead before stays dead."""
    parts = {name: MARK.sub(lambda found: marks.get(found[0], found[0]), letter[name]) for name in PARTS}
    return {**letter, **parts}
