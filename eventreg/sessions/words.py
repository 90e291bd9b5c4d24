"""The words for stages and kinds of sessions, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.sessions.models import SessionKind, Stage


def session_kind_words() -> dict[SessionKind, str]:
    return {
        SessionKind.ORDINARY: _("Ordinary session"),
        SessionKind.EXTRAORDINARY: _("Extraordinary session"),
        SessionKind.EXTENDED: _("Extended session"),
        SessionKind.FIELD: _("Field session"),
        SessionKind.CORRESPONDENCE: _("Session by correspondence"),
    }


def stage_words() -> dict[Stage, str]:
    return {
        Stage.DRAFT: _("Draft"),
        Stage.ANNOUNCED: _("Announced"),
        Stage.OPEN: _("Open"),
        Stage.HELD: _("Held"),
        Stage.CLOSED: _("Closed"),
        Stage.POSTPONED: _("Postponed"),
        Stage.CANCELLED: _("Cancelled"),
    }


def stage_done_words() -> dict[Stage, str]:
    """What was done, for stages of which people are told."""
    return {
        Stage.POSTPONED: _("The session is postponed. The letters are in the queue."),
        Stage.CANCELLED: _("The session is cancelled. The letters are in the queue."),
        Stage.ANNOUNCED: _("The session is announced again. The letters are in the queue."),
    }


def session_refusals() -> dict[str, str]:
    """Sentences for what actions on sessions refuse."""
    return {
        "session_code_taken": _("The council has a session with the code %(code)s already."),
        "session_is_over": _("The session was held; its details can no longer be changed."),
        "stage_not_next": _("The session cannot move to that stage from where it stands."),
        "council_code_reserved": _("The code %(code)s is used by the office's own addresses; choose another."),
    }
