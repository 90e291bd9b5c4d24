"""The recommendations in the office; what the public sees of them stands in `publication`."""

from eventreg.recommendations.views import adoption, clauses, preamble
from eventreg.recommendations.views.blueprint import blueprint

__all__ = ["adoption", "blueprint", "clauses", "preamble"]
