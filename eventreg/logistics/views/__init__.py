"""The delegate's step about travel, and the organizer's totals and lists."""

from eventreg.logistics.views.guest import blueprint as guest
from eventreg.logistics.views.guest import travel_panel
from eventreg.logistics.views.office import blueprint as office

__all__ = ["guest", "office", "travel_panel"]
