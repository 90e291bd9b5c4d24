"""The letter to somebody who applied."""

from datetime import datetime

from eventreg.applications.models import Application
from eventreg.mail.actions import post
from eventreg.mail.models import Letter
from eventreg.registrations.session_facts import sender_of


def application_link(application: Application, now: datetime) -> Letter:
    """Asks whoever owns the address to confirm, by a personal link that works for two days."""
    council_session, language = application.council_session, application.language
    name = f"{application.surname} {application.given_name} {application.patronymic}".strip()
    return post(
        "application_link",
        key=f"application_link:{application.public_id}",
        to=application.email,
        language=language,
        about=("application", application.public_id),
        council_session=council_session.public_id,
        now=now,
        context={**sender_of(council_session, language), "name": name, "link": application.link.mark},
    )
