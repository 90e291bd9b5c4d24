"""Rows that bring people of a session's list; who takes part already is left as they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions import change_person, person_key
from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import bodies_by_codes
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import Nominee, register_by_hand
from eventreg.office.imports.people import People, person_details, value_of_person
from eventreg.office.imports.rows import Given
from eventreg.office.imports.things import EDITED, IN_USE, unless_edited
from eventreg.office.models import ImportRow, RowOutcome
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.places import lock_hall
from eventreg.registrations.queries import known_person, registration_by_public_id, registration_of
from eventreg.registrations.rules import can_be_withdrawn, is_standing
from eventreg.sessions.models import CouncilSession

Known = tuple[int | None, str, str]  # body, key of the name, address: see `known_person`


class Registrations:
    """People who take part in one session."""

    fewest = 1  # the hall and its seats are locked meanwhile
    first_field = "surname"

    def __init__(self, council_session: CouncilSession) -> None:
        self.council_session = council_session
        self.bodies: dict[str, Body] = {}  # by code
        self.standing: dict[Known, str] = {}  # public ids

    def load(self, rows: Sequence[Given], *, to_change: bool = False) -> None:
        codes = {given["body"] for given in rows if given.get("body")}
        self.bodies = bodies_by_codes(codes) if codes else {}
        if to_change:
            lock_hall(self.council_session)
            return
        keys = {person_key(person_details(None, given)) for given in rows}
        query = select(Person).where(Person.name_key.in_(keys), Person.merged_into_id.is_(None)).order_by(Person.id)
        people: dict[Known, int] = {}
        for person in session().scalars(query):
            people.setdefault((person.body_id, person.name_key, person.email.lower()), person.id)
        here = select(Registration).where(Registration.person_id.in_(people.values()))
        here = here.where(Registration.council_session_id == self.council_session.id)
        found = session().scalars(here.options(joinedload(Registration.person)))
        by_person = {one.person_id: one.public_id for one in found if is_standing(one)}
        self.standing = {known: by_person[key] for known, key in people.items() if key in by_person}

    def key(self, given: Given) -> str:
        return People().key(given)

    def present(self, given: Given) -> tuple[str, Given] | None:
        body, details = self._body(given), person_details(None, given)
        found = self.standing.get((body.id if body else None, person_key(details), details.email.lower()))
        return (found, dict(given)) if found else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        """What the registry knows of the person beyond the row stays."""
        body = self._body(row.given)
        person = known_person(body, person_details(None, row.given))
        registration = registration_of(self.council_session, person) if person else None
        if registration and is_standing(registration):
            row.thing, row.outcome = registration.public_id, RowOutcome.SAME
            return
        before = {name: value_of_person(person, name) for name in row.given if name != "role"} if person else {}
        role = ParticipantRole(row.given.get("role", ParticipantRole.DELEGATE))
        nominee = Nominee(person_details(person, row.given), role)
        with session().begin_nested():
            registration = register_by_hand(self.council_session, body, nominee, False, by, now)
        row.thing, row.outcome = registration.public_id, RowOutcome.NEW
        row.before = {name: text for name, text in before.items() if text != row.given[name]}

    def finish(self, by: Actor, now: datetime) -> None:
        """Each one is written by itself."""

    def load_brought(self, rows: Sequence[ImportRow]) -> None:
        """Each one is withdrawn by itself: that writes letters and offers seats to others."""
        lock_hall(self.council_session)

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> str:
        registration = registration_by_public_id(row.thing)
        if registration is None:
            return ""
        if registration.state is not RegistrationState.WITHDRAWN:
            if not can_be_withdrawn(registration):
                return IN_USE
            withdraw_registration(registration, _("The import of the list was undone."), by, now)
        person = registration.person
        still = unless_edited(row.given, row.before, {name: value_of_person(person, name) for name in row.before})
        if still:
            change_person(person, person_details(person, still))
        return "" if len(still) == len(row.before) else EDITED

    def _body(self, given: Given) -> Body | None:
        return self.bodies.get(given["body"]) if given.get("body") else None
