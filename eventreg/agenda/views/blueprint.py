"""The office's blueprint of the agenda, with what its views share."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from eventreg.agenda.models import AgendaItem
from eventreg.agenda.queries import item_in
from eventreg.core.errors import Refusal
from eventreg.core.pages import prefer_cookie_language
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
blueprint = Blueprint("agenda", __name__, url_prefix="/office/<council_slug>/<session_code>/agenda")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


def present_item(council_session: CouncilSession, public_id: str) -> AgendaItem:
    """The item as it is now. Raises `Refusal("item_is_gone")`."""
    item = item_in(council_session, public_id)
    if item is None:
        raise Refusal("item_is_gone")
    return item


def address_of(council_session: CouncilSession) -> dict[str, str]:
    """What every address below a session needs."""
    return {"council_slug": council_session.council.slug, "session_code": council_session.code}


def back_to_builder(council_session: CouncilSession, public_id: str = "") -> Answer:
    """A redirect to the draft, to the place of the item if one is named, so that the focus stays with it."""
    slug, code = council_session.council.slug, council_session.code
    anchor = f"item-{public_id}" if public_id else None
    return redirect(url_for("agenda.builder", council_slug=slug, session_code=code, _anchor=anchor))
