"""The registry of bodies in the office."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.bodies.actions import add_body, change_body
from eventreg.bodies.forms import BodyForm
from eventreg.bodies.models import Body, BodyKind
from eventreg.bodies.queries import all_regions, bodies, body_by_public_id
from eventreg.bodies.rules import may_edit_bodies, may_see_bodies
from eventreg.bodies.words import body_kind_words
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import paged, prefer_cookie_language, refusal_sentence, render
from eventreg.i18n import gettext as _

Answer = Response | tuple[str, int]
blueprint = Blueprint("bodies", __name__, url_prefix="/office/bodies")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def index() -> Answer:
    """The registry, with search in any script and filters."""
    require(may_see_bodies(current_actor()))
    text, kind, region = (request.args.get(name, "")[:100] for name in ("q", "kind", "region"))
    known = BodyKind(kind) if kind in list(BodyKind) else None
    return render(
        "bodies/index.html",
        page=paged(bodies(text, known, region)),
        text=text,
        kind=kind,
        region=region,
        kinds=body_kind_words(),
        regions=all_regions(),
        may_edit=may_edit_bodies(current_actor()),
    )


@blueprint.route("/add", methods=["GET", "POST"])
def add() -> Answer:
    """A new body."""
    require(may_edit_bodies(current_actor()))
    form = BodyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                body = add_body(str(form.code.data), form.details(), current_actor(), clock.now())
                public_id = body.public_id
        except Refusal as refusal:
            form.refuse("code", refusal_sentence(refusal))
        else:
            flash(_("The body was added."), "success")
            return redirect(url_for("bodies.edit", public_id=public_id))
    return render("bodies/edit.html", form=form, body=None, conflicts=[])


@blueprint.route("/<public_id>", methods=["GET", "POST"])
def edit(public_id: str) -> Answer:
    """A body's details."""
    require(may_edit_bodies(current_actor()))
    body = _found(public_id)
    form = BodyForm(body)
    if form.validate_on_submit() and not form.is_outdated:
        with transaction():
            change_body(body, form.details(), current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
        return redirect(url_for("bodies.index"))
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    return render("bodies/edit.html", 409 if conflicts else 200, form=form, body=body, conflicts=conflicts)


def _found(public_id: str) -> Body:
    body = body_by_public_id(public_id)
    if body is None:
        abort(404)
    return body
