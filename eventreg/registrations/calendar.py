"""The calendar entry of a registration: one stable UID, a growing SEQUENCE (RFC 5545, 5546)."""

from datetime import datetime
from email.utils import parseaddr

from eventreg.core.config import current_settings
from eventreg.core.links import absolute_url
from eventreg.documents.calendar import Event, Method, render_calendar
from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.session_facts import session_facts


def calendar_entry(registration: Registration, method: Method, now: datetime, attendee: str = "") -> str:
    """An iCalendar text in the person's language.

    PUBLISH is a file to take along; REQUEST and CANCEL name the person as attendee, since Outlook and Gmail compare
    that with the recipient: the `attendee` where that is not the person's present address.
    """
    council_session, language = registration.council_session, registration.language
    facts = session_facts(council_session, language)
    settings = current_settings()
    with speaking(language):
        reference = _("Your reference:")
    is_addressed = method != "PUBLISH"
    event = Event(
        uid=f"{registration.public_id}@{settings.host}",
        sequence=registration.calendar_sequence,
        starts_at=council_session.starts_at,
        ends_at=council_session.ends_at,
        summary=facts.title,
        description=f"{facts.council}\n{facts.when}\n{reference} {registration.reference}",
        location=facts.where,
        url=absolute_url(f"/s/{council_session.address}"),
        organizer_name=facts.council,
        organizer_email=facts.contact_email or parseaddr(settings.mail_from)[1],
        attendee_name=full_name(registration.person) if is_addressed else "",
        attendee_email=(attendee or registration.person.email) if is_addressed else "",
    )
    return render_calendar([event], method=method, stamp=now).decode()
