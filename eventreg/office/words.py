"""The words for events of the journal, in the reader's language."""

from eventreg.i18n import gettext as _


def actor_words() -> dict[str, str]:
    """Who acted, by kind."""
    return {
        "staff": _("Staff"),
        "invitation": _("Body, by its link"),
        "registration": _("Delegate, by link"),
        "system": _("System"),
        "visitor": _("Visitor"),
    }
