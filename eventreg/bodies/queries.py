"""Reading bodies, regions and people."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.models import Body, BodyKind, Region
from eventreg.core.db import session
from eventreg.i18n.search_keys import search_words


def body_by_public_id(public_id: str) -> Body | None:
    return session().scalar(select(Body).filter_by(public_id=public_id).options(joinedload(Body.region)))


def body_by_code(code: str) -> Body | None:
    return session().scalar(select(Body).filter_by(code=code))


def region_by_code(code: str) -> Region | None:
    return session().scalar(select(Region).filter_by(code=code))


def all_regions() -> Sequence[Region]:
    return session().scalars(select(Region).order_by(Region.code)).all()


def bodies(text: str = "", kind: BodyKind | None = None, region_code: str = "") -> Select[Body]:
    """The registry in protocol order; `text` is found in any script (Актобе finds Ақтөбе)."""
    found = select(Body).options(joinedload(Body.region)).order_by(Body.protocol_rank, Body.id)
    for word in search_words(text):
        found = found.where(Body.search_key.contains(word, autoescape=True))
    if kind:
        found = found.where(Body.kind == kind)
    if region_code:
        found = found.where(Body.region.has(Region.code == region_code))
    return found
