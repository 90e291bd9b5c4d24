"""What registrations tell on the explain-why card of a person or a body."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.history import Moment, journal_moments, letter_moments
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name


def registration_history(thing: Body | Person) -> Iterator[Moment]:
    """Nominated, confirmed, replaced, withdrawn; letters with their attempts. For a body: of all its people."""
    column = Registration.body_id if isinstance(thing, Body) else Registration.person_id
    found = session().scalars(select(Registration).where(column == thing.id).options(joinedload(Registration.person)))
    notes = {one.public_id: full_name(one.person) if isinstance(thing, Body) else one.reference for one in found}
    yield from journal_moments("registration", notes)
    if isinstance(thing, Person):
        yield from letter_moments("registration", list(notes))
