"""Letters to staff; each holds the mark of the one-time link that sets a password."""

from datetime import datetime

from eventreg.accounts.models import StaffUser
from eventreg.mail.actions import post
from eventreg.mail.models import Letter


def staff_invitation(user: StaffUser, now: datetime) -> Letter:
    """Welcomes a member of staff; the link counts for 7 days."""
    return _with_link("staff_invitation", user, now)


def password_link(user: StaffUser, now: datetime) -> Letter:
    """For somebody who forgot the password; the link counts for 2 hours."""
    return _with_link("password_link", user, now)


def _with_link(kind: str, user: StaffUser, now: datetime) -> Letter:
    return post(
        kind,
        key=f"{kind}:{user.public_id}:{user.link_version}",
        to=user.email,
        language=user.language,
        about=("staff_user", user.public_id),
        council_session="",
        now=now,
        context={"name": user.name, "email": user.email, "link": user.link.mark},
        not_after=user.link_expires_at,
    )
