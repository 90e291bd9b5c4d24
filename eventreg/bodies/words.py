"""The words for kinds of bodies, in the reader's language."""

from eventreg.bodies.models import BodyKind
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


def body_refusals() -> dict[str, str]:
    """Sentences for what actions on bodies refuse."""
    return {"body_code_taken": _("There is a body with the code %(code)s already.")}
