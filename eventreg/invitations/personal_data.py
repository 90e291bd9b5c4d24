"""What bodies wrote and from where: texts forget an erased person, a nominating letter goes with the last it names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from eventreg.bodies.events import PersonErased
from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.councils.models import DataKind
from eventreg.files.actions import discard
from eventreg.i18n import gettext as _
from eventreg.invitations.models import (
    BodyMessage,
    Campaign,
    Invitation,
    LinkUse,
    NominatingLetter,
    PhoneCall,
    Reminder,
)
from eventreg.registrations.models import Registration
from eventreg.registrations.retention import purge_kind
from eventreg.sessions.models import CouncilSession

FREE_TEXTS = (
    FreeText(BodyMessage.text),
    FreeText(Invitation.decline_reason, Invitation.decline_reason != ""),
    FreeText(Invitation.withdrawal_reason, Invitation.withdrawal_reason != ""),
    FreeText(NominatingLetter.name),
    FreeText(PhoneCall.note, PhoneCall.note != ""),
    FreeText(Campaign.subject),
    FreeText(Campaign.text),
    FreeText(Campaign.official_text),
)


def erase_papers(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: nominating letters that name nobody else are gone; invitations and reminders forget the own address."""
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    for letter in _letters(person, for_others=False):
        session().delete(letter)
        session().flush()
        discard([letter.stored_file.sha256])
    if person.email:
        is_own = func.lower(Invitation.email) == person.email.lower()
        for invitation in session().scalars(select(Invitation).where(is_own)):
            invitation.email = ""
            forget_uses(LinkUse.invitation_id == invitation.id)
        _forget_reminded(func.lower(Reminder.address) == person.email.lower())


def purge_reminded(by: Actor, now: datetime) -> Counter[DataKind]:
    """Where reminders about sessions that are long over went to is gone, as their letters are."""
    return Counter({DataKind.LETTERS: purge_kind(DataKind.LETTERS, _forget_reminded_of_session, by, now)})


def _forget_reminded_of_session(council_session: CouncilSession, now: datetime) -> int:
    of_session = select(Invitation.id).filter_by(council_session_id=council_session.id)
    return _forget_reminded(Reminder.invitation_id.in_(of_session))


def _forget_reminded(which: ColumnElement[bool]) -> int:
    result = session().execute(update(Reminder).where(which, Reminder.address != "").values(address=""))
    session().expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0


def purge_link_uses(by: Actor, now: datetime) -> Counter[DataKind]:
    """From which devices bodies answered for sessions that are long over is gone."""
    return Counter({DataKind.CONTACTS: purge_kind(DataKind.CONTACTS, _forget_uses_of_session, by, now)})


def _forget_uses_of_session(council_session: CouncilSession, now: datetime) -> int:
    of_session = select(Invitation.id).filter_by(council_session_id=council_session.id)
    return forget_uses(LinkUse.invitation_id.in_(of_session))


def forget_uses(which: ColumnElement[bool]) -> int:
    """These uses of links are gone; returns how many."""
    result = session().execute(delete(LinkUse).where(which))
    return result.rowcount if isinstance(result, CursorResult) else 0


def nominating_letters_naming(person: Person, traces: Traces) -> Iterator[str]:
    """One line for each signed paper in which a body named the person together with others."""
    for letter in _letters(person, for_others=True):
        address, body = letter.invitation.council_session.address, letter.invitation.body.code
        yield _("Nominating letter of %(body)s to %(session)s, which names others too", body=body, session=address)


def _letters(person: Person, *, for_others: bool) -> Sequence[NominatingLetter]:
    """Papers of the bodies that sent the person, which name others who are not erased, or nobody else."""
    own, other = aliased(Registration), aliased(Registration)
    of_invitation = own.council_session_id == Invitation.council_session_id, own.body_id == Invitation.body_id
    together = other.council_session_id == Invitation.council_session_id, other.body_id == Invitation.body_id
    known = select(Person.id).where(Person.id != person.id, Person.erased_at.is_(None))
    others = exists(other.id).where(*together, other.person_id.in_(known))
    query = select(NominatingLetter).join(NominatingLetter.invitation)
    query = query.where(exists(own.id).where(*of_invitation, own.person_id == person.id))
    return session().scalars(query.where(others if for_others else ~others).order_by(NominatingLetter.id)).all()
