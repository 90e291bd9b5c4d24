"""Sentences for what actions on consents refuse."""

from eventreg.i18n import gettext as _


def consent_refusals() -> dict[str, str]:
    """Why a consent or a request for erasure was not taken."""
    return {
        "consent_text_changed_meanwhile": _("The text on personal data has changed. Please read it once more."),
        "no_erasure_asked": _("This person does not ask for erasure any more."),
    }
