"""Adding and changing bodies, their contacts and people."""

from eventreg.bodies.actions.contacts import ContactDetails, add_contact, change_contact, remove_contact
from eventreg.bodies.actions.people import (
    PersonDetails,
    add_person,
    change_person,
    edit_person,
    enter_person,
    person_key,
)
from eventreg.bodies.actions.registry import (
    BodyDetails,
    add_body,
    add_region,
    change_body,
    import_body,
    replace_body,
)

__all__ = [
    "BodyDetails",
    "ContactDetails",
    "PersonDetails",
    "add_body",
    "add_contact",
    "add_person",
    "add_region",
    "change_body",
    "change_contact",
    "change_person",
    "edit_person",
    "enter_person",
    "import_body",
    "person_key",
    "remove_contact",
    "replace_body",
]
