"""Rows that bring bodies of the registry, known by their code, each with one contact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.bodies.actions import RANK_STEP, BodyDetails, enter_body, last_rank, write_body
from eventreg.bodies.models import Body, BodyKind, Region
from eventreg.bodies.queries import all_regions
from eventreg.core.actors import Actor
from eventreg.core.db import Base, session
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.office.imports.contacts import (
    CONTACT,
    bring_contact,
    contact_of,
    is_contact_edited,
    of_contact,
    take_back_contact,
)
from eventreg.office.imports.rows import Given
from eventreg.office.imports.things import EDITED, unless_edited
from eventreg.office.models import ImportRow, RowOutcome

TEXTS = ("name", "short_name", "dative")
DETAILS = ("kind", "name", "dative", "email", "language", "region", "short_name", "valid_from", "valid_until")


class Bodies:
    """Bodies of the registry."""

    fewest = 50
    first_field = "code"

    def __init__(self) -> None:
        self.known: dict[str, Body] = {}  # by code
        self.brought: dict[str, Body] = {}  # by public id
        self.former: dict[int, list[Body]] = {}  # whose place it took, by id
        self.regions: dict[str, Region] = {}
        self.rank = 0

    def load(self, rows: Sequence[Given], *, to_change: bool = False) -> None:
        codes = [given["code"] for given in rows]
        merged = select(Body.code, Body.merged_into_id).where(Body.code.in_(codes), Body.merged_into_id.is_not(None))
        kept = {code: _kept_id(body_id) for code, body_id in session().execute(merged).all()}
        query = select(Body).where(Body.code.in_(codes) | Body.id.in_(kept.values()))
        found = session().scalars(_whole(query, to_change)).all()
        by_id = {body.id: body for body in found}
        self.known = {body.code: body for body in found} | {code: by_id[body_id] for code, body_id in kept.items()}
        if to_change:
            self.rank = last_rank()
            self._load_what_changes_need(found)

    def key(self, given: Given) -> str:
        return given.get("code", "")

    def present(self, given: Given) -> tuple[str, Given] | None:
        body = self.known.get(given["code"])
        return (body.public_id, {name: _held(body, name, given) for name in given}) if body else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        body = self.known.get(row.given["code"])
        if body is None:
            self.rank += RANK_STEP
            details = self._details(None, row.given)
            body = enter_body(row.given["code"], details, self.rank, by, now)
            row.thing, row.outcome = body.public_id, RowOutcome.NEW
            bring_contact(body, row.given, by, now)
            return
        before = {name: held for name in row.given if (held := _held(body, name, row.given)) != row.given[name]}
        own = {name: text for name, text in before.items() if name not in CONTACT}
        self._write(body, {name: row.given[name] for name in own}, by, now)
        if own != before:
            before |= bring_contact(body, row.given, by, now)
        row.thing, row.before = body.public_id, before
        row.outcome = RowOutcome.CHANGED if before else RowOutcome.SAME

    def finish(self, by: Actor, now: datetime) -> None:
        """Everything is written by the session."""

    def load_brought(self, rows: Sequence[ImportRow]) -> None:
        query = select(Body).where(Body.public_id.in_([row.thing for row in rows]))
        found = session().scalars(_whole(query, True)).all()
        self.brought = {body.public_id: body for body in found}
        self._load_what_changes_need(found)

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> str | Base:
        body = self.brought.get(row.thing)
        if body is None:
            return ""
        if row.outcome is RowOutcome.NEW:
            return EDITED if self._is_edited(body, row.given) else body
        before = {name: text for name, text in row.before.items() if name not in CONTACT and name != "contact"}
        still = unless_edited(row.given, before, {name: _held(body, name, row.given) for name in before})
        self._write(body, still, by, now)
        is_whole = take_back_contact(body, row.given, row.before, by, now)
        return "" if is_whole and len(still) == len(before) else EDITED

    def _load_what_changes_need(self, found: Sequence[Body]) -> None:
        self.regions = {region.code: region for region in all_regions()}
        self.former = {body.id: [] for body in found}
        query = select(Body).where(Body.successor_id.in_(self.former)).order_by(Body.id)
        for body in session().scalars(query):
            self.former[body.successor_id or 0].append(body)

    def _write(self, body: Body, given: Given, by: Actor, now: datetime) -> None:
        if given:
            write_body(body, self._details(body, given), by, now, self.former.get(body.id, ()))

    def _is_edited(self, body: Body, given: Given) -> bool:
        """Whether the body holds anything else than what the row brought."""
        moved = body.merged_into_id or body.successor_id or self.former.get(body.id)
        is_other = _details_of(body) != replace(self._details(None, given), protocol_rank=None)
        return bool(moved) or is_other or is_contact_edited(body, given)

    def _details(self, body: Body | None, given: Given) -> BodyDetails:
        """The body's details with the row's values in their places."""
        details = _details_of(body) if body else BodyDetails(BodyKind.OTHER, Translated(), Translated(), "", "kk")
        texts = {field: _with_texts(getattr(details, field), field, given) for field in TEXTS}
        plain: dict[str, object] = {name: given[name] for name in ("email", "language") if name in given}
        if "kind" in given:
            plain["kind"] = BodyKind(given["kind"])
        if "region" in given:
            plain["region"] = self.regions.get(given["region"])
        if given.get("protocol_rank"):
            plain["protocol_rank"] = int(given["protocol_rank"])
        return replace(details, **texts, **plain)  # type: ignore[arg-type]  # names and types are those of BodyDetails


def _whole(query: Select[Body], to_change: bool) -> Select[Body]:
    query = query.options(joinedload(Body.region), selectinload(Body.contacts)).order_by(Body.id)
    return query.with_for_update(of=Body) if to_change else query


def _kept_id(body_id: int | None) -> int:
    """The body that stands for a merged one, whatever that was merged into since."""
    body = session().get_one(Body, body_id)
    return body.id if body.merged_into_id is None else _kept_id(body.merged_into_id)


def _held(body: Body, name: str, given: Given) -> str:
    """As `value_of_body`, but the contact that the row means, and the row's code for a body that was merged."""
    if name in CONTACT:
        return of_contact(contact_of(body, given), name)
    return given["code"] if name == "code" else value_of_body(body, name)


def value_of_body(body: Body, name: str) -> str:
    """What the body holds of a field of an import, as a row would give it; of its contacts the first."""
    if name in CONTACT:
        return of_contact(next(iter(body.contacts), None), name)
    field, _sep, language = name.rpartition("_")
    if field in TEXTS and language in LANGUAGES:
        return str(getattr(body, field).get(language, ""))
    if name == "region":
        return body.region.code if body.region else ""
    return str(getattr(body, name))


def _with_texts(present: Mapping[str, str], field: str, given: Given) -> Translated:
    new = {code: given[f"{field}_{code}"] for code in LANGUAGES if f"{field}_{code}" in given}
    return Translated({**present, **new})


def _details_of(body: Body) -> BodyDetails:
    return BodyDetails(**{name: getattr(body, name) for name in DETAILS})
