"""The registry of people: found in any script, entered and edited."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.bodies.actions import edit_person, enter_person
from eventreg.bodies.models import Person
from eventreg.bodies.queries import all_codes
from eventreg.bodies.rules import councils_read_by, may_edit_bodies, may_export_registry, may_see_bodies
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import paged, prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.office.forms import RegistryPersonForm
from eventreg.office.people import people_of, person_of
from eventreg.office.words import reach_words

Answer = Response | tuple[str, int]
blueprint = Blueprint("people", __name__, url_prefix="/office/people")
SUGGEST = "suggest"


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def index() -> Answer:
    """People of own councils by name, with search in any script."""
    actor = current_actor()
    require(may_see_bodies(actor))
    text, reach = (request.args.get(name, "")[:100] for name in ("q", "reach"))
    return render(
        "people/index.html",
        page=paged(people_of(councils_read_by(actor), text, reach=reach)),
        text=text,
        reach=reach,
        reaches=reach_words(),
        may_edit=may_edit_bodies(actor),
        may_export=may_export_registry(actor),
    )


@blueprint.route("/add", methods=["GET", "POST"])
def add() -> Answer:
    """A person who is registered nowhere yet."""
    require(may_edit_bodies(current_actor()))
    form = RegistryPersonForm()
    if form.validate_on_submit() and not _suggested(form):
        with transaction():
            enter_person(form.details(), form.its_body(), form.forms_of_name(), current_actor(), clock.now())
        flash(_("The person was added."), "success")
        return redirect(url_for("people.index"))
    return render("people/edit.html", form=form, person=None, conflicts=[], codes=all_codes())


@blueprint.route("/<public_id>", methods=["GET", "POST"])
def edit(public_id: str) -> Answer:
    """A person's details and name forms."""
    require(may_edit_bodies(current_actor()))
    person = found_person(public_id)
    form = RegistryPersonForm(person)
    if form.validate_on_submit() and not form.is_outdated and not _suggested(form):
        with transaction():
            details, forms = form.details(), form.forms_of_name()
            edit_person(person, details, form.its_body(), forms, current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
        return redirect(url_for("people.index"))
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    page = {"form": form, "person": person, "conflicts": conflicts, "codes": all_codes()}
    return render("people/edit.html", 409 if conflicts else 200, **page)


def found_person(public_id: str) -> Person:
    """The person, when a council of the actor knows them; else 404."""
    person = person_of(councils_read_by(current_actor()), public_id)
    if person is None:
        abort(404)
    return person


def _suggested(form: RegistryPersonForm) -> bool:
    """True when the button asked for name forms; the form holds them then and nothing was saved."""
    if form.step.data != SUGGEST:
        return False
    form.suggest()
    return True
