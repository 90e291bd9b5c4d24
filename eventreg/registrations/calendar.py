"""The calendar entry of a registration: one stable UID, a growing SEQUENCE (RFC 5545, 5546)."""

from datetime import datetime

from eventreg.accounts.tokens import are_answers_read
from eventreg.core.config import current_settings
from eventreg.core.links import absolute_url
from eventreg.documents.calendar import Event, Method, render_calendar
from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.mail.mime import bare_address
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.session_facts import session_facts


def calendar_entry(registration: Registration, method: Method, now: datetime, attendee: str = "") -> str:
    """An iCalendar text in the person's language.

    PUBLISH is a file to take along; REQUEST and CANCEL name the person as attendee, since Outlook and Gmail compare
    that with the recipient: the `attendee` where that is not the person's present address.

    A calendar answers its ORGANIZER (RFC 5546, 3.2.3): where eventreg reads what comes back that is the address of
    MAIL_FROM, under the council's name, else the council's own. Where that changes later, entries that stand in
    calendars keep their UID, and the next REQUEST, whose SEQUENCE has grown, brings the new ORGANIZER (3.2.2.6).
    """
    council_session, language = registration.council_session, registration.language
    facts = session_facts(council_session, language)
    settings = current_settings()
    with speaking(language):
        reference = _("Your reference:")
    organizer = bare_address(settings.mail_from)
    if facts.contact_email and not are_answers_read():
        organizer = facts.contact_email
    contact = facts.contact_email if facts.contact_email != organizer else ""
    is_addressed = method != "PUBLISH"
    event = Event(
        uid=f"{registration.public_id}@{settings.host}",
        sequence=registration.calendar_sequence,
        starts_at=council_session.starts_at,
        ends_at=council_session.ends_at,
        summary=facts.title,
        description=f"{facts.council}\n{facts.when}\n{reference} {registration.reference}\n{contact}".rstrip(),
        location=facts.where,
        url=absolute_url(f"/s/{council_session.address}"),
        organizer_name=facts.council,
        organizer_email=organizer,
        attendee_name=full_name(registration.person) if is_addressed else "",
        attendee_email=(attendee or registration.person.email) if is_addressed else "",
    )
    return render_calendar([event], method=method, stamp=now).decode()
