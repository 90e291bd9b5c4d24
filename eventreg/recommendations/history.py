"""How a clause came to read as it does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from eventreg.bodies.models import Body
from eventreg.i18n.text import Translated
from eventreg.recommendations.models import AddresseeClass, Clause, ClauseRevision, Deadline, DeadlineKind
from eventreg.recommendations.queries import bodies_by_public_id, names_of_editors, revisions_of
from eventreg.recommendations.wording import body_names, class_names, deadline_phrases


@dataclass(frozen=True)
class Step:
    """One revision beside the one before; `addressees` and `deadline` are None where they did not change."""

    number: int
    made_at: datetime
    editor: str
    before: Translated
    after: Translated
    addressees: list[Translated] | None
    deadline: Translated | None


def history_of(clause: Clause, on: date) -> list[Step]:
    """Every revision, the latest first; addressees are named as on the day `on`."""
    revisions = revisions_of(clause)
    editors = names_of_editors(revisions)
    bodies = bodies_by_public_id(list(_body_ids(revisions)))
    pairs = zip(revisions, [*revisions[1:], None], strict=True)
    return [_step(revision, previous, editors, bodies, on) for revision, previous in pairs]


def _step(
    revision: ClauseRevision,
    previous: ClauseRevision | None,
    editors: dict[str, str],
    bodies: dict[str, Body],
    on: date,
) -> Step:
    addressed_anew = previous is None or previous.addressees != revision.addressees
    timed_anew = previous is None or previous.deadline != revision.deadline
    return Step(
        number=revision.number,
        made_at=revision.made_at,
        editor=editors.get(revision.actor_id, ""),
        before=previous.text if previous else Translated(),
        after=revision.text,
        addressees=[_name(code, bodies, on) for code in revision.addressees] if addressed_anew else None,
        deadline=deadline_phrases(_deadline(revision)) if timed_anew else None,
    )


def _body_ids(revisions: Iterable[ClauseRevision]) -> set[str]:
    codes = {code for revision in revisions for code in revision.addressees}
    return {code.removeprefix("body:") for code in codes if code.startswith("body:")}


def _name(code: str, bodies: dict[str, Body], on: date) -> Translated:
    kind, _colon, name = code.partition(":")
    if kind == "class":
        return class_names(AddresseeClass(name), on)[0]
    return body_names(bodies[name])[0] if name in bodies else Translated()


def _deadline(revision: ClauseRevision) -> Deadline:
    on = revision.deadline.get("on")
    kind = DeadlineKind(revision.deadline["kind"])
    return Deadline(kind, date.fromisoformat(on) if on else None, revision.deadline.get("days"))
