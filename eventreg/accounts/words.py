"""Words for roles and states, and sentences for what actions refuse, in the reader's language."""

from eventreg.accounts.models import StaffUser
from eventreg.core.actors import Role
from eventreg.i18n import gettext as _
from eventreg.i18n.text import Translated

CLOCK = ("Asia/Almaty", Translated(kk="Астана", ru="Астана", en="Astana"))  # for moments that belong to no session


def role_words() -> dict[Role, str]:
    """Each role with its word."""
    return {
        Role.ORGANIZER: _("Organizer"),
        Role.SECRETARY: _("Secretary"),
        Role.CHAIR: _("Chair"),
        Role.TRANSLATOR: _("Translator"),
        Role.PRESS: _("Press officer"),
        Role.DOOR: _("Door staff"),
        Role.AUDITOR: _("Auditor"),
    }


def role_hints() -> dict[Role, str]:
    """What each role may do, in one sentence."""
    return {
        Role.ORGANIZER: _("Sessions, bodies, invitations, registrations, attendance; not the texts."),
        Role.SECRETARY: _("Everything of the council's sessions until the recommendations are adopted."),
        Role.CHAIR: _("Tables and adopts the recommendations, sees the quorum."),
        Role.TRANSLATOR: _("The wording of the recommendations in each language."),
        Role.PRESS: _("Publishes what the press is given."),
        Role.DOOR: _("Checks people in at the door, nothing else."),
        Role.AUDITOR: _("Reads everything, changes nothing, sees no personal links."),
    }


def staff_state(user: StaffUser) -> tuple[str, str]:
    """The word for the state of a member of staff, and the tone of its tag."""
    if not user.is_active:
        return _("Deactivated"), "muted"
    return (_("Active"), "good") if user.password_hash else (_("No password yet"), "warn")


def account_refusals() -> dict[str, str]:
    """Sentences for what actions on accounts refuse."""
    return {
        "wrong_sign_in": _("The e-mail address or the password is wrong. Check both, or ask for a new password."),
        "too_many_tries": _("There were too many failed tries with this address. Try again in %(minutes)s min."),
        "wrong_password": _("This is not your present password. Check it and enter it again."),
        "link_expired": _("This link no longer works."),
        "password_too_short": _("Use at least 12 characters, such as three or four words that do not belong together."),
        "password_too_long": _("Use at most 256 characters."),
        "password_common": _("This password is easy to guess. Choose words that others would not think of."),
        "password_like_email": _("The password must not be like your e-mail address. Choose other words."),
        "passwords_differ": _("The two passwords differ. Enter the same one twice."),
        "staff_email_taken": _("There is a member of staff with this e-mail address already."),
        "staff_inactive": _("Reactivate this person first; then a link can be sent."),
        "last_admin": _("This is the last active administrator. Make somebody else an administrator first."),
    }
