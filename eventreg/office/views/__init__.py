"""The desk, the letters viewer, imports, exports and people."""

from eventreg.office.views import unmatched
from eventreg.office.views.desk import blueprint as desk
from eventreg.office.views.duplicates import blueprint as duplicates
from eventreg.office.views.exports import blueprint as exports
from eventreg.office.views.history import blueprint as history
from eventreg.office.views.imports import blueprint as imports
from eventreg.office.views.letters import blueprint as letters
from eventreg.office.views.people import blueprint as people
from eventreg.office.views.persons import blueprint as persons

__all__ = ["desk", "duplicates", "exports", "history", "imports", "letters", "people", "persons", "unmatched"]
