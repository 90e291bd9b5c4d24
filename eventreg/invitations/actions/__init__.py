"""The use cases of invitations: a session's list of bodies, what bodies answer, and the mailing."""

from eventreg.invitations.actions.answers import (
    Nominee,
    change_delegate,
    confirm_on_behalf,
    decline_invitation,
    nominate_delegates,
    register_by_hand,
    replace_by_office,
    replace_delegate,
    undo_decline,
    withdraw_delegate,
)
from eventreg.invitations.actions.campaigns import (
    add_letter,
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    save_invitation_words,
    save_letter_words,
    start_invitations,
    start_letter,
)
from eventreg.invitations.actions.listing import (
    add_invitation,
    add_invitations,
    change_seats,
    correct_address,
    remove_invitation,
)
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import (
    send_new_link,
    send_test,
    send_to_chosen,
    send_to_one,
)

__all__ = [
    "Nominee",
    "add_invitation",
    "add_invitations",
    "add_letter",
    "cancel_mailing",
    "change_delegate",
    "change_seats",
    "confirm_on_behalf",
    "correct_address",
    "decline_invitation",
    "nominate_delegates",
    "pause_mailing",
    "queue_mailings",
    "register_by_hand",
    "remove_invitation",
    "replace_by_office",
    "replace_delegate",
    "resume_mailing",
    "save_invitation_words",
    "save_letter_words",
    "send_new_link",
    "send_test",
    "send_to_chosen",
    "send_to_one",
    "start_invitations",
    "start_letter",
    "undo_decline",
    "withdraw_delegate",
]
