"""The organizer's list of a session's registrations."""

from flask import request

from eventreg.core.guards import current_actor
from eventreg.core.pages import paged, render
from eventreg.i18n.languages import known_language
from eventreg.registrations.consents.queries import open_requests
from eventreg.registrations.models import ParticipantRole, RegistrationState
from eventreg.registrations.queries import Filter, bodies_with_registrations, numbers_by_state, registrations
from eventreg.registrations.rules import may_edit_registrations, may_export_registrations
from eventreg.registrations.substituting import substitutions
from eventreg.registrations.views.blueprints import Answer, office, readable_session

PER_PAGE = 250


@office.get("")
def index(council_slug: str, session_code: str) -> Answer:
    """Everybody by the Kazakh alphabet, with search in any script, filters and numbers."""
    council_session = readable_session(council_slug, session_code)
    narrowed, actor = filter_from_address(), current_actor()
    return render(
        "registrations/index.html",
        council_session=council_session,
        page=paged(registrations(council_session, narrowed), PER_PAGE),
        narrowed=narrowed,
        numbers=numbers_by_state(council_session),
        instead_of=substitutions(council_session),
        bodies=bodies_with_registrations(council_session),
        erasure_requests=len(open_requests(council_session)),
        may_edit=may_edit_registrations(actor, council_session),
        may_export=may_export_registrations(actor, council_session),
    )


def filter_from_address() -> Filter:
    """How the address narrows the list; what it does not know narrows nothing."""
    given = {name: request.args.get(name, "")[:100] for name in ("q", "state", "role", "language", "body")}
    return Filter(
        text=given["q"],
        state=RegistrationState(given["state"]) if given["state"] in list(RegistrationState) else None,
        role=ParticipantRole(given["role"]) if given["role"] in list(ParticipantRole) else None,
        language=known_language(given["language"]) or "",
        body=given["body"],
    )
