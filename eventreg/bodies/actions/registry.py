"""Adding and changing bodies and regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from eventreg.bodies.events import BodyAdded, BodyChanged, BodyReplaced
from eventreg.bodies.models import Body, BodyKind, Region
from eventreg.bodies.queries import body_by_code, predecessors, region_by_code
from eventreg.bodies.rules import successors_of
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.i18n.search_keys import search_key
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce

RANK_STEP = 10
IMPORTED = ("kind", "name", "dative", "email", "language")  # what a bundle says about a body


@dataclass(frozen=True)
class BodyDetails:
    """What the office enters about a body; `protocol_rank` None leaves its place in lists as it is."""

    kind: BodyKind
    name: Translated
    dative: Translated
    email: str
    language: str
    region: Region | None = None
    short_name: Translated = field(default_factory=Translated)
    valid_from: date | None = None
    valid_until: date | None = None
    protocol_rank: int | None = None

    def values(self) -> dict[str, object]:
        """The fields of the body that they set, by name."""
        found = dict(vars(self))
        if self.protocol_rank is None:
            del found["protocol_rank"]
        return found


def add_region(code: str, name: Translated) -> Region:
    """The region with this code; an existing one is left as it is."""
    region = region_by_code(code)
    if region is None:
        region = Region(code=code, name=name)
        session().add(region)
        session().flush()
    return region


def add_body(code: str, details: BodyDetails, by: Actor, now: datetime) -> Body:
    """A new body stands last in protocol order unless it has a rank. Raises `Refusal("body_code_taken")`."""
    if body_by_code(code):
        raise Refusal("body_code_taken", code=code)
    body = enter_body(code, details, last_rank() + RANK_STEP, by, now)
    session().flush()
    return body


def enter_body(code: str, details: BodyDetails, rank: int, by: Actor, now: datetime) -> Body:
    """As `add_body`, under a code that the caller knows to be free; `rank` counts where the details have none.

    Written together with others.
    """
    body = Body(
        code=code, public_id=new_public_id(), search_key="", contacts=[], **{"protocol_rank": rank, **details.values()}
    )
    reindex(body, ())
    session().add(body)
    announce(BodyAdded(about=body.public_id), by, now)
    return body


def last_rank() -> int:
    """The rank of the body that stands last in protocol order; 0 where there is none."""
    return session().scalar(select(func.max(Body.protocol_rank))) or 0


def change_body(body: Body, details: BodyDetails, by: Actor, now: datetime) -> None:
    """The body holds these details; the journal names the fields that changed.

    Raises `Refusal("successor_needs_last_day")` when a body that was replaced would have no last day any more.
    """
    write_body(locked(body), details, by, now)


def write_body(
    body: Body, details: BodyDetails, by: Actor, now: datetime, former: Iterable[Body] | None = None
) -> None:
    """As `change_body`, of a body that the caller has locked; `former` are its predecessors where they are known."""
    if body.successor and details.valid_until is None:
        raise Refusal("successor_needs_last_day")
    changed = tuple(name for name, value in details.values().items() if getattr(body, name) != value)
    before = body.email, body.language
    for name in changed:
        setattr(body, name, details.values()[name])
    reindex(body, former)
    if changed:
        announce(BodyChanged(about=body.public_id, fields=changed, former=before), by, now)


def replace_body(body: Body, successor: Body | None, last_day: date | None, by: Actor, now: datetime) -> None:
    """After `last_day` the successor stands in the body's place; None takes that back.

    What was published keeps the old name. Raises `Refusal`: `successor_needs_last_day`, `successor_in_a_circle`.
    """
    body = locked(body)
    if successor and last_day is None:
        raise Refusal("successor_needs_last_day")
    if successor and body in (successor, *successors_of(successor)):
        raise Refusal("successor_in_a_circle")
    former = body.successor
    if (former, body.valid_until) == (successor, last_day):
        return
    body.successor, body.valid_until = successor, last_day
    session().flush()
    for changed in (former, successor):
        if changed:
            reindex(changed)
    announce(BodyReplaced(about=body.public_id, successor=successor.public_id if successor else ""), by, now)


def import_body(code: str, details: BodyDetails, by: Actor, now: datetime) -> tuple[Body, bool, list[str]]:
    """The body, whether it is new, and the fields that were kept because somebody edited them since."""
    body, is_new = body_by_code(code), False
    if body is None:
        body, is_new = add_body(code, details, by, now), True
    values: Mapping[str, object] = {name: getattr(details, name) for name in IMPORTED}
    before = {name: getattr(body, name) for name in IMPORTED}
    kept = fill_missing(body, values)
    reindex(body)
    if changed := tuple(name for name in IMPORTED if getattr(body, name) != before[name]):
        former = before["email"], before["language"]
        announce(BodyChanged(about=body.public_id, fields=changed, former=former), by, now)
    return body, is_new, kept


def reindex(body: Body, former: Iterable[Body] | None = None) -> None:
    """Found by code, names, short names, and by the names of those whose place it took (`former`, else looked up)."""
    taken = predecessors(body) if former is None else former
    names = [text for found in taken for text in (found.code, *found.name.values())]
    body.search_key = search_key(" ".join((body.code, *body.name.values(), *(body.short_name or {}).values(), *names)))
