"""Pages of the agenda: the office's builder and what the public sees."""

from eventreg.agenda.views.office import blueprint as office
from eventreg.agenda.views.public import blueprint as public_pages

__all__ = ["office", "public_pages"]
