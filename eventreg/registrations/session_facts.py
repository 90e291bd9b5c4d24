"""What letters, calendar entries and guests' pages say about a session, as plain texts in one language."""

from dataclasses import dataclass
from datetime import datetime

from eventreg.i18n.dates import local, long_date, moment_in_city
from eventreg.i18n.phones import display
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.news import News


@dataclass(frozen=True)
class SessionFacts:
    """A session in one language; `when` names the city and the offset."""

    title: str
    council: str
    day: str
    when: str
    where: str
    city: str
    contact_email: str
    contact_phone: str


def session_facts(council_session: CouncilSession, language: str) -> SessionFacts:
    """The facts as they stand now."""
    council = council_session.council
    city = council_session.city.in_language(language)
    venue = council_session.venue.in_language(language)
    return SessionFacts(
        title=council_session.title.in_language(language),
        council=council.name.in_language(language),
        day=long_date(local(council_session.starts_at, council_session.time_zone).date(), language),
        when=moment_at_venue(council_session.starts_at, council_session, language),
        where=f"{city}, {venue}" if venue else city,
        city=city,
        contact_email=council.contact_email,
        contact_phone=display(council.contact_phone),
    )


def moment_at_venue(moment: datetime, council_session: CouncilSession, language: str) -> str:
    """The moment on the clocks of the venue, with the city and the offset."""
    city = council_session.city.in_language(language)
    return moment_in_city(moment, council_session.time_zone, city, language)


def news_of_session(council_session: CouncilSession, news: News, language: str) -> dict[str, object]:
    """What a letter says about a session that was called off, announced again or moved."""
    former = news.former_starts_at
    city, venue = news.former_city.in_language(language), news.former_venue.in_language(language)
    facts = session_facts(council_session, language)
    former_when = moment_in_city(former, council_session.time_zone, city, language) if former else ""
    former_where = f"{city}, {venue}" if venue else city
    return {
        **sender_of(council_session, language),
        "former_when": former_when if former_when != facts.when else "",
        "former_where": former_where if former_where != facts.where else "",
        "reason": council_session.stage_reason.in_language(language),
    }


def sender_of(council_session: CouncilSession, language: str) -> dict[str, object]:
    """What every letter about a session is given: its facts, and who stands in the footer."""
    facts = session_facts(council_session, language)
    return {
        "facts": facts,
        "council_name": facts.council,
        "contact_email": facts.contact_email,
        "contact_phone": facts.contact_phone,
    }
