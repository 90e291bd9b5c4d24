"""The list of a session on paper: for the door with boxes to tick, or as it is."""

from collections.abc import Sequence
from datetime import datetime

from eventreg.core.db import session
from eventreg.documents.pdf import render_pdf
from eventreg.documents.types import Sealed
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local, long_date, stamp
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.queries import Filter, registrations
from eventreg.registrations.words import role_words
from eventreg.sessions.models import CouncilSession

ROWS = 30  # on a page
NAME, BODY, ROLE = 60, 95, 24  # characters that fit into a row of one page


def people_list(council_session: CouncilSession, narrowed: Filter, *, boxes: bool, now: datetime) -> bytes:
    """A PDF of the people as the list is narrowed, by the Kazakh alphabet, in the reader's language."""
    language, zone = current_language(), council_session.time_zone
    title = _("Door list") if boxes else _("List of participants")
    found = session().scalars(registrations(council_session, narrowed)).all()
    part = {
        "language": language,
        "title": title,
        "session": f"{council_session.title.in_language(language)}, {_day(council_session, language)}",
        "columns": [_("No."), *([""] if boxes else []), _("Person"), _("Body"), _("Role"), _("Code")],
        "boxes": boxes,
        "pages": _pages(found, language),
    }
    seal = Sealed(title=title, version=_("As of %(moment)s", moment=stamp(local(now, zone))), released_at=now)
    return render_pdf("people_list.typ", seal, {"parts": [part]})


def _pages(found: Sequence[Registration], language: str) -> list[list[dict[str, str]]]:
    roles = role_words()
    rows = [
        {
            "number": str(number),
            "name": _short(full_name(one.person), NAME),
            "body": _short(_its_body(one, language), BODY),
            "role": _short(roles[one.role], ROLE),
            "code": one.short_code,
        }
        for number, one in enumerate(found, start=1)
    ]
    return [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] or [[]]


def _its_body(registration: Registration, language: str) -> str:
    if registration.body is None:
        return ""
    return (registration.body.short_name or registration.body.name).in_language(language)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _day(council_session: CouncilSession, language: str) -> str:
    return long_date(local(council_session.starts_at, council_session.time_zone).date(), language)
