"""The public form, the applicant's link, and the switch in the office."""

from eventreg.applications.views.office import blueprint as office
from eventreg.applications.views.public import blueprint as public_pages

__all__ = ["office", "public_pages"]
