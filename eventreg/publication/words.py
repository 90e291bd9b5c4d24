"""Sentences for what publishing refuses."""

from eventreg.i18n import gettext as _


def publication_refusals() -> dict[str, str]:
    return {
        "not_publishable": _("Only adopted recommendations of an announced session can be published."),
        "published_meanwhile": _("Somebody else published this version a moment ago; nothing was published twice."),
        "correction_without_note": _("Say in a sentence what the new version corrects."),
        "text_not_publishable": _("The text has faults that keep it from being published. They are listed below."),
    }
