"""Pages for signing in, for one's own account and for the team."""

from eventreg.accounts.views.blueprint import blueprint

__all__ = ["blueprint"]
