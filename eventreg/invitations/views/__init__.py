"""Pages about invitations: the office's board and mailing, and the body's own page behind its link."""

from eventreg.invitations.views import board, body_page, decline, mailing, people
from eventreg.invitations.views.blueprints import guest, office

__all__ = ["board", "body_page", "decline", "guest", "mailing", "office", "people"]
