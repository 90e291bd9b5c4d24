"""Duplicates in the registry: found, compared, merged, parted again, or told apart for good."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eventreg.bodies.actions.distinguishing import doubt_again, tell_apart
from eventreg.bodies.actions.merging import merge_bodies, merge_people, undo_merge
from eventreg.bodies.duplicates import duplicate_bodies, duplicate_people
from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import body_by_public_id, distinction_by_public_id, merge_by_public_id
from eventreg.bodies.rules import councils_edited_by, may_edit_bodies
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language
from eventreg.i18n import gettext as _
from eventreg.office.people import distinctions_for, merges_for, people_of, person_of
from eventreg.office.words import alike_words

Answer = Response | str
blueprint = Blueprint("duplicates", __name__, url_prefix="/office/duplicates")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def index() -> Answer:
    """Pairs that may be one, and the latest merges with a way back."""
    require(may_edit_bodies(current_actor()))
    councils = councils_edited_by(current_actor())
    return render_template(
        "duplicates/index.html",
        people=duplicate_people(people_of(councils)),
        bodies=duplicate_bodies(),
        alike=alike_words(),
        merges=merges_for(councils),
        told_apart=distinctions_for(councils),
    )


@blueprint.get("/<kind>/<kept_id>/<gone_id>")
def compare(kind: str, kept_id: str, gone_id: str) -> Answer:
    """Both side by side, and which of them stays."""
    require(may_edit_bodies(current_actor()))
    kept, gone = _found(kind, kept_id), _found(kind, gone_id)
    return render_template("duplicates/compare.html", kind=kind, kept=kept, gone=gone)


@blueprint.post("/<kind>/<kept_id>/<gone_id>/merge")
def merge(kind: str, kept_id: str, gone_id: str) -> Answer:
    """The second is merged into the first."""
    require(may_edit_bodies(current_actor()))
    kept, gone = _found(kind, kept_id), _found(kind, gone_id)
    try:
        with transaction():
            if isinstance(kept, Body) and isinstance(gone, Body):
                merge_bodies(kept, gone, current_actor(), clock.now())
            elif isinstance(kept, Person) and isinstance(gone, Person):
                merge_people(kept, gone, current_actor(), clock.now())
        flash(_("They are one now. This can be undone below."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".index"))


@blueprint.post("/<public_id>/undo")
def undo(public_id: str) -> Answer:
    """Both stand again as they stood."""
    require(may_edit_bodies(current_actor()))
    found = merge_by_public_id(public_id)
    if found is None:
        abort(404)
    _found("people" if found.kind == "person" else "bodies", found.kept)
    try:
        with transaction():
            undo_merge(found, current_actor(), clock.now())
        flash(_("They are two again."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".index"))


@blueprint.post("/<kind>/<first_id>/<second_id>/apart")
def apart(kind: str, first_id: str, second_id: str) -> Answer:
    """The two are offered no more."""
    require(may_edit_bodies(current_actor()))
    first, second = _found(kind, first_id), _found(kind, second_id)
    try:
        with transaction():
            tell_apart(first, second, current_actor(), clock.now())
        flash(_("They are offered as duplicates no more. This can be undone below."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".index"))


@blueprint.post("/apart/<public_id>/undo")
def doubt(public_id: str) -> Answer:
    """The two are offered again while they are alike."""
    require(may_edit_bodies(current_actor()))
    found = distinction_by_public_id(public_id)
    if found is None:
        abort(404)
    for row in (found.first, found.second):
        _found("people" if found.kind == "person" else "bodies", row)
    with transaction():
        doubt_again(found, current_actor(), clock.now())
    flash(_("The mark was taken back."), "success")
    return redirect(url_for(".index"))


def _found(kind: str, public_id: str) -> Body | Person:
    """A body, or a person whom a council of the actor knows; else 404."""
    found: Body | Person | None = None
    if kind == "people":
        found = person_of(councils_edited_by(current_actor()), public_id)
    elif kind == "bodies":
        found = body_by_public_id(public_id)
    if found is None:
        abort(404)
    return found
