"""Sentences about a council's own settings."""

from eventreg.councils.models import DataKind
from eventreg.i18n import gettext as _


def data_kind_words() -> dict[DataKind, str]:
    """What each kind of personal data is."""
    return {
        DataKind.CONTACTS: _("Phone and e-mail address of delegates"),
        DataKind.NEEDS: _("What was to be prepared for delegates, and why somebody withdrew"),
        DataKind.LOGISTICS: _("Travel, hotel and meals"),
        DataKind.ANSWERS: _("Answers to the session's questions, where a question has no period of its own"),
        DataKind.LETTERS: _("Texts of letters, and of what came back to them"),
        DataKind.APPLICATIONS: _("Applications that did not become registrations"),
    }


def council_refusals() -> dict[str, str]:
    """Sentences for what actions on councils refuse."""
    return {
        "consent_text_changed": _("Somebody else saved another version of this text. Both are shown below."),
    }
