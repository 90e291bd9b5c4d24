"""People of the registry as far as a member of staff may see them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions.merging import pair_of
from eventreg.bodies.models import Body, Distinction, Merge, MergeKind, Person
from eventreg.bodies.queries import distinctions, merges_that_stand, people
from eventreg.core.db import session
from eventreg.councils.models import Council, Member
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


def people_of(council_ids: Sequence[str], text: str = "", body: str = "", reach: str = "") -> Select[Person]:
    """People whom these councils (public ids) know, and those whom none knows yet; see `bodies.queries.people`."""
    return people(text, body, reach).where(_is_known_to(council_ids))


def person_of(council_ids: Sequence[str], public_id: str) -> Person | None:
    """The person, when these councils may see them."""
    found = select(Person).where(Person.public_id == public_id, _is_known_to(council_ids))
    return session().scalar(found)


def merges_for(council_ids: Sequence[str]) -> list[tuple[Merge, Body | Person, Body | Person]]:
    """The latest merges of bodies, and of people whom these councils know: the merge, who stays, who went."""
    pairs = [(merge, *pair_of(merge)) for merge in merges_that_stand()]
    return [
        (merge, kept, gone)
        for merge, kept, gone in pairs
        if isinstance(kept, Body) or person_of(council_ids, kept.public_id) is not None
    ]


def distinctions_for(council_ids: Sequence[str]) -> list[tuple[Distinction, Body | Person, Body | Person]]:
    """The latest pairs that were told apart, of bodies, and of people whom these councils know both; two statements."""
    marks = distinctions()
    ids = {mark.kind: set[str]() for mark in marks}
    for mark in marks:
        ids[mark.kind] |= {mark.first, mark.second}
    found: dict[str, Body | Person] = {}
    if MergeKind.BODY in ids:
        bodies = select(Body).where(Body.public_id.in_(ids[MergeKind.BODY]))
        found |= {body.public_id: body for body in session().scalars(bodies)}
    if MergeKind.PERSON in ids:
        known = select(Person).where(Person.public_id.in_(ids[MergeKind.PERSON]), _is_known_to(council_ids))
        found |= {person.public_id: person for person in session().scalars(known.options(joinedload(Person.body)))}
    return [
        (mark, found[mark.first], found[mark.second]) for mark in marks if mark.first in found and mark.second in found
    ]


def _is_known_to(council_ids: Sequence[str]) -> ColumnElement[bool]:
    """Registered in a session or member of one of the councils, or of none at all."""
    registered = select(Registration.id).where(Registration.person_id == Person.id)
    member = select(Member.id).where(Member.person_id == Person.id)
    own_session = CouncilSession.council.has(Council.public_id.in_(council_ids))
    is_free = ~registered.exists() & ~member.exists()
    is_registered = registered.join(Registration.council_session).where(own_session).exists()
    is_member = member.join(Member.council).where(Council.public_id.in_(council_ids)).exists()
    return or_(is_registered, is_member, is_free)
