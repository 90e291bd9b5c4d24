"""The staff's desk: sessions, dashboard, search, journal, bundles."""

import json
from functools import partial

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from eventreg.accounts.queries import names_of_staff
from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import paged, prefer_cookie_language, refusal_sentence, render
from eventreg.councils.queries import council_by_slug, councils_with_ids
from eventreg.councils.rules import may_see_privacy
from eventreg.i18n import gettext as _
from eventreg.invitations.rules import may_see_outgoing_letters
from eventreg.journal.queries import entries_of_session
from eventreg.office.bundles.exporting import export_bundle
from eventreg.office.bundles.importing import import_bundle
from eventreg.office.bundles.schema import Bundle, BundleBroken, read_bundle
from eventreg.office.forms import BundleForm
from eventreg.office.navigation import may_open
from eventreg.office.outages import outage_notices
from eventreg.office.queries import found_in_office, numbers_of, worker_seen_at
from eventreg.office.rules import (
    may_enter_office,
    may_export_bundle,
    may_find_people,
    may_import_bundle,
    may_import_into,
    may_read_journal,
)
from eventreg.office.tasks import tasks_of, worker_is_alive
from eventreg.office.things import things_of
from eventreg.office.todo import todo
from eventreg.office.words import actor_words, thing_words
from eventreg.sessions.finding import office_session
from eventreg.sessions.queries import sessions_of_councils
from eventreg.sessions.rules import may_add_session, may_see_session

Answer = AnyResponse | tuple[str, int]
blueprint = Blueprint("office", __name__, url_prefix="/office")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def home() -> Answer:
    """The sessions of the councils in which the actor has a role."""
    actor = current_actor()
    require(may_enter_office(actor))
    own = councils_with_ids(list(actor.roles))
    councils = [found for found in own if may_add_session(actor, found)]
    return render(
        "office/home.html",
        page=paged(sessions_of_councils(list(actor.roles)), 25),
        todo=todo(actor, clock.now()),
        outages=outage_notices(actor, clock.now()),
        councils=councils,
        with_register=[found for found in own if may_see_outgoing_letters(actor, found)],
        with_privacy=[found for found in own if may_see_privacy(actor, found)],
        may_import=may_import_bundle(actor),
    )


@blueprint.get("/<council_slug>/<session_code>/")
def dashboard(council_slug: str, session_code: str) -> Answer:
    """A session's task list with its numbers."""
    council_session = office_session(council_slug, session_code)
    require(may_see_session(current_actor(), council_session))
    numbers, seen_at = numbers_of(council_session, clock.now()), worker_seen_at()
    return render(
        "office/dashboard.html",
        council_session=council_session,
        numbers=numbers,
        tasks=tasks_of(council_session, numbers, current_actor()),
        may_open=partial(may_open, current_actor(), council_session),
        worker_seen_at=seen_at,
        worker_is_alive=worker_is_alive(seen_at, clock.now()),
        may_export=may_export_bundle(current_actor(), council_session.council),
        has_mail_server=current_settings().can_send_mail,
        outages=outage_notices(current_actor(), clock.now()),
    )


@blueprint.get("/search")
def search() -> Answer:
    """People, bodies and sessions, found in any script."""
    actor = current_actor()
    require(may_enter_office(actor))
    text = request.args.get("q", "")[:100]
    found = found_in_office(text, list(actor.roles), may_find_people(actor))
    return render("office/search.html", text=text, found=found)


@blueprint.get("/<council_slug>/<session_code>/journal")
def journal(council_slug: str, session_code: str) -> Answer:
    """Who did what in this session, newest first."""
    council_session = office_session(council_slug, session_code)
    require(may_read_journal(current_actor(), council_session.council))
    page = paged(entries_of_session(council_session.public_id))
    staff = names_of_staff({entry.actor_id for entry in page.rows if entry.actor_kind == "staff"})
    return render(
        "office/journal.html",
        council_session=council_session,
        page=page,
        staff=staff,
        actor_words=actor_words(),
        things=things_of(page.rows),
        thing_words=thing_words(),
    )


@blueprint.route("/import", methods=["GET", "POST"])
def import_page() -> Answer:
    """Imports a bundle; a broken one is refused with every fault and its place."""
    require(may_import_bundle(current_actor()))
    form, faults = BundleForm(), list[str]()
    if form.validate_on_submit():
        try:
            return _imported(read_bundle(form.bundle.data.read()))
        except BundleBroken as broken:
            faults = broken.faults
        except Refusal as refusal:
            form.refuse("bundle", refusal_sentence(refusal))
    return render("office/import_page.html", 422 if faults else 200, form=form, faults=faults)


def _imported(bundle: Bundle) -> Answer:
    council = council_by_slug(bundle.council.code.lower())
    if council is None and not current_actor().is_admin:
        raise Refusal("council_is_new", code=bundle.council.code)
    require(may_import_into(current_actor(), council.public_id if council else None))
    with transaction():
        report = import_bundle(bundle, current_actor(), clock.now())
        address = report.council_session.address
        added, kept = sum(report.added.values()), len(report.kept)
    flash(_("Imported %(address)s: %(added)d new, %(kept)d kept as edited.", address=address, added=added, kept=kept))
    return redirect(url_for("office.home"))


@blueprint.get("/<council_slug>/<session_code>/bundle.json")
def export_page(council_slug: str, session_code: str) -> Answer:
    """The session as a bundle."""
    council_session = office_session(council_slug, session_code)
    require(may_export_bundle(current_actor(), council_session.council))
    text = json.dumps(export_bundle(council_session), ensure_ascii=False, indent=1)
    name = f"{council_session.council.slug}-{council_session.code}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/json", headers=headers)
