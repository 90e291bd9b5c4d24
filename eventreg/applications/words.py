"""Sentences for what actions on applications refuse."""

from eventreg.i18n import gettext as _


def application_refusals() -> dict[str, str]:
    """Why an application was not taken."""
    return {
        "applications_closed": _("Applications for this session are closed."),
        "application_expired": _(
            "This application can no longer be confirmed: two days have passed or the session is closed."
        ),
    }
