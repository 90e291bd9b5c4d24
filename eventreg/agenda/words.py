"""The words for kinds of items, and sentences for what the agenda refuses."""

from eventreg.agenda.models import ItemKind
from eventreg.i18n import gettext as _


def item_kind_words() -> dict[ItemKind, str]:
    return {
        ItemKind.QUESTION: _("Question"),
        ItemKind.REPORT: _("Report item"),
        ItemKind.PRESENTATION: _("Presentation"),
        ItemKind.DISCUSSION: _("Discussion"),
        ItemKind.PROCEDURAL: _("Procedural"),
        ItemKind.BREAK: _("Break"),
        ItemKind.DECISION: _("Decision"),
    }


def agenda_refusals() -> dict[str, str]:
    return {
        "item_changed_meanwhile": _("Somebody else changed this item meanwhile."),
        "position_not_a_number": _("Enter the position as a number."),
        "item_is_gone": _("Somebody else removed this item meanwhile."),
        "agenda_changed_meanwhile": _("The draft changed while you looked at it. Check it once more."),
        "agenda_is_empty": _("The agenda has no items yet; add one before releasing it."),
        "agenda_unchanged": _("Nothing has changed since the latest release."),
    }
