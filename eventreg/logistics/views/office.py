"""Totals of each day, and the lists for the hotel, the driver and the kitchen."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.documents.sheets import write_xlsx
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.logistics.actions import ask_about_travel, note_export
from eventreg.logistics.lists import LISTS, list_titles, table_of
from eventreg.logistics.queries import days_of, is_asked, meals_of, stated, with_needs
from eventreg.logistics.rules import may_see_logistics
from eventreg.logistics.words import meal_words
from eventreg.registrations.naming import full_name
from eventreg.registrations.views.blueprints import Answer
from eventreg.sessions.finding import office_session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("logistics", __name__, url_prefix="/office/<council_slug>/<session_code>/logistics")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.get("")
def index(council_slug: str, session_code: str) -> Answer:
    """Totals per day, meals, and what is to be prepared."""
    council_session = office_session(council_slug, session_code)
    require(may_see_logistics(current_actor(), council_session))
    lines = stated(council_session)
    return render(
        "logistics/index.html",
        council_session=council_session,
        is_asked=is_asked(council_session),
        number=len(lines),
        days=days_of(lines, council_session.time_zone),
        meals=[(meal_words()[meal], number) for meal, number in meals_of(lines).items()],
        needs=[(full_name(found.person), found) for found in with_needs(council_session)],
        titles=list_titles(),
    )


@blueprint.post("/ask")
def ask(council_slug: str, session_code: str) -> Answer:
    """Delegates are asked about travel, or no longer."""
    council_session = office_session(council_slug, session_code)
    require(may_see_logistics(current_actor(), council_session))
    with transaction():
        ask_about_travel(council_session, request.form.get("ask") == "yes", current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".index", council_slug=council_slug, session_code=session_code), 303)


@blueprint.get("/<name>")
def show(council_slug: str, session_code: str, name: str) -> Answer:
    """One list, to read and to print."""
    council_session = office_session(council_slug, session_code)
    require(may_see_logistics(current_actor(), council_session))
    if name not in LISTS:
        abort(404)
    title, columns, rows = table_of(name, stated(council_session), council_session.time_zone)
    return render(
        "logistics/show.html", council_session=council_session, name=name, title=title, columns=columns, rows=rows
    )


@blueprint.post("/<name>.xlsx")
def export(council_slug: str, session_code: str, name: str) -> Answer:
    """The same list as a file; the journal notes it."""
    council_session = office_session(council_slug, session_code)
    require(may_see_logistics(current_actor(), council_session))
    if name not in LISTS:
        abort(404)
    with transaction():
        title, columns, rows = table_of(name, stated(council_session), council_session.time_zone)
        note_export(council_session, name, len(rows), current_actor(), clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{council_slug}-{session_code}-{name}.xlsx"'}
    return Response(write_xlsx(title, columns, rows), mimetype=XLSX, headers=headers)
