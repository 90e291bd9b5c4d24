"""The table of contents: everything that is plugged into the application, in explicit tuples."""

from eventreg.wiring.jobs import JOBS
from eventreg.wiring.models import MODELS
from eventreg.wiring.pages import (
    BLUEPRINTS,
    NAVIGATION,
    NEWS_RECIPIENTS,
    OUTDATING,
    PANELS,
    RECOGNISERS,
    SESSION_NAVIGATION,
)
from eventreg.wiring.persons import FREE_TEXTS, HISTORIES, PERSONAL_DATA, PUBLISHED_NAMES, RETENTION, SENDERS
from eventreg.wiring.reactions import REACTIONS
from eventreg.wiring.words import REFUSALS, WORDS

__all__ = [
    "BLUEPRINTS",
    "FREE_TEXTS",
    "HISTORIES",
    "JOBS",
    "MODELS",
    "NAVIGATION",
    "NEWS_RECIPIENTS",
    "OUTDATING",
    "PANELS",
    "PERSONAL_DATA",
    "PUBLISHED_NAMES",
    "REACTIONS",
    "RECOGNISERS",
    "REFUSALS",
    "RETENTION",
    "SENDERS",
    "SESSION_NAVIGATION",
    "WORDS",
]
