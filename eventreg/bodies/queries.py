"""Reading bodies, regions and people."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from eventreg.bodies.models import Body, BodyKind, Contact, Distinction, Merge, Person, Region
from eventreg.core.db import session
from eventreg.i18n.names import PersonName
from eventreg.i18n.search_keys import search_words
from eventreg.i18n.text import Translated

MOST_CODES = 1000


def body_by_public_id(public_id: str) -> Body | None:
    query = select(Body).filter_by(public_id=public_id)
    return session().scalar(query.options(joinedload(Body.region), selectinload(Body.contacts)))


def body_by_code(code: str) -> Body | None:
    """The body with this code; the code of a duplicate that was merged gives the body that it was merged into."""
    body = session().scalar(select(Body).filter_by(code=code))
    return _kept(body) if body else None


def bodies_by_codes(codes: Collection[str]) -> dict[str, Body]:
    """As `body_by_code`, for many codes in few statements; codes that are not there are left out."""
    found = session().scalars(select(Body).where(Body.code.in_(codes)))
    return {body.code: _kept(body) for body in found}


def _kept(body: Body) -> Body:
    while body.merged_into:
        body = body.merged_into
    return body


def predecessors(body: Body) -> Sequence[Body]:
    """Bodies whose place this one took."""
    if body.id is None:
        return []
    return session().scalars(select(Body).filter_by(successor_id=body.id).order_by(Body.id)).all()


def all_codes() -> Sequence[tuple[str, Translated]]:
    """Code and name of the first thousand bodies in protocol order, to choose from while typing."""
    query = select(Body.code, Body.name).where(Body.merged_into_id.is_(None))
    rows = session().execute(query.order_by(Body.protocol_rank, Body.id).limit(MOST_CODES))
    return [(code, name) for code, name in rows]


def contact_in(body: Body, public_id: str) -> Contact | None:
    """The contact, when it belongs to that body."""
    return session().scalar(select(Contact).filter_by(public_id=public_id, body_id=body.id))


def region_by_code(code: str) -> Region | None:
    return session().scalar(select(Region).filter_by(code=code))


def all_regions() -> Sequence[Region]:
    return session().scalars(select(Region).order_by(Region.code)).all()


def bodies(text: str = "", kind: BodyKind | None = None, region_code: str = "", on: date | None = None) -> Select[Body]:
    """The registry in protocol order; `text` is found in any script (Актобе finds Ақтөбе).

    With `on` only bodies that exist on that day: of one that was replaced its successor is found instead.
    """
    found = select(Body).options(joinedload(Body.region)).order_by(Body.protocol_rank, Body.id)
    found = found.where(Body.merged_into_id.is_(None))
    if on:
        found = found.where(or_(Body.valid_until.is_(None), Body.valid_until >= on))
        found = found.where(or_(Body.valid_from.is_(None), Body.valid_from <= on))
    for word in search_words(text):
        found = found.where(Body.search_key.contains(word, autoescape=True))
    if kind:
        found = found.where(Body.kind == kind)
    if region_code:
        found = found.where(Body.region.has(Region.code == region_code))
    return found


def people(text: str = "", body_public_id: str = "", reach: str = "") -> Select[Person]:
    """People of the registry by name; `text` is found in names and bodies in any script.

    `reach` is "email", "phone" (no address) or "paper" (neither).
    """
    of_body = aliased(Body)
    found = select(Person).outerjoin(Person.body.of_type(of_body)).options(joinedload(Person.body))
    found = found.where(Person.merged_into_id.is_(None), Person.erased_at.is_(None))
    for word in search_words(text):
        in_name, in_body = Person.search_key.contains(word, autoescape=True), of_body.search_key.contains(word)
        found = found.where(or_(in_name, in_body, Person.email == text.strip().lower()))
    if body_public_id:
        found = found.where(of_body.public_id == body_public_id)
    if reach == "email":
        found = found.where(Person.email != "")
    elif reach == "phone":
        found = found.where(Person.email == "", Person.phone != "")
    elif reach == "paper":
        found = found.where(Person.email == "", Person.phone == "")
    return found.order_by(Person.name_key, Person.id)


def name_in(person: Person, script: str) -> PersonName:
    """The name in "kk", "ru" or "latin"; as the person writes it where that form was not entered."""
    parts = (person.name_forms or {}).get(script) or (person.surname, person.given_name, person.patronymic)
    return PersonName(*parts)


def merge_by_public_id(public_id: str) -> Merge | None:
    return session().scalar(select(Merge).filter_by(public_id=public_id))


def merges_that_stand(most: int = 50) -> Sequence[Merge]:
    """The latest merges that were not undone."""
    return session().scalars(select(Merge).where(Merge.undone_at.is_(None)).order_by(Merge.id.desc()).limit(most)).all()


def distinction_by_public_id(public_id: str) -> Distinction | None:
    return session().scalar(select(Distinction).filter_by(public_id=public_id))


def distinctions(most: int = 200) -> Sequence[Distinction]:
    """The latest marks that two rows are no duplicates."""
    return session().scalars(select(Distinction).order_by(Distinction.id.desc()).limit(most)).all()
