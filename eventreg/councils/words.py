"""Sentences about a council's own settings."""

from eventreg.councils.models import DataKind, Numbering
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


def numbering_words() -> dict[Numbering, str]:
    """How outgoing numbers go on over the end of a year."""
    return {
        Numbering.YEARLY: _("From 1 again each year on 1 January"),
        Numbering.CONTINUOUS: _("On and on, over the end of the year"),
    }


def council_refusals() -> dict[str, str]:
    """Sentences for what actions on councils refuse."""
    return {
        "counter_goes_forward": _("The next number is %(number)d already. Enter this number or a higher one."),
        "number_is_taken": _(
            "The number %(number)s stands in the register of %(year)d already, and no number is given twice. "
            "Enter another one."
        ),
        "consent_text_changed": _("Somebody else saved another version of this text. Both are shown below."),
    }
