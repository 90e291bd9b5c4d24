"""Pages of the agenda: the office's builder and what the public sees."""

from eventreg.agenda.views import items, releases
from eventreg.agenda.views.blueprint import blueprint as office
from eventreg.agenda.views.public import blueprint as public_pages

__all__ = ["items", "office", "public_pages", "releases"]
