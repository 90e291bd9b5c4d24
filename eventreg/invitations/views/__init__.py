"""Pages about invitations: the office's board and mailings, and the body's own page behind its link."""

from eventreg.invitations.views import (
    board,
    body_page,
    body_papers,
    body_people,
    calls,
    chosen,
    decline,
    letterhead,
    mailing,
    mailings_office,
    office_decline,
    official_letters,
    people,
    reminders,
    waiting_list,
)
from eventreg.invitations.views.blueprints import guest, mailings, office

__all__ = [
    "board",
    "body_page",
    "body_papers",
    "body_people",
    "calls",
    "chosen",
    "decline",
    "guest",
    "letterhead",
    "mailing",
    "mailings",
    "mailings_office",
    "office",
    "office_decline",
    "official_letters",
    "people",
    "reminders",
    "waiting_list",
]
