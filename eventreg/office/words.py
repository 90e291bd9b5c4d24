"""The words of journal and letters, in the reader's language."""

from eventreg.core.forms import LINE_MARKS
from eventreg.i18n import gettext as _
from eventreg.mail.models import InboundKind, LetterStanding
from eventreg.office.models import ImportKind, ImportState, RowOutcome


def actor_words() -> dict[str, str]:
    """Who acted, by kind."""
    return {
        "staff": _("Staff"),
        "invitation": _("Body, by its link"),
        "registration": _("Delegate, by link"),
        "system": _("System"),
        "visitor": _("Visitor"),
    }


def thing_words() -> dict[str, str]:
    """What a journal's row is about, by kind."""
    return {
        "agenda_item": _("Agenda item"),
        "agenda_release": _("Agenda release"),
        "api_token": _("Token of a program"),
        "application": _("Application"),
        "body": _("Body"),
        "campaign": _("Mailing"),
        "clause": _("Clause"),
        "council": _("Council"),
        "council_session": _("Session"),
        "import": _("Import"),
        "inbound_message": _("Incoming message"),
        "invitation": _("Invitation"),
        "letter": _("Letter"),
        "person": _("Person"),
        "publication": _("Publication"),
        "question": _("Question to delegates"),
        "recommendations": _("Recommendations"),
        "registration": _("Registration"),
        "registry": _("Registry"),
        "staff_user": _("Member of staff"),
        "subscription": _("Optional letters to an address"),
    }


def letter_standing_words() -> dict[LetterStanding, str]:
    """Where a letter is."""
    return {
        LetterStanding.QUEUED: _("Queued"),
        LetterStanding.SENDING: _("Being sent"),
        LetterStanding.WAITING: _("Waits for another try"),
        LetterStanding.PAUSED: _("Paused"),
        LetterStanding.SENT: _("Sent"),
        LetterStanding.BOUNCED: _("Not delivered"),
        LetterStanding.REFUSED: _("Refused"),
        LetterStanding.MISSED: _("Too late"),
        LetterStanding.CANCELLED: _("Sending cancelled"),
    }


NOT_ARRIVED = "not-arrived"  # in the address of the list of letters: what waits for a hand


def reach_words() -> dict[str, str]:
    """How a person can be reached, by the code in the address of the list."""
    return {"email": _("E-mail"), "phone": _("Telephone only"), "paper": _("Paper only")}


def alike_words() -> dict[str, str]:
    """By what two rows look like one."""
    return {"email": _("same e-mail"), "phone": _("same phone"), "name": _("same name")}


def import_kind_words() -> dict[ImportKind, str]:
    """What the rows of a file are."""
    return {
        ImportKind.BODIES: _("Bodies"),
        ImportKind.PEOPLE: _("People"),
        ImportKind.REGISTRATIONS: _("Registrations"),
    }


def import_state_words() -> dict[ImportState, str]:
    """Where an import is."""
    return {
        ImportState.UPLOADED: _("Columns to be chosen"),
        ImportState.CHECKING: _("Being checked"),
        ImportState.CHECKED: _("Checked, not imported yet"),
        ImportState.IMPORTING: _("Being imported"),
        ImportState.IMPORTED: _("Imported"),
        ImportState.UNDOING: _("Being undone"),
        ImportState.UNDONE: _("Undone"),
        ImportState.REFUSED: _("File refused"),
    }


def outcome_words() -> dict[RowOutcome, str]:
    """What rows bring."""
    return {
        RowOutcome.NEW: _("New"),
        RowOutcome.CHANGED: _("Changed"),
        RowOutcome.SAME: _("Ignored, there already"),
        RowOutcome.BAD: _("With faults"),
    }


def fault_words() -> dict[str, str]:
    """What is wrong with a cell."""
    return {
        "missing": _("is missing"),
        "too_long": _("is too long (500 characters at most)"),
        "bad_characters": _("holds characters that cannot be stored"),
        "too_many_marks": _("has more than %(number)d marks on one letter", number=LINE_MARKS),
        "not_a_code": _("is no code: Latin letters, digits, dots and dashes, 40 at most"),
        "not_an_email": _("is no e-mail address"),
        "email_not_latin": _("needs Latin letters before the @"),
        "not_a_phone": _("is no phone number"),
        "not_a_number": _("is no whole number"),
        "unknown_kind": _("is no kind of body"),
        "unknown_role": _("is no role"),
        "unknown_region": _("is no known region"),
        "unknown_language": _("is no known language"),
        "unknown_body": _("is no body of the registry"),
        "stands_twice": _("stands twice in the file"),
        "no_seat_left": _("all seats of the body are taken"),
        "body_declined": _("the body declined"),
        "body_is_not_invited": _("the invitation of the body was withdrawn"),
    }


def left_words() -> dict[str, str]:
    """Why undoing an import left something as it is."""
    return {
        "in_use": _("is in use by now: something else refers to it"),
        "edited_since": _("was edited after the import"),
    }


def inbound_kind_words() -> dict[InboundKind, str]:
    """What came back."""
    return {
        InboundKind.HARD_BOUNCE: _("Bounced"),
        InboundKind.SOFT_BOUNCE: _("Delayed, or given up"),
        InboundKind.DELIVERED: _("Delivered"),
        InboundKind.AUTO_REPLY: _("Automatic reply"),
        InboundKind.CALENDAR_REPLY: _("Answer from a calendar"),
        InboundKind.RECEIPT: _("Read receipt"),
        InboundKind.MESSAGE: _("Message"),
    }


def calendar_answer_words() -> dict[str, str]:
    """What somebody pressed in a calendar (RFC 5545, PARTSTAT)."""
    return {
        "ACCEPTED": _("Accepted"),
        "DECLINED": _("Declined"),
        "TENTATIVE": _("Perhaps"),
        "DELEGATED": _("Passed on to somebody"),
        "COUNTER": _("Proposes another time"),
    }


def office_refusals() -> dict[str, str]:
    """Refusals of the letters viewer and of imports."""
    return {
        "file_too_large": _("The file is too large: 20 MB at most."),
        "file_is_a_bomb": _("The file unpacks to far more than it should. Save it anew as XLSX or CSV."),
        "file_was_erased": _(
            "Somebody's data was erased while this file waited, so the file is gone. Send it anew without them."
        ),
        "file_unreadable": _("The file cannot be read as a table. Save it anew as XLSX or CSV, without a password."),
        "file_empty": _("The file holds no rows."),
        "too_many_rows": _("The file has too many rows: 100,000 at most."),
        "too_many_columns": _("The file has too many columns: 100 at most."),
        "import_is_running": _("The rows are being imported already. Each of them comes in once."),
        "import_is_done": _("The rows are imported already. Each of them came in once."),
        "import_not_done_yet": _("The import is still running. It can be undone as soon as it has ended."),
        "undoing_is_running": _("The import is being undone already."),
        "import_is_undone": _("The import is undone already."),
        "import_has_moved_on": _("This import has moved on meanwhile. Look at its state below."),
        "nothing_to_import": _("There is nothing to import: no row is new or changed."),
        "council_is_new": _("The council %(code)s is not known here yet. An administrator imports its first session."),
        "letter_not_resendable": _("The letter is on its way; it can be sent again once that has ended."),
        "letter_too_late": _("It is too late for this letter: its deadline has passed."),
        "letter_link_is_dead": _(
            "A link in this letter opens nothing any more: a newer one has replaced it. Send a new letter from the "
            "page of the body or the person."
        ),
        "letter_is_outdated": _(
            "This letter no longer says how things stand, so it was not sent. Send the latest one again, or a new one "
            "from the page of the body or the person."
        ),
        "session_is_called_off": _(
            "The session was postponed or cancelled, so this letter was not sent. Send the letter that says so again."
        ),
        "invitation_is_withdrawn": _(
            "The invitation was withdrawn, so this letter was not sent. The page of the body can invite it again."
        ),
        "body_has_answered": _(
            "Nobody whom this letter reminds is silent any more, so it was not sent. The page of the body has its link "
            "and its letters."
        ),
        "address_wants_no_letters": _(
            "This address asked for no reminders and no letters beside the invitation, so nothing was sent. Please "
            "telephone."
        ),
        "message_was_assigned": _("Somebody else has assigned this message to a body meanwhile."),
        "letter_not_cancellable": _("The letter has left already."),
    }
