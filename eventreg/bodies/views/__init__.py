"""The registry of bodies in the office."""

from eventreg.bodies.views import contacts, registry, successor
from eventreg.bodies.views.blueprint import blueprint

__all__ = ["blueprint", "contacts", "registry", "successor"]
