"""The organizer's pages of a session's questions."""

from eventreg.registrations.questions.views import building, showing
from eventreg.registrations.questions.views.blueprints import office

__all__ = ["building", "office", "showing"]
