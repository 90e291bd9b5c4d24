"""What came back, and the page that stops optional letters."""

from eventreg.mail.views.inbound import blueprint
from eventreg.mail.views.subscriptions import guest

__all__ = ["blueprint", "guest"]
