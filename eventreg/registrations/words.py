"""The words for roles and states of registrations, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.registrations.models import Overflow, ParticipantRole, RegistrationState


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
        RegistrationState.PENDING: _("Waiting for approval"),
        RegistrationState.ASKED: _("A seat was asked for"),
        RegistrationState.WAITING: _("On the waiting list"),
        RegistrationState.LAPSED: _("Not confirmed in time"),
        RegistrationState.REJECTED: _("Not approved"),
    }


def overflow_words() -> dict[Overflow, str]:
    return {
        Overflow.REFUSE: _("They are refused"),
        Overflow.WAIT: _("They go on the waiting list"),
        Overflow.ASK: _("The secretariat is asked for a seat more"),
    }


def answering_steps(has_questions: bool) -> list[str]:
    """What the steps of a delegate's answers are called."""
    return [_("Your details"), *([_("Questions")] if has_questions else []), _("Check and confirm")]


STATE_TONES = {
    RegistrationState.NOMINATED: "warn",
    RegistrationState.CONFIRMED: "good",
    RegistrationState.WITHDRAWN: "muted",
    RegistrationState.REPLACED: "muted",
    RegistrationState.PENDING: "warn",
    RegistrationState.ASKED: "warn",
    RegistrationState.WAITING: "info",
    RegistrationState.LAPSED: "muted",
    RegistrationState.REJECTED: "bad",
}


def registration_refusals() -> dict[str, str]:
    """Sentences for what actions on registrations refuse."""
    return {
        "both_are_registered": _("Both take part in a session that is still to come. Withdraw one registration first."),
        "cannot_be_confirmed": _("This can no longer be confirmed: the deadline has passed or the session is over."),
        "cannot_be_changed": _("This can no longer be changed: the session is over."),
        "cannot_be_withdrawn": _("This can no longer be withdrawn: the session is over."),
        "cannot_be_replaced": _("This person can no longer be replaced."),
        "stands_already": _("This person is on the list already, so nobody was replaced."),
        "cannot_be_decided": _("This was decided meanwhile, or the session is over."),
        "not_waiting": _("This person is no longer on the waiting list."),
        "session_full": _("All %(capacity)d places in the hall are taken."),
        "capacity_below_held": _("%(held)d places are given away already; the hall cannot have fewer."),
        "no_email": _("No e-mail address is on file for this person."),
        "link_was_just_sent": _("A letter with the link was made less than five minutes ago; nothing more was sent."),
        "pass_unknown": _("This is not a pass."),
        "pass_forged": _("This pass was not issued here."),
        "pass_of_other_session": _("This pass belongs to another session."),
        "pass_replaced": _("This pass no longer counts: it was replaced or withdrawn."),
    }
