"""The words for roles and states of registrations, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.registrations.models import ParticipantRole, RegistrationState


def role_words() -> dict[ParticipantRole, str]:
    return {
        ParticipantRole.DELEGATE: _("Delegate"),
        ParticipantRole.SPEAKER: _("Speaker"),
        ParticipantRole.GUEST: _("Guest"),
        ParticipantRole.PRESS: _("Press representative"),
        ParticipantRole.STAFF: _("Staff"),
    }


def registration_state_words() -> dict[RegistrationState, str]:
    return {
        RegistrationState.NOMINATED: _("Waiting for confirmation"),
        RegistrationState.CONFIRMED: _("Confirmed"),
        RegistrationState.WITHDRAWN: _("Withdrawn"),
        RegistrationState.REPLACED: _("Replaced"),
    }


STATE_TONES = {
    RegistrationState.NOMINATED: "warn",
    RegistrationState.CONFIRMED: "good",
    RegistrationState.WITHDRAWN: "muted",
    RegistrationState.REPLACED: "muted",
}


def registration_refusals() -> dict[str, str]:
    """Sentences for what actions on registrations refuse."""
    return {
        "cannot_be_confirmed": _("This can no longer be confirmed: the deadline has passed or the session is over."),
        "cannot_be_changed": _("This can no longer be changed: the session is over."),
        "cannot_be_withdrawn": _("This can no longer be withdrawn: the session is over."),
        "no_email": _("No e-mail address is on file for this person."),
        "pass_unknown": _("This is not a pass."),
        "pass_forged": _("This pass was not issued here."),
        "pass_of_other_session": _("This pass belongs to another session."),
        "pass_replaced": _("This pass no longer counts: it was replaced or withdrawn."),
    }
