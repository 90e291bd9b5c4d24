"""What councils know about one person."""

from sqlalchemy import select

from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.councils.models import Member


def known_memberships(person: Person) -> dict[str, list[object]]:
    """The terms for which the person sits or sat on a council, as plain values for JSON."""
    members = session().scalars(select(Member).filter_by(person_id=person.id).order_by(Member.id))
    return {
        "memberships": [
            {
                "council": dict(member.council.name),
                "role": member.role.value,
                "votes": member.votes,
                "starts_on": member.starts_on.isoformat(),
                "ends_on": member.ends_on.isoformat() if member.ends_on else None,
            }
            for member in members
        ]
    }
