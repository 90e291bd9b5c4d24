"""Who may do what with an agenda, its computed times and its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventreg.agenda.models import AgendaItem, ItemKind
from eventreg.core.actors import Actor, Role
from eventreg.sessions.models import CouncilSession

NOT_QUESTIONS = (ItemKind.PROCEDURAL, ItemKind.BREAK)  # they stand in the programme only
SEERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def may_see_agenda(actor: Actor, council_session: CouncilSession) -> bool:
    """The working draft is seen by the office alone."""
    return actor.has_role(council_session.council.public_id, *SEERS)


def may_edit_agenda(actor: Actor, council_session: CouncilSession) -> bool:
    """Items, order and releases."""
    return actor.has_role(council_session.council.public_id, Role.ORGANIZER, Role.SECRETARY)


def is_question(kind: ItemKind) -> bool:
    """Whether an item has a number in the agenda."""
    return kind not in NOT_QUESTIONS


@dataclass(frozen=True)
class Slot:
    """When an item runs: `gap` is the time that passes unused before it, `overrun` how much later than pinned it is."""

    starts_at: datetime
    ends_at: datetime
    gap: timedelta = timedelta(0)
    overrun: timedelta = timedelta(0)


def computed_times(items: Sequence[AgendaItem], starts_at: datetime) -> list[Slot]:
    """The times of items in their order, from the session's beginning on.

    A pinned item begins at its own time if it can; when the items before it run longer it begins after them, and the
    overrun is shown: times never overlap.
    """
    slots, clock = [], starts_at
    for item in items:
        gap = overrun = timedelta(0)
        if item.pinned_at is not None:
            gap, overrun = max(item.pinned_at - clock, gap), max(clock - item.pinned_at, overrun)
        begins = clock + gap
        clock = begins + timedelta(minutes=item.minutes)
        slots.append(Slot(begins, clock, gap, overrun))
    return slots


def numbers(items: Sequence[AgendaItem], frozen: Mapping[str, str]) -> dict[str, str]:
    """The number of each question by public id, "" for the rest.

    `frozen` are the numbers of former releases by public id: they never change. A question that is new after a release
    stands at the end, or before all others, as the highest number plus one, and between others as 2.1, 2.2 …, so that
    nothing is renumbered.
    """
    found: dict[str, str] = {}
    taken = set(frozen.values())
    highest = max((int(number.split(".")[0]) for number in taken), default=0)
    later = [item.public_id in frozen for item in items]
    before = ""  # the number of the released question above
    for place, item in enumerate(items):
        if not is_question(item.kind):
            found[item.public_id] = ""
            continue
        number = frozen.get(item.public_id)
        if number is not None:
            before = number
        elif before and any(later[place:]):
            number = _between(before, taken)
        else:
            highest += 1
            number = str(highest)
        taken.add(number)
        found[item.public_id] = number
    return found


def _between(before: str, taken: set[str]) -> str:
    """The next free number after `before` that renumbers nobody: 2.1, 2.2 …"""
    whole = before.split(".")[0]
    place = 1
    while f"{whole}.{place}" in taken:
        place += 1
    return f"{whole}.{place}"
