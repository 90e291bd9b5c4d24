"""The words for kinds of bodies and ranks of contacts, in the reader's language."""

from eventreg.bodies.models import BodyKind, ContactRank
from eventreg.i18n import gettext as _


def body_kind_words() -> dict[BodyKind, str]:
    """Each kind with its word, in protocol order."""
    return {
        BodyKind.LEGISLATURE: _("Legislature"),
        BodyKind.GOVERNMENT: _("Government"),
        BodyKind.MINISTRY: _("Ministry"),
        BodyKind.AKIMAT: _("Akimat"),
        BodyKind.EDUCATION_AUTHORITY: _("Education authority"),
        BodyKind.EDUCATION_ORGANISATION: _("Education organisation"),
        BodyKind.NGO: _("Non-governmental organisation"),
        BodyKind.COMPANY: _("Company"),
        BodyKind.PRESS: _("Press"),
        BodyKind.OTHER: _("Other"),
    }


def contact_rank_words() -> dict[ContactRank, str]:
    """Each rank with its words, the first to write to first."""
    return {
        ContactRank.FIRST: _("First contact"),
        ContactRank.SECOND: _("Second contact"),
        ContactRank.CHANCELLERY: _("Chancellery"),
    }


def body_refusals() -> dict[str, str]:
    """Sentences for what actions on bodies and contacts refuse."""
    return {
        "body_code_taken": _("There is a body with the code %(code)s already."),
        "successor_needs_last_day": _("A body that is replaced needs a last day."),
        "successor_in_a_circle": _("This body itself came before that one, so it cannot be replaced by it."),
        "not_mergeable": _("These two cannot be merged: one of them was merged or erased meanwhile."),
        "merge_not_undoable": _("This merge cannot be undone any more: it was undone, or merged on."),
        "contact_unreachable": _("Enter an e-mail address or a phone number."),
    }
