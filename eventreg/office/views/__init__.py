"""The desk and the letters viewer."""

from eventreg.office.views.desk import blueprint as desk
from eventreg.office.views.letters import blueprint as letters
from eventreg.office.views.persons import blueprint as persons

__all__ = ["desk", "letters", "persons"]
