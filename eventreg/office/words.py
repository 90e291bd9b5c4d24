"""The words of journal and letters, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.mail.models import LetterState


def actor_words() -> dict[str, str]:
    """Who acted, by kind."""
    return {
        "staff": _("Staff"),
        "invitation": _("Body, by its link"),
        "registration": _("Delegate, by link"),
        "system": _("System"),
        "visitor": _("Visitor"),
    }


def letter_state_words() -> dict[LetterState, str]:
    """Where a letter is."""
    return {
        LetterState.QUEUED: _("Queued"),
        LetterState.SENDING: _("Being sent"),
        LetterState.WAITING: _("Waits for another try"),
        LetterState.SENT: _("Sent"),
        LetterState.REFUSED: _("Refused"),
        LetterState.MISSED: _("Too late"),
        LetterState.CANCELLED: _("Cancelled"),
    }


def office_refusals() -> dict[str, str]:
    """Refusals of the letters viewer."""
    return {
        "letter_not_resendable": _("The letter is on its way; it can be sent again once that has ended."),
        "letter_too_late": _("It is too late for this letter: its deadline has passed."),
        "letter_not_cancellable": _("The letter has left already."),
    }
