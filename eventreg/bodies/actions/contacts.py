"""The contacts of a body."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.events import ContactAdded, ContactChanged, ContactRemoved
from eventreg.bodies.models import Body, Contact, ContactRank
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce


@dataclass(frozen=True)
class ContactDetails:
    """Whom to write to or to telephone; an address or a phone (E.164) is needed."""

    rank: ContactRank
    name: str = ""
    post: str = ""
    email: str = ""
    phone: str = ""
    language: str = "kk"


def add_contact(body: Body, details: ContactDetails, by: Actor, now: datetime, public_id: str = "") -> Contact:
    """The body has one contact more; adding it twice under one `public_id` adds it once.

    Raises `Refusal("contact_unreachable")` without address and phone.
    """
    body = locked(body)
    _check(details)
    if added := session().scalar(select(Contact).filter_by(public_id=public_id)):
        return added
    contact = enter_contact(body, details, by, now, public_id)
    session().flush()
    return contact


def enter_contact(body: Body, details: ContactDetails, by: Actor, now: datetime, public_id: str = "") -> Contact:
    """As `add_contact`, at a body that the caller has locked; written together with others."""
    contact = Contact(public_id=public_id or new_public_id(), body=body, place=_place(details), **vars(details))
    session().add(contact)
    announce(ContactAdded(about=body.public_id, contact=contact.public_id), by, now)
    return contact


def change_contact(contact: Contact, details: ContactDetails, by: Actor, now: datetime) -> None:
    """The contact holds these details. Raises like `add_contact`."""
    _check(details)
    write_contact(locked(contact), details, by, now)


def write_contact(contact: Contact, details: ContactDetails, by: Actor, now: datetime) -> None:
    """As `change_contact`, at a body that the caller has locked."""
    changed = tuple(name for name, value in vars(details).items() if getattr(contact, name) != value)
    for name in changed:
        setattr(contact, name, getattr(details, name))
    contact.place = _place(details)
    if changed:
        event = ContactChanged(about=contact.body.public_id, contact=contact.public_id, fields=changed)
        announce(event, by, now)


def remove_contact(contact: Contact, by: Actor, now: datetime) -> None:
    """The contact is gone for good; letters that went to it stay."""
    contact = locked(contact)
    announce(ContactRemoved(about=contact.body.public_id, contact=contact.public_id), by, now)
    session().delete(contact)


def _place(details: ContactDetails) -> int:
    return list(ContactRank).index(details.rank)


def _check(details: ContactDetails) -> None:
    if not (details.email or details.phone):
        raise Refusal("contact_unreachable")
