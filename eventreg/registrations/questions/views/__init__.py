"""The organizer's pages of a session's questions."""

from eventreg.registrations.questions.views import building, copying, showing
from eventreg.registrations.questions.views.blueprints import office

__all__ = ["building", "copying", "office", "showing"]
