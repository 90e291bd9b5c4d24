"""The use cases of invitations: a session's list of bodies, what bodies answer, and the mailing."""

from eventreg.invitations.actions.answers import (
    Nominee,
    change_delegate,
    decline_invitation,
    free_seat,
    nominate_delegates,
    register_by_hand,
    undo_decline,
    withdraw_delegate,
)
from eventreg.invitations.actions.listing import (
    add_invitation,
    add_invitations,
    change_seats,
    correct_address,
    remove_invitation,
)
from eventreg.invitations.actions.mailing import (
    save_campaign,
    send_invitations,
    send_new_link,
    send_test,
    send_to_one,
)

__all__ = [
    "Nominee",
    "add_invitation",
    "add_invitations",
    "change_delegate",
    "change_seats",
    "correct_address",
    "decline_invitation",
    "free_seat",
    "nominate_delegates",
    "register_by_hand",
    "remove_invitation",
    "save_campaign",
    "send_invitations",
    "send_new_link",
    "send_test",
    "send_to_one",
    "undo_decline",
    "withdraw_delegate",
]
