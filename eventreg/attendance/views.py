"""The door, who is in, and the quorum."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.attendance import rules
from eventreg.attendance.actions import check_out as let_out
from eventreg.attendance.actions import let_in, take_quorum_snapshot, undo_check_in
from eventreg.attendance.forms import ArrivalForm
from eventreg.attendance.lookup import MOST_FOUND, Sought, as_scanned, sought
from eventreg.attendance.models import Channel, Presence
from eventreg.attendance.queries import open_presence, people_in, presence_in, quorum, room, snapshots
from eventreg.attendance.words import TONES, door_words
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.passes import opened
from eventreg.registrations.queries import registration_in
from eventreg.registrations.words import STATE_TONES
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
blueprint = Blueprint("attendance", __name__, url_prefix="/office/<council_slug>/<session_code>/attendance")


@dataclass(frozen=True)
class Result:
    """What the door found: a kind of notice, a word, a sentence, what was typed, and the person if there is one.

    What was typed stands here and not in the field, or the next scan would be added to it.
    """

    kind: str
    word: str
    sentence: str
    registration: Registration | None = None
    presence: Presence | None = None
    typed: str = ""


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates call by name."""
    return {
        "full_name": full_name,
        "state_tones": STATE_TONES,
        "rules": rules,
    }


@blueprint.get("")
def desk(council_slug: str, session_code: str) -> Answer:
    """The door, with what became of the last check-in, and the numbers of the room."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_see_attendance(current_actor(), council_session))
    presence = presence_in(council_session, request.args.get("presence", ""))
    return _desk(council_session, _of_presence(presence) if presence else None)


@blueprint.route("/check-in", methods=["GET", "POST"])
def check_in(council_slug: str, session_code: str) -> Answer:
    """Lets in whoever was scanned, typed or chosen, or says why not, or asks who it is."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_check_in(current_actor(), council_session))
    if request.method == "POST":
        return _arrival(council_session, ArrivalForm())
    return _to_desk()  # from a link to another language on the page that answered a POST


@blueprint.get("/people")
def people(council_slug: str, session_code: str) -> Answer:
    """Who is in, by body, and which bodies are missing."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_see_attendance(current_actor(), council_session))
    by_body = groupby(people_in(council_session), key=lambda presence: presence.registration.body)
    return render(
        "attendance/people.html",
        council_session=council_session,
        address=_address(council_session),
        groups=[(body, list(presences)) for body, presences in by_body],
        room=room(council_session),
        instead_of=substitutions(council_session),
    )


@blueprint.post("/check-out")
def check_out(council_slug: str, session_code: str) -> Answer:
    """Lets the posted registration out; back to the list if it was there."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_check_in(current_actor(), council_session))
    registration = registration_in(council_session, request.form.get("registration", "")) or abort(404)
    back = "attendance.people" if request.form.get("back") == "people" else "attendance.desk"
    try:
        with transaction():
            let_out(registration, current_actor(), clock.now())
        flash(_("Checked out: %(name)s.", name=full_name(registration.person)), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(back, council_slug=council_slug, session_code=session_code), 303)


@blueprint.post("/undo")
def undo(council_slug: str, session_code: str) -> Answer:
    """Takes a check-in back."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_check_in(current_actor(), council_session))
    try:
        with transaction():
            presence = presence_in(council_session, request.form.get("presence", ""))
            if presence is not None:  # else it was undone before, perhaps by the first of two presses
                undo_check_in(presence, current_actor(), clock.now())
        flash(_("The check-in was undone."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return _to_desk()


@blueprint.post("/quorum")
def take_quorum(council_slug: str, session_code: str) -> Answer:
    """Keeps the quorum of this moment."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_take_quorum(current_actor(), council_session))
    with transaction():
        take_quorum_snapshot(council_session, current_actor(), clock.now())
    flash(_("The quorum was taken and is kept below."), "success")
    return _to_desk(anchor="quorum")


def _arrival(council_session: CouncilSession, form: ArrivalForm) -> Answer:
    """Somebody comes in, or the door says why not, or asks who it is."""
    own, chosen = council_session.id, request.form.get("registration")
    if not chosen and not form.validate():
        return _desk(council_session, form=form)
    text, public_id = str(form.text.data or ""), chosen or ""
    try:
        found = Sought(Channel.NAME, (chosen,)) if chosen else sought(text, council_session)
        if len(found.public_ids) > 1:
            return _desk(council_session, _question(found, text), found.people)
        (public_id,) = found.public_ids
        with transaction():
            by, now = current_actor(), clock.now()
            presence = let_in(own, public_id, found.channel, by, now, found.pass_version).public_id
    except Refusal as refusal:
        return _desk(council_session, _of_refusal(refusal, council_session, public_id, text))
    return _to_desk(presence=presence)


def _desk(
    council_session: CouncilSession,
    result: Result | None = None,
    choices: object = (),
    form: ArrivalForm | None = None,
) -> Answer:
    sees_quorum = rules.may_see_quorum(current_actor(), council_session)
    return render(
        "attendance/desk.html",
        council_session=council_session,
        address=_address(council_session),
        form=form if form is not None else ArrivalForm(formdata=None),
        result=result,
        choices=choices,
        room=room(council_session),
        quorum=quorum(council_session, clock.now()) if sees_quorum else None,
        snapshots=snapshots(council_session) if sees_quorum else [],
        now=clock.now(),
    )


def _of_presence(presence: Presence) -> Result:
    """What became of a check-in: as the database has it, so that no address can claim somebody is in."""
    if presence.left_at is not None:
        return Result("info", _("Checked out"), "", presence.registration)
    return Result("success", _("Checked in"), "", presence.registration, presence)


def _of_refusal(refusal: Refusal, council_session: CouncilSession, public_id: str, text: str) -> Result:
    """The refusal in a word and a sentence, with the person if the session knows the person."""
    if refusal.reason == "pass_replaced":
        public_id = opened(as_scanned(text)).registration
    registration = registration_in(council_session, public_id) if public_id else None
    is_in = registration is not None and refusal.reason == "already_in"
    return Result(
        TONES.get(refusal.reason, "error"),
        door_words()[refusal.reason],
        refusal_sentence(refusal),
        registration,
        open_presence(registration) if registration and is_in else None,
        text if refusal.reason == "nobody_found" else "",
    )


def _question(found: Sought, text: str) -> Result:
    is_cut = len(found.people) == MOST_FOUND
    sentence = _("These are the first %(num)d; type more of the name.", num=MOST_FOUND) if is_cut else ""
    return Result(TONES["several_found"], door_words()["several_found"], sentence, typed=text)


def _to_desk(presence: str | None = None, anchor: str | None = None) -> Response:
    """To the door of the session in the present address; reads nothing."""
    return redirect(url_for("attendance.desk", **(request.view_args or {}), presence=presence, _anchor=anchor), 303)


def _address(council_session: CouncilSession) -> dict[str, str]:
    return {"council_slug": council_session.council.slug, "session_code": council_session.code}
