"""The blueprints of invitations, and finding what a request is about."""

from typing import NoReturn

from flask import Blueprint, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, device, granted_version, require
from eventreg.core.pages import page_language, prefer_cookie_language, render
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.invitations.link_uses import note_use
from eventreg.invitations.models import Campaign, Invitation, InvitationState
from eventreg.invitations.queries import Narrowed, invitation_by_public_id, invitation_in
from eventreg.invitations.recipients import campaign_in
from eventreg.invitations.rules import Standing, has_live_link, may_edit_invitations, may_see_invitations
from eventreg.registrations.forms import NewLinkForm
from eventreg.registrations.session_facts import session_facts
from eventreg.sessions.finding import ask_about, office_session
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
MENDED_ON = {
    "letter_lacks_language": "invitations.letter",
    "letterhead_has_no_signatory": "mailings.letterhead",
    "deadline_has_passed": "sessions.edit",
}

office = Blueprint("invitations", __name__, url_prefix="/office/<council_slug>/<session_code>/invitations")
mailings = Blueprint("mailings", __name__, url_prefix="/office/<council_slug>/<session_code>/mailings")
outgoing = Blueprint("outgoing", __name__, url_prefix="/office/<council_slug>/outgoing-letters")
guest = Blueprint("invitations_guest", __name__, url_prefix="/i")


@office.before_request
@mailings.before_request
@outgoing.before_request
@guest.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


def readable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose invitations the actor may see; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_see_invitations(current_actor(), council_session))
    return council_session


def editable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose invitations the actor may edit; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_invitations(current_actor(), council_session))
    return council_session


def invitation_of_session(council_session: CouncilSession, public_id: str) -> Invitation:
    """The invitation, when it belongs to that session, else 404."""
    invitation = invitation_in(council_session, public_id)
    if invitation is None:
        abort(404)
    return invitation


def narrowed_asked() -> Narrowed:
    """What the address narrows the board to; unknown values count for nothing."""
    asked = request.args
    state, kind = asked.get("state", ""), asked.get("kind", "")
    return Narrowed(
        text=asked.get("q", "")[:100],
        standing=Standing(state) if state in list(Standing) else None,
        kind=BodyKind(kind) if kind in list(BodyKind) else None,
        region=asked.get("region", "")[:20],
    )


def arguments_of(narrowed: Narrowed) -> dict[str, str]:
    """The same, as the address of the board says it."""
    asked = {
        "q": narrowed.text,
        "state": narrowed.standing.value if narrowed.standing else "",
        "kind": narrowed.kind.value if narrowed.kind else "",
        "region": narrowed.region,
    }
    return {name: value for name, value in asked.items() if value}


def mailing_of_session(council_session: CouncilSession, number: int) -> Campaign:
    """The mailing with that number of the session, else 404."""
    return campaign_in(council_session, number) or abort(404)


def way_to_mend(council_session: CouncilSession, refusal: Refusal, otherwise: str) -> Response:
    """To the page on which the office mends what a sending was refused for, else to that other address."""
    endpoint = MENDED_ON.get(refusal.reason)
    slug, code = council_session.council.slug, council_session.code
    return redirect(url_for(endpoint, council_slug=slug, session_code=code) if endpoint else otherwise)


def mailing_url(council_session: CouncilSession, number: int) -> str:
    """The page of a mailing."""
    slug, code = council_session.council.slug, council_session.code
    return url_for("mailings.show", council_slug=slug, session_code=code, number=number)


def opened(public_id: str) -> Invitation:
    """The invitation that the visitor's cookie opens; else the page with the way to a new link (410)."""
    invitation = invitation_by_public_id(public_id)
    if invitation is None or granted_version("invitation", public_id) != invitation.link_version:
        gone()
    if not has_live_link(invitation):
        gone()
    if invitation.state is InvitationState.WITHDRAWN:
        taken_back(invitation)
    if request.method == "POST":
        with transaction():
            note_use(invitation, invitation.link_version, device(), clock.now())
    ask_about(invitation.council_session)
    prefer_cookie_language(invitation.language)
    return invitation


def gone() -> NoReturn:
    """One plain page for unknown, replaced and foreign links and those of closed sessions alike."""
    abort(make_response(render("invitations_guest/gone.html", 410, form=NewLinkForm(formdata=None))))


def taken_back(invitation: Invitation) -> NoReturn:
    """Where the link of a withdrawn invitation leads: it says so and whom to call, and nothing of the body (410)."""
    prefer_cookie_language(invitation.language)
    facts = session_facts(invitation.council_session, page_language())
    page = render("invitations_guest/withdrawn.html", 410, council_session=invitation.council_session, facts=facts)
    abort(make_response(page))


def as_body(invitation: Invitation) -> Actor:
    """Who acts on a page behind a body's link."""
    return Actor("invitation", invitation.public_id)
