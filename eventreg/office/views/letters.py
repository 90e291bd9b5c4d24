"""The letters viewer: what went out word for word, each attempt with the server's words, sending again.

In development it replaces a mail catcher: there whoever handles letters sees the personal links too.
"""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from eventreg.bodies.models import Contact
from eventreg.bodies.rules import may_edit_bodies
from eventreg.bodies.words import contact_rank_words
from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.links import fill_marks, mask_marks
from eventreg.core.pages import flash_refusal, page_language, paged, prefer_cookie_language, render
from eventreg.files.queries import read_digest
from eventreg.i18n import gettext as _
from eventreg.invitations.recipients import mailing_of
from eventreg.mail.actions import cancel, resend
from eventreg.mail.models import InboundKind, Letter, LetterStanding
from eventreg.mail.queries import (
    bounce_of,
    doubtful_addresses,
    letter_by_public_id,
    letter_counts,
    letters_of_session,
    returned_counts,
    returned_to_letter,
    returned_to_session,
)
from eventreg.mail.rules import (
    can_be_cancelled,
    can_be_resent,
    may_handle_letters,
    may_handle_staff_letters,
    may_read_letters,
)
from eventreg.office.queries import bounced_in
from eventreg.office.things import things_about, things_named
from eventreg.office.undelivered import waiting_by_session, waits_for_a_hand
from eventreg.office.words import NOT_ARRIVED, letter_standing_words
from eventreg.registrations.naming import full_name
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id

Answer = AnyResponse | tuple[str, int]
blueprint = Blueprint("letters", __name__, url_prefix="/office")

KAZAKHSTAN = "Asia/Almaty"  # the whole country has one time since 2024
# The letter's HTML has its own inline styles and nothing else; it is shown in a frame of ours without any right.
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/<council_slug>/<session_code>/letters/")
def index(council_slug: str, session_code: str) -> Answer:
    """The letters of a session, latest first, by state and by words in address or subject."""
    council_session = office_session(council_slug, session_code)
    require(may_read_letters(current_actor(), council_session.council.public_id))
    return _listed(council_session.public_id, council_session)


@blueprint.get("/letters/")
def staff() -> Answer:
    """The letters to members of staff."""
    require(may_handle_staff_letters(current_actor()))
    return _listed("", None)


@blueprint.get("/<council_slug>/<session_code>/letters/returned")
def returned(council_slug: str, session_code: str) -> Answer:
    """What came back to letters of a session, latest first, and addresses at which nothing arrives."""
    council_session = office_session(council_slug, session_code)
    require(may_read_letters(current_actor(), council_session.council.public_id))
    return _returned(council_session.public_id, council_session)


@blueprint.get("/letters/returned")
def returned_to_staff() -> Answer:
    """What came back to letters to staff, and what is about no letter of ours."""
    require(may_handle_staff_letters(current_actor()))
    return _returned("", None)


@blueprint.get("/letters/<public_id>")
def show(public_id: str) -> Answer:
    """One letter with its text, attachments and attempts."""
    letter, council_session = _readable(public_id)
    return render(
        "letters/show.html",
        letter=letter,
        council_session=council_session,
        zone=_zone(council_session),
        text=_shown(letter.text, council_session),
        may_handle=_may_with(may_handle_letters, council_session),
        can_be_resent=can_be_resent(letter),
        can_be_cancelled=can_be_cancelled(letter),
        about=things_about(letter),
        campaign=mailing_of(letter),
        returned=returned_to_letter(letter),
        is_address_dead=bounce_of(letter.recipient) is not None,
    )


@blueprint.get("/letters/<public_id>/html")
def html(public_id: str) -> Answer:
    """The HTML part alone, for the frame on the letter's page."""
    letter, council_session = _readable(public_id)
    response = make_response(_shown(letter.html, council_session))
    response.headers["Content-Security-Policy"], response.headers["X-Frame-Options"] = FRAMED, "SAMEORIGIN"
    return response


@blueprint.get("/letters/<public_id>/files/<sha256>")
def attachment(public_id: str, sha256: str) -> Answer:
    """A file as it went out with the letter."""
    letter, _session = _readable(public_id)
    name = next((found.file_name for found in letter.attachments if found.sha256 == sha256), None)
    if name is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(read_digest(sha256), mimetype="application/octet-stream", headers=headers)


@blueprint.post("/letters/<public_id>/resend")
def send_again(public_id: str) -> Answer:
    """Queues the letter once more, under the same Message-ID."""
    letter = _handled(public_id)
    try:
        with transaction():
            resend(letter, current_actor(), clock.now())
        flash(_("The letter is in the queue."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/letters/<public_id>/cancel")
def hold_back(public_id: str) -> Answer:
    """A queued or waiting letter is not sent."""
    letter = _handled(public_id)
    try:
        with transaction():
            cancel(letter, current_actor(), clock.now())
        flash(_("The letter will not be sent."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", public_id=public_id))


def _listed(council_session_id: str, council_session: CouncilSession | None) -> Answer:
    text, wanted = request.args.get("q", "")[:100], request.args.get("state", "")
    standing = LetterStanding(wanted) if wanted in list(LetterStanding) else None
    found = letters_of_session(council_session_id, standing, text)
    if wanted == NOT_ARRIVED:
        found = found.where(waits_for_a_hand())
    numbers = letter_counts(council_session_id)
    waiting = waiting_by_session([council_session_id]).get(council_session_id, 0)
    return render(
        "letters/index.html",
        council_session=council_session,
        zone=_zone(council_session),
        page=paged(found),
        readable={council_session_id},
        numbers={**numbers, NOT_ARRIVED: waiting},
        in_all=sum(numbers.values()),
        words=letter_standing_words(),
        states={**letter_standing_words(), NOT_ARRIVED: _("To be sent again")},
        standing=NOT_ARRIVED if wanted == NOT_ARRIVED else standing,
        text=text,
    )


def _returned(council_session_id: str, council_session: CouncilSession | None) -> Answer:
    wanted = request.args.get("kind", "")
    kind = InboundKind(wanted) if wanted in list(InboundKind) else None
    page = paged(returned_to_session(council_session_id, kind))
    dead = _dead(council_session) if council_session else []
    return render(
        "letters/returned.html",
        council_session=council_session,
        zone=_zone(council_session),
        page=page,
        things=things_named((message.about_kind, message.about_id) for message in page.rows),
        readable={council_session_id},
        numbers=returned_counts(council_session_id),
        kind=kind,
        may_take_back=council_session is not None and _may_with(may_handle_letters, council_session),
        dead=dead,
        doubtful=doubtful_addresses([one["address"] for one in dead]),
    )


def _dead(council_session: CouncilSession) -> list[dict[str, str]]:
    """Whose address is to be corrected, with the page on which that is done."""
    slug, code = council_session.council.slug, council_session.code
    found = bounced_in(council_session)
    bodies = [
        {
            "name": invitation.body.name.in_language(page_language()),
            "address": invitation.email,
            "url": url_for("invitations.show", council_slug=slug, session_code=code, public_id=invitation.public_id),
        }
        for invitation in found.invitations
    ]
    contacts = [
        {
            "name": f"{one.body.name.in_language(page_language())}, {contact_rank_words()[one.rank]}",
            "address": one.email,
            "url": _page_of(one),
        }
        for one in found.contacts
    ]
    people = [
        {
            "name": full_name(one.person),
            "address": one.person.email,
            "url": url_for("people.edit", public_id=one.person.public_id)
            if may_edit_bodies(current_actor())
            else url_for("registrations.show", council_slug=slug, session_code=code, public_id=one.public_id),
        }
        for one in found.registrations
    ]
    return bodies + contacts + people


def _page_of(contact: Contact) -> str:
    """Where the contact is corrected; "" for whoever may not."""
    if not may_edit_bodies(current_actor()):
        return ""
    return url_for("bodies.contact_edit", public_id=contact.body.public_id, contact_id=contact.public_id)


def _readable(public_id: str) -> tuple[Letter, CouncilSession | None]:
    """The letter and its session, if the actor may read it."""
    letter, council_session = _found(public_id)
    require(_may_with(may_read_letters, council_session))
    return letter, council_session


def _handled(public_id: str) -> Letter:
    """The letter, if the actor may send it again or hold it back."""
    letter, council_session = _found(public_id)
    require(_may_with(may_handle_letters, council_session))
    return letter


def _may_with(rule: Callable[[Actor, str], bool], council_session: CouncilSession | None) -> bool:
    """Whether the rule allows letters of the session's council; letters to staff have one rule for everything."""
    if council_session is None:
        return may_handle_staff_letters(current_actor())
    return rule(current_actor(), council_session.council.public_id)


def _found(public_id: str) -> tuple[Letter, CouncilSession | None]:
    """The letter and the session that it belongs to (letters to staff belong to none); 404 for a foreign council's."""
    letter = letter_by_public_id(public_id)
    if letter is None:
        abort(404)
    if not letter.council_session:
        return letter, None
    council_session = session_by_public_id(letter.council_session) or abort(404)
    return letter, office_session(council_session.council.slug, council_session.code)


def _zone(council_session: CouncilSession | None) -> str:
    return council_session.time_zone if council_session else KAZAKHSTAN


def _shown(part: str, council_session: CouncilSession | None) -> str:
    """The part with its links masked; in development they are real for whoever handles letters."""
    is_open = not current_settings().is_production and _may_with(may_handle_letters, council_session)
    return fill_marks(part) if is_open else mask_marks(part)
