"""The words for states of invitations, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.invitations.models import CampaignKind, CampaignState, Failure, RungTarget
from eventreg.invitations.outgoing import PaperState
from eventreg.invitations.rules import Standing
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.naming import full_name


def standing_words() -> dict[Standing, str]:
    return {
        Standing.NO_ADDRESS: _("No address"),
        Standing.DRAFT: _("Not sent"),
        Standing.QUEUED: _("Queued"),
        Standing.SENDING: _("Being sent"),
        Standing.WAITING: _("Waiting for another try"),
        Standing.SENT: _("Sent"),
        Standing.REFUSED: _("Refused by the server"),
        Standing.BOUNCED: _("Not delivered"),
        Standing.SILENT: _("No answer"),
        Standing.MISSED: _("Too late to send"),
        Standing.PAUSED: _("Paused"),
        Standing.CANCELLED: _("Sending cancelled"),
        Standing.ANSWERED: _("Answered"),
        Standing.DECLINED: _("Declined"),
        Standing.WITHDRAWN: _("Invitation withdrawn"),
    }


def campaign_state_words() -> dict[CampaignState, str]:
    return {
        CampaignState.DRAFT: _("Draft"),
        CampaignState.RUNNING: _("In progress"),
        CampaignState.PAUSED: _("Paused"),
        CampaignState.DONE: _("Done"),
        CampaignState.CANCELLED: _("Sending cancelled"),
    }


def failure_words() -> dict[str, str]:
    """Why the letters of a mailing could not be made."""
    return {
        Failure.LETTER: _("A letter cannot be made from these words and the details of some body."),
        Failure.STORAGE_FULL: _("There is no room left on the server. Please tell its administrator."),
        Failure.STORAGE: _("The server cannot write its files. Please tell its administrator."),
    }


def campaign_kind_words() -> dict[CampaignKind, str]:
    return {CampaignKind.INVITATION: _("Invitations"), CampaignKind.LETTER: _("Letter")}


def paper_state_words() -> dict[PaperState, str]:
    """What became of the letter that brings an official paper."""
    return {
        PaperState.SENT: _("Sent"),
        PaperState.WAITING: _("Waits to be sent"),
        PaperState.REFUSED: _("Refused or came back"),
        PaperState.REPLACED: _("Replaced by a new number"),
        PaperState.NEVER_SENT: _("Never sent"),
    }


def paper_kind_words() -> dict[CampaignKind, str]:
    """What an official paper is."""
    return {CampaignKind.INVITATION: _("Invitation"), CampaignKind.LETTER: _("Letter")}


def target_words() -> dict[RungTarget, str]:
    """Whom a rung of the reminder ladder speaks to."""
    return {
        RungTarget.FIRST: _("Address of the invitation"),
        RungTarget.SECOND: _("Second contact"),
        RungTarget.CHANCELLERY: _("Chancellery"),
        RungTarget.CALL: _("List of calls"),
    }


def placeholder_words() -> dict[str, str]:
    """What each placeholder of a mailing stands for."""
    return {
        "body": _("Name of the body"),
        "addressee": _("Name of the body in the dative: to whom"),
        "session": _("Title of the session"),
        "date": _("Date and time with the city"),
        "place": _("City and venue"),
        "deadline": _("Deadline for the answer"),
        "link": _("The body's own link (e-mail only)"),
        "seats": _("Number of seats"),
        "council": _("Name of the council"),
    }


def how_it_stands(registration: Registration) -> str:
    """What a body is told of a person whom it has just named."""
    name = full_name(registration.person)
    sentences = {
        RegistrationState.PENDING: _("%(name)s is on your list. The secretariat approves first.", name=name),
        RegistrationState.ASKED: _("The secretariat was asked for a seat for %(name)s.", name=name),
        RegistrationState.WAITING: _("%(name)s is on the waiting list.", name=name),
    }
    otherwise = _("%(name)s is on your list. A letter asks this person to confirm.", name=name)
    return str(sentences.get(registration.state, otherwise))


def invitation_refusals() -> dict[str, str]:
    """Sentences for what actions on invitations refuse."""
    return {
        "both_are_invited": _(
            "Both are on the list of a session that is still to come. Take the duplicate off the list first, or "
            "withdraw its invitation."
        ),
        "no_seat_left": _(
            "All seats of this body are taken, so this person was not added. "
            "Withdraw somebody else first, or ask the secretariat for one more seat."
        ),
        "bodies_do_not_confirm": _("In this session every delegate confirms in person."),
        "too_many_papers": _("You can keep %(most)d letters at most. Remove one first."),
        "too_many_messages": _("Too many messages today. Please call the secretariat."),
        "answers_closed": _("Answers are no longer taken for this session."),
        "body_declined": _("You declined this invitation. Undo that first, then name your delegates."),
        "invitation_was_withdrawn": _(
            "The secretariat has withdrawn this invitation. For anything else please call it."
        ),
        "body_is_not_invited": _("The invitation of this body was withdrawn. Invite it again first, on its page."),
        "body_was_merged": _("This body was merged with another one. Invite the body that was kept."),
        "cannot_be_withdrawn_now": _("An invitation can be withdrawn while the session takes answers."),
        "only_on_the_list": _("Nothing was sent to this body yet. Take it off the list instead."),
        "people_have_changed": _(
            "The invitation or the people of this body have changed since you looked, so nothing was withdrawn. "
            "Look again and confirm."
        ),
        "not_invited_yet": _("Nothing was sent to this body yet, so it cannot decline. You can take it off the list."),
        "delegates_stand": _("Delegates are named already. Withdraw them first, then decline."),
        "seats_below_taken": _("%(taken)d seats are taken already; the number cannot be lower."),
        "too_many_seats": _("A body can have %(most)d seats at most."),
        "body_invited_already": _("This body is on the list already."),
        "invitation_was_sent": _("This invitation was sent, so it stays on the list."),
        "nominated_already": _("This person is on the list already."),
        "nominee_has_confirmed": _("This person has confirmed and changes the own details on the own page."),
        "no_address": _("There is no e-mail address to send to. Enter one first."),
        "call_already_noted": _(
            "Somebody noted this call meanwhile, so your note was not saved. The former note stands on the page of "
            "reminders."
        ),
        "no_call_due": _("This body is on no list of calls any more, so nothing was noted."),
        "letter_is_on_its_way": _("A letter to this address is in the queue already; nothing more was sent."),
        "letter_was_sent_meanwhile": _("The letter was sent meanwhile, so nothing more was sent."),
        "letter_lacks_language": _(
            "The letter has no text in a language that is needed (%(language)s), so nothing was sent. Write it first."
        ),
        "letterhead_has_no_signatory": _(
            "The letterhead has no signatory, so no official letter was made and nothing was sent. Enter the signatory."
        ),
        "session_takes_no_answers": _("Announce the session first: a body could not answer yet."),
        "session_is_postponed": _("The session is postponed, so nothing was sent. Announce its new date first."),
        "session_is_cancelled": _("The session is cancelled: no body is invited any more, and nothing was sent."),
        "session_was_held": _("The session was held: no body is invited any more, and nothing was sent."),
        "deadline_has_passed": _(
            "The deadline for nominating has passed, so a body could not answer and nothing was sent. Set a later one "
            "in the session details first."
        ),
        "somebody_was_invited": _(
            "Bodies or people were invited already, so the session cannot be a draft again. Postpone or cancel it: "
            "then they are told."
        ),
        "invitations_already_queued": _("These invitations are in the queue already; nothing was sent twice."),
        "invitation_list_changed": _(
            "The list, the text or the session has changed since you looked at it, so nothing was sent. Check again."
        ),
        "mailing_has_started": _("This mailing has started already; nothing was sent twice, and its words stay."),
        "mailing_is_over": _("Every letter of this mailing has gone; there is nothing left to stop."),
        "mailing_is_not_paused": _("This mailing is not paused."),
        "nobody_to_write_to": _("Nobody with an address is among the chosen bodies, so nothing was sent."),
        "text_changed_meanwhile": _("Somebody else changed this text"),
    }
