"""What a journal's row is about, by the name that people know it under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.i18n import current_language
from eventreg.invitations.models import Invitation
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name


@dataclass(frozen=True)
class Thing:
    """A name, and the endpoint of the page that shows the thing; "" where no page does."""

    name: str
    endpoint: str = ""


def things_of(entries: Sequence[JournalEntry]) -> dict[tuple[str, str], Thing]:
    """Names by kind and public id, as far as the things are still there; three statements at most."""
    ids: dict[str, set[str]] = {}
    for entry in entries:
        ids.setdefault(entry.object_kind, set()).add(entry.object_id)
    return {
        **_registrations(ids.get("registration", set())),
        **_invitations(ids.get("invitation", set())),
        **_letters(ids.get("letter", set())),
    }


def _registrations(public_ids: Iterable[str]) -> dict[tuple[str, str], Thing]:
    query = select(Registration).where(Registration.public_id.in_(public_ids)).options(joinedload(Registration.person))
    return {
        ("registration", found.public_id): Thing(full_name(found.person), "registrations.show")
        for found in session().scalars(query)
    }


def _invitations(public_ids: Iterable[str]) -> dict[tuple[str, str], Thing]:
    query = select(Invitation).where(Invitation.public_id.in_(public_ids)).options(joinedload(Invitation.body))
    return {
        ("invitation", found.public_id): Thing(found.body.name.in_language(current_language()), "invitations.show")
        for found in session().scalars(query)
    }


def _letters(public_ids: Iterable[str]) -> dict[tuple[str, str], Thing]:
    query = select(Letter.public_id, Letter.recipient).where(Letter.public_id.in_(public_ids))
    return {("letter", public_id): Thing(recipient) for public_id, recipient in session().execute(query)}
