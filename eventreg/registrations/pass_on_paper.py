"""The pass of one person as a document of one A6 page: PDF to print, PNG to keep on a phone."""

from datetime import datetime

from eventreg.documents.pdf import render_pages, render_pdf
from eventreg.documents.qr import qr_svg
from eventreg.documents.types import Sealed
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.passes import pass_text
from eventreg.registrations.session_facts import session_facts

TEMPLATE = "pass.typ"
DOTS = 220  # to the inch: 909 × 1282 points, a phone's screen


def pass_pdf(registration: Registration, now: datetime) -> bytes:
    """One page with the QR code, in the reader's language; whatever the length of the names."""
    return render_pdf(TEMPLATE, _seal(now), _content(registration), pictures=_pictures(registration))


def pass_png(registration: Registration, now: datetime) -> bytes:
    """The same page as a picture."""
    return render_pages(TEMPLATE, _seal(now), _content(registration), _pictures(registration), DOTS)[0]


def _seal(now: datetime) -> Sealed:
    return Sealed(title=_("Your pass"), version="", released_at=now)


def _pictures(registration: Registration) -> dict[str, bytes]:
    return {"pass.svg": qr_svg(pass_text(registration), label=_("QR code of your pass")).encode()}


def _content(registration: Registration) -> dict[str, object]:
    language = current_language()
    facts = session_facts(registration.council_session, language)
    part = {
        "language": language,
        "label": _("QR code of your pass"),
        "council": facts.council,
        "code": registration.short_code,
        "name": full_name(registration.person),
        "body": registration.body.name.in_language(language) if registration.body else "",
        "session": facts.title,
        "when": facts.when,
        "where": facts.where,
    }
    return {"parts": [part]}
