"""What a journal's row or a letter is about, by the name that people know it under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.accounts.models import StaffUser
from eventreg.accounts.rules import may_manage_staff
from eventreg.applications.models import Application
from eventreg.core.db import session
from eventreg.core.guards import current_actor
from eventreg.i18n import current_language
from eventreg.invitations.models import Invitation, Reminder
from eventreg.invitations.rules import may_see_invitations
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.rules import may_see_registrations
from eventreg.sessions.models import CouncilSession

Names = Iterable[str]  # public ids


@dataclass(frozen=True)
class Thing:
    """A name, and the address of the page that shows the thing; "" where no page does, or not to the reader."""

    name: str
    url: str = ""


def things_of(entries: Sequence[JournalEntry]) -> dict[tuple[str, str], Thing]:
    """Names by kind and public id, as far as the things are still there; three statements at most."""
    found = things_named((entry.object_kind, entry.object_id) for entry in entries)
    return {**found, **_letters(entry.object_id for entry in entries if entry.object_kind == "letter")}


def things_named(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Thing]:
    """Registrations and invitations among these pairs of kind and public id; a statement for each of both at most."""
    ids: dict[str, set[str]] = {}
    for kind, public_id in pairs:
        ids.setdefault(kind, set()).add(public_id)
    return {**_registrations(ids.get("registration", set())), **_invitations(ids.get("invitation", set()))}


def things_about(letter: Letter) -> list[Thing]:
    """What the letter is about; a reminder is about each body that it speaks of."""
    if letter.about_kind == "staff_user":
        return _members(letter.about_id)
    pairs = [(letter.about_kind, letter.about_id)]
    if letter.about_kind == "invitation":
        reminded = select(Invitation.public_id).join(Reminder).where(Reminder.letter == letter.public_id)
        pairs += [("invitation", one) for one in session().scalars(reminded.order_by(Reminder.id))]
    if letter.about_kind == "application":
        applied = select(Registration.public_id).join(Application, Application.registration_id == Registration.id)
        applied = applied.where(Application.public_id == letter.about_id)
        pairs = [("registration", one) for one in session().scalars(applied)]
    found = things_named(pairs)
    return [found[pair] for pair in dict.fromkeys(pairs) if pair in found]


def _registrations(public_ids: Names) -> dict[tuple[str, str], Thing]:
    query = select(Registration).where(Registration.public_id.in_(public_ids))
    of_session = joinedload(Registration.council_session).joinedload(CouncilSession.council)
    return {
        ("registration", found.public_id): Thing(
            full_name(found.person),
            _url("registrations.show", found) if may_see_registrations(current_actor(), found.council_session) else "",
        )
        for found in session().scalars(query.options(joinedload(Registration.person), of_session))
    }


def _invitations(public_ids: Names) -> dict[tuple[str, str], Thing]:
    query = select(Invitation).where(Invitation.public_id.in_(public_ids))
    of_session = joinedload(Invitation.council_session).joinedload(CouncilSession.council)
    return {
        ("invitation", found.public_id): Thing(
            found.body.name.in_language(current_language()),
            _url("invitations.show", found) if may_see_invitations(current_actor(), found.council_session) else "",
        )
        for found in session().scalars(query.options(joinedload(Invitation.body), of_session))
    }


def _url(endpoint: str, found: Registration | Invitation) -> str:
    slug, code = found.council_session.council.slug, found.council_session.code
    return url_for(endpoint, council_slug=slug, session_code=code, public_id=found.public_id)


def _members(public_id: str) -> list[Thing]:
    query, may_open = select(StaffUser).filter_by(public_id=public_id), may_manage_staff(current_actor())
    url = url_for("accounts.member", public_id=public_id) if may_open else ""
    return [Thing(user.name, url) for user in session().scalars(query)]


def _letters(public_ids: Names) -> dict[tuple[str, str], Thing]:
    query = select(Letter.public_id, Letter.recipient).where(Letter.public_id.in_(list(public_ids)))
    return {("letter", public_id): Thing(recipient) for public_id, recipient in session().execute(query)}
