"""The list of bodies, and a body's details."""

from flask import flash, redirect, request, url_for

from eventreg.bodies.actions import add_body, change_body
from eventreg.bodies.forms import BodyForm
from eventreg.bodies.models import BodyKind
from eventreg.bodies.queries import all_regions, bodies, predecessors
from eventreg.bodies.rules import may_edit_bodies, may_export_registry, may_see_bodies
from eventreg.bodies.views.blueprint import Answer, blueprint, editable_body
from eventreg.bodies.words import body_kind_words
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import page_language, paged, refusal_sentence, render
from eventreg.i18n import gettext as _


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
        regions=[(found.code, found.name.in_language(page_language())) for found in all_regions()],
        may_edit=may_edit_bodies(current_actor()),
        may_export=may_export_registry(current_actor()),
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
    """A body's details, with its contacts and whom it follows."""
    body = editable_body(public_id)
    form = BodyForm(body)
    if form.validate_on_submit() and not form.is_outdated:
        try:
            with transaction():
                change_body(body, form.details(), current_actor(), clock.now())
            flash(_("The changes were saved."), "success")
            return redirect(url_for("bodies.index"))
        except Refusal as refusal:
            form.refuse("valid_until", refusal_sentence(refusal))
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    page = {"form": form, "body": body, "conflicts": conflicts, "predecessors": predecessors(body)}
    return render("bodies/edit.html", 409 if conflicts else 200, **page)
