"""The words of the door and of the quorum, in the reader's language."""

from eventreg.attendance.models import QuorumBase, QuorumSnapshot
from eventreg.attendance.rules import QuorumCount
from eventreg.i18n import gettext as _

TONES = {  # of what the door says; anything else is an error
    "already_in": "warning",
    "not_confirmed": "warning",
    "several_found": "info",
}


def quorum_words(quorum: QuorumCount | QuorumSnapshot) -> str:
    """The base in words, and the three numbers."""
    numbers = {"total": quorum.total, "present": quorum.present, "needed": quorum.needed}
    sentences = {
        QuorumBase.MEMBERS: _(
            "Counted by voting members. Members: %(total)d, in the room: %(present)d, needed: %(needed)d.",
            **numbers,
        ),
        QuorumBase.BODIES: _(
            "Counted by invited bodies. Bodies: %(total)d, represented: %(present)d, needed: %(needed)d.", **numbers
        ),
    }
    sentence: str = sentences[quorum.base]
    return sentence


def door_words() -> dict[str, str]:
    """The one thing to read at arm's length, by what the door found."""
    return {
        "already_in": _("Already in"),
        "not_confirmed": _("Not confirmed"),
        "person_withdrew": _("Withdrawn"),
        "person_replaced": _("Replaced"),
        "not_approved": _("Not approved"),
        "without_place": _("Without a place"),
        "pass_replaced": _("Pass no longer valid"),
        "pass_unknown": _("Not a pass"),
        "pass_forged": _("Forged pass"),
        "pass_of_other_session": _("Another session"),
        "nobody_found": _("Nobody found"),
        "several_found": _("Who is it?"),
        "door_closed": _("The door is closed"),
    }


def attendance_refusals() -> dict[str, str]:
    """Sentences for what actions on attendance refuse."""
    return {
        "already_in": _("Already in since %(since)s."),
        "not_in": _("This person is not in."),
        "not_confirmed": _("This person has not confirmed yet; the organizer can confirm."),
        "person_withdrew": _("This person takes part no longer."),
        "person_replaced": _("Somebody else comes in the place of this person."),
        "not_approved": _("The secretariat has not approved this person."),
        "without_place": _("This person has no place: still on the waiting list, or an offer was not taken."),
        "nobody_found": _("No pass, code or name of this session is like this."),
        "cannot_be_undone": _("This check-in can no longer be undone; check the person out instead."),
        "door_closed": _("People are checked in from the announcement of the session until it is closed."),
    }
