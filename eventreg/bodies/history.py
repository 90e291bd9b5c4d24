"""The explain-why card: everything that happened to a body or a person, in one line of time.

Each domain tells its own part through `wiring.HISTORIES`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.journal.events import event_sentence
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import Letter

MOST_MOMENTS = 2000


@dataclass(frozen=True, order=True)
class Moment:
    """Something that happened: when, what in the reader's language, a note, and who did it.

    `council_session` is the public id of the session that it belongs to, or "".
    """

    at: datetime
    what: str = field(compare=False)
    note: str = field(default="", compare=False)
    actor_kind: str = field(default="", compare=False)
    actor_id: str = field(default="", compare=False)
    council_session: str = field(default="", compare=False)


Part = Callable[[Body | Person], Iterable[Moment]]
_parts: list[Part] = []


def tell_with(parts: tuple[Part, ...]) -> None:
    """Replaces the parts of the history that each domain tells (from `wiring.HISTORIES`)."""
    _parts[:] = parts


def history_of(thing: Body | Person) -> list[Moment]:
    """Everything that is told about a body or a person and the duplicates merged into it, the latest first."""
    told = [moment for row in (thing, *_duplicates(thing)) for part in _parts for moment in part(row)]
    return sorted(told, reverse=True)[:MOST_MOMENTS]


def registry_history(thing: Body | Person) -> Iterator[Moment]:
    """Entered, edited, merged, replaced: what the journal says about the row itself."""
    return journal_moments("body" if isinstance(thing, Body) else "person", {thing.public_id: ""})


def journal_moments(kind: str, notes: dict[str, str], without: Sequence[str] = ()) -> Iterator[Moment]:
    """What the journal says about these things, `without` events of some names; `notes` are by public id."""
    entries = select(JournalEntry).where(JournalEntry.object_kind == kind, JournalEntry.object_id.in_(notes))
    entries = entries.where(JournalEntry.event.not_in(without))
    for entry in session().scalars(entries.order_by(JournalEntry.number.desc()).limit(MOST_MOMENTS)):
        what, note = event_sentence(entry.event), notes[entry.object_id]
        yield Moment(entry.at, what, note, entry.actor_kind, entry.actor_id, entry.council_session)


def letter_moments(kind: str, public_ids: Sequence[str]) -> Iterator[Moment]:
    """Letters about these things: queued, each attempt with the server's words, come back."""
    letters = select(Letter).where(Letter.about_kind == kind, Letter.about_id.in_(public_ids))
    for letter in session().scalars(letters.options(selectinload(Letter.attempts)).limit(MOST_MOMENTS)):
        yield from moments_of(letter, letter.council_session)


def moments_of(letter: Letter, of_session: str) -> Iterator[Moment]:
    """One letter in the history of a session (a public id, or "")."""
    note = f"{letter.subject} → {letter.recipient}"
    yield Moment(letter.queued_at, _("A letter was queued"), note, council_session=of_session)
    for attempt in letter.attempts:
        words = server_said(attempt.answer) if attempt.code else attempt.answer
        yield Moment(attempt.started_at, _("An attempt to deliver it"), words, council_session=of_session)
    if letter.bounced_at:
        words = server_said(letter.bounce_words)
        yield Moment(letter.bounced_at, _("The letter came back"), words, council_session=of_session)


def server_said(words: str) -> str:
    """Words of a mail server are English and full of codes: the reader is told whose they are."""
    return _("The mail server’s words: %(words)s", words=words) if words else ""


def _duplicates(thing: Body | Person) -> Sequence[Body | Person]:
    if isinstance(thing, Body):
        return session().scalars(select(Body).where(Body.merged_into_id == thing.id)).all()
    return session().scalars(select(Person).where(Person.merged_into_id == thing.id)).all()
