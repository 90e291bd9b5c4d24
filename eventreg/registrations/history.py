"""What registrations tell on the explain-why card of a person or a body."""

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.history import Moment, journal_moments, letter_moments
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.registrations.models import Registration, Substitution
from eventreg.registrations.naming import full_name


def registration_history(thing: Body | Person) -> Iterator[Moment]:
    """Nominated, confirmed, replaced, withdrawn; letters with their attempts. For a body: of all its people."""
    column = Registration.body_id if isinstance(thing, Body) else Registration.person_id
    found = session().scalars(select(Registration).where(column == thing.id).options(joinedload(Registration.person)))
    notes = {one.public_id: full_name(one.person) if isinstance(thing, Body) else one.reference for one in found}
    yield from journal_moments("registration", notes, without=("Substituted",))
    yield from _substitutions(list(notes))
    if isinstance(thing, Person):
        yield from letter_moments("registration", list(notes))


def _substitutions(public_ids: Sequence[str]) -> Iterator[Moment]:
    """Who came instead of whom, on the cards of both, by name."""
    own = Registration.public_id.in_(public_ids)
    one, other = Substitution.from_registration, Substitution.to_registration
    found = select(Substitution).where(or_(one.has(own), other.has(own)))
    people = [joinedload(side).joinedload(Registration.person) for side in (one, other)]
    for line in session().scalars(found.options(*people, joinedload(one).joinedload(Registration.council_session))):
        of_session = line.from_registration.council_session.public_id
        names = (full_name(side.person) for side in (line.from_registration, line.to_registration))
        note = " → ".join(names) + (f" · {line.reason}" if line.reason else "")
        yield Moment(line.at, _("Another person comes instead"), note, line.by_kind, line.by_id, of_session)
