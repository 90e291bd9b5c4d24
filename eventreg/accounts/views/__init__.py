"""Pages for signing in, for one's own account and for the team."""

from eventreg.accounts.views import account, entry, outage, sign_in, team
from eventreg.accounts.views.blueprint import accounts_navigation, blueprint

__all__ = ["account", "accounts_navigation", "blueprint", "entry", "outage", "sign_in", "team"]
