"""The desk and the letters viewer."""

from eventreg.office.views.desk import blueprint as desk
from eventreg.office.views.letters import blueprint as letters

__all__ = ["desk", "letters"]
