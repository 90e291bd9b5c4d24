"""The web of registrations: the organizer's list, and the delegate's page behind a personal link."""

from eventreg.registrations.views import (
    answers,
    approval,
    carrying,
    exports,
    links,
    listing,
    one,
    participation,
    privacy,
    uploads,
)
from eventreg.registrations.views.blueprints import guest, office

__all__ = [
    "answers",
    "approval",
    "carrying",
    "exports",
    "guest",
    "links",
    "listing",
    "office",
    "one",
    "participation",
    "privacy",
    "uploads",
]
