"""The contact that a row names beside its body: known there by address, else by phone, else by name."""

from datetime import datetime

from eventreg.bodies.actions import ContactDetails, enter_contact, remove_contact, write_contact
from eventreg.bodies.models import Body, Contact, ContactRank
from eventreg.core.actors import Actor
from eventreg.i18n.search_keys import search_key
from eventreg.office.imports.rows import Given

CONTACT = ("contact_name", "contact_post", "contact_email", "contact_phone")
FIELDS = {name: name.removeprefix("contact_") for name in CONTACT}
MADE = "contact"  # in what a row remembers: the public id of a contact that was made, not changed


def contact_of(body: Body, given: Given) -> Contact | None:
    """The contact that the row means, if the body has it already."""
    email, phone, name = (given.get(f"contact_{field}", "") for field in ("email", "phone", "name"))
    for contact in body.contacts:
        if email and contact.email.lower() == email.lower():
            return contact
    for contact in body.contacts:
        if phone and contact.phone == phone and not (email and contact.email):
            return contact
    key = search_key(name)
    return next((one for one in body.contacts if key and search_key(one.name) == key), None)


def of_contact(contact: Contact | None, name: str) -> str:
    """What the contact holds of a field, as a row would give it."""
    return str(getattr(contact, FIELDS[name])) if contact else ""


def bring_contact(body: Body, given: Given, by: Actor, now: datetime) -> Given:
    """The body has the contact of the row; returns what has to be remembered to take that back."""
    if not any(given.get(name) for name in CONTACT):
        return {}
    contact = contact_of(body, given)
    if contact is None:
        return {MADE: enter_contact(body, _details(None, body, given), by, now).public_id}
    write_contact(contact, _details(contact, body, given), by, now)
    return {}


def take_back_contact(body: Body, given: Given, before: Given, by: Actor, now: datetime) -> bool:
    """The contact is gone or holds what it held before; False when somebody has changed it since."""
    if MADE in before:
        contact = next((one for one in body.contacts if one.public_id == before[MADE]), None)
        if contact and _details(contact, body, {}) != _details(None, body, given):
            return False
        if contact:
            remove_contact(contact, by, now)
        return True
    former = {name: text for name, text in before.items() if name in CONTACT}
    contact = contact_of(body, given) if former else None
    still = {name: text for name, text in former.items() if of_contact(contact, name) == given[name]}
    if contact and still:
        details = _details(contact, body, still)
        if not (details.email or details.phone):
            return False
        write_contact(contact, details, by, now)
    return len(still) == len(former)


def is_contact_edited(body: Body, given: Given) -> bool:
    """Whether a body that an import made has other contacts than the row's."""
    expected = [_details(None, body, given)] if any(given.get(name) for name in CONTACT) else []
    return [_details(contact, body, {}) for contact in body.contacts] != expected


def _details(contact: Contact | None, body: Body, given: Given) -> ContactDetails:
    """The contact's details with the row's values in their places; a new one comes first, in the body's language."""
    present = vars(ContactDetails(ContactRank.FIRST, language=body.language))
    if contact:
        present = {name: getattr(contact, name) for name in present}
    return ContactDetails(**{**present, **{field: given[name] for name, field in FIELDS.items() if name in given}})
