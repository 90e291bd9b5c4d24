"""Handing out and erasing the data of one person."""

import json
from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person, export_person, people_called, publications_naming
from eventreg.core import clock
from eventreg.core.db import db, transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.core.scrubbing import scrub
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.office.rules import may_erase_person, may_look_for_persons
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.personal_data import registrations_of
from eventreg.registrations.rules import is_expected

Answer = AnyResponse | tuple[str, int]
blueprint = Blueprint("persons", __name__, url_prefix="/office/personal-data")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.get("/")
def index() -> Answer:
    """Finds people by public id or e-mail address, to hand out or erase their data."""
    actor = current_actor()
    require(may_look_for_persons(actor))
    text = request.args.get("q", "")[:200].strip()
    found = [person for person in people_called(text) if text and _may_erase(registrations_of(person))]
    lines = [(person, full_name(person), registrations_of(person)) for person in found]
    return render("persons/index.html", text=text, found=lines)


@blueprint.get("/<public_id>")
def show(public_id: str) -> Answer:
    """What is known about the person in short, what was published, and the two buttons."""
    person = _person(public_id)
    registrations = registrations_of(person)
    return render(
        "persons/show.html",
        person=person,
        name=full_name(person),
        registrations=registrations,
        expected=[found for found in registrations if is_expected(found, clock.now())],
        published=publications_naming(person),
    )


@blueprint.post("/<public_id>/export.json")
def export(public_id: str) -> Answer:
    """Everything that is known about the person, as a file; the journal notes it."""
    person = _person(public_id)
    with transaction():
        known = export_person(person, current_actor(), clock.now())
    headers = {"Content-Disposition": f'attachment; filename="person-{public_id}.json"'}
    return Response(json.dumps(known, ensure_ascii=False, indent=1), mimetype="application/json", headers=headers)


@blueprint.route("/<public_id>/erase", methods=["GET", "POST"])
def erase(public_id: str) -> Answer:
    """Asks once more, then erases the person for good."""
    person = _person(public_id)
    if request.method == "GET":
        published = publications_naming(person)
        return render("persons/erase.html", person=person, name=full_name(person), published=published)
    with transaction():
        kept = erase_person(person, current_actor(), clock.now())
    scrub(db.engine)
    flash(_("The personal data was erased for good."), "success")
    for line in kept:
        flash(_("Stays as it was published: %(document)s", document=line), "info")
    return redirect(url_for(".index"), 303)


def _person(public_id: str) -> Person:
    """Whose data the actor may hand out and erase; somebody of other councils is as if missing."""
    require(may_look_for_persons(current_actor()))
    found = people_called(public_id)
    if len(found) != 1 or found[0].public_id != public_id or not _may_erase(registrations_of(found[0])):
        abort(404)
    return found[0]


def _councils(registrations: Sequence[Registration]) -> set[str]:
    return {registration.council_session.council.public_id for registration in registrations}


def _may_erase(registrations: Sequence[Registration]) -> bool:
    return may_erase_person(current_actor(), _councils(registrations))
