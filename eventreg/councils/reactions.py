"""What memberships do when duplicates of people and bodies are merged or parted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import BodiesMerged, BodiesParted, PeopleMerged, PeopleParted
from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.councils.models import Member


def hand_over_people(event: PeopleMerged, by: Actor, now: datetime) -> None:
    """Reaction: memberships go to the kept person; a term that both hold stays with the duplicate."""
    other = aliased(Member)
    same_term = select(other.id).where(
        other.council_id == Member.council_id,
        other.starts_on == Member.starts_on,
        other.person.has(Person.public_id == event.about),
    )
    hand_over(event, Member.person_id, unless=same_term.exists())


def hand_back_people(event: PeopleParted, by: Actor, now: datetime) -> None:
    hand_back(event, Member.person_id)


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: members represent the kept body."""
    hand_over(event, Member.body_id)


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, Member.body_id)
