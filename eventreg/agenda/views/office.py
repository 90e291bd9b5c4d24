"""The agenda's builder: items, their order, releases."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.agenda.actions import (
    add_item,
    change_item,
    is_changed_since,
    move_item,
    release_agenda,
    remove_item,
)
from eventreg.agenda.forms import ItemForm, ReleaseForm
from eventreg.agenda.models import AgendaItem
from eventreg.agenda.queries import frozen_numbers, item_in, items_of, latest_release, releases_of
from eventreg.agenda.rules import computed_times, may_edit_agenda, may_see_agenda, numbers
from eventreg.agenda.snapshots import speaker_texts
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, page_language, prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address

Answer = Response | tuple[str, int]
blueprint = Blueprint("agenda", __name__, url_prefix="/office/<council_slug>/<session_code>/agenda")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def builder(council_slug: str, session_code: str) -> Answer:
    """The working draft with computed times, gaps and overruns."""
    council_session = _session(council_slug, session_code)
    require(may_see_agenda(current_actor(), council_session))
    items = items_of(council_session)
    latest = latest_release(council_session)
    return render(
        "agenda/builder.html",
        council_session=council_session,
        items=list(zip(items, computed_times(items, council_session.starts_at), strict=True)),
        numbers=numbers(items, frozen_numbers(council_session)),
        speakers={item.id: [speaker_texts(found)[page_language()] for found in item.speakers] for item in items},
        latest=latest,
        is_changed=latest is not None and is_changed_since(council_session, items, latest),
        releases=releases_of(council_session),
        may_edit=may_edit_agenda(current_actor(), council_session),
    )


@blueprint.route("/add", methods=["GET", "POST"])
def add(council_slug: str, session_code: str) -> Answer:
    """A new item at the end."""
    council_session = _session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    form = ItemForm(council_session)
    if not form.validate_on_submit():
        return render("agenda/edit.html", form=form, council_session=council_session, item=None, conflicts=[])
    with transaction():
        values = vars(form.details(council_session.time_zone))
        item = add_item(council_session, **values, by=current_actor(), now=clock.now())
        anchor = f"item-{item.public_id}"
    flash(_("The item was added."), "success")
    return redirect(_builder_url(council_slug, session_code, anchor))


@blueprint.route("/<public_id>", methods=["GET", "POST"])
def edit(council_slug: str, session_code: str, public_id: str) -> Answer:
    """An item's details; the second of two editors sees what the first saved."""
    council_session = _session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    item = _item(council_session, public_id)
    form = ItemForm(council_session, item)
    if form.validate_on_submit() and not form.is_outdated:
        details, version = form.details(council_session.time_zone), item.version
        try:
            with transaction():
                change_item(item, version, details, current_actor(), clock.now())
            flash(_("The changes were saved."), "success")
            return redirect(_builder_url(council_slug, session_code, f"item-{public_id}"))
        except Refusal as refusal:
            flash_refusal(refusal)
            form = ItemForm(council_session, _item(council_session, public_id))
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    status = 409 if conflicts else 200
    return render(
        "agenda/edit.html", status, form=form, council_session=council_session, item=item, conflicts=conflicts
    )


@blueprint.post("/<public_id>/move")
def move(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Moves an item up, down or to a position; the page comes back at the item."""
    council_session = _session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    item = _item(council_session, public_id)
    wanted = {"up": item.position - 1, "down": item.position + 1}.get(request.form.get("step", ""))
    position = wanted if wanted is not None else request.form.get("position", type=int)
    if position is None:
        flash(_("Enter the position as a number."), "error")
        return redirect(_builder_url(council_slug, session_code, f"item-{public_id}"))
    before = item.position
    with transaction():
        after = move_item(item, position, current_actor(), clock.now())
        count = len(items_of(council_session))
    sentence = _("Item %(before)d moved to %(after)d of %(count)d.", before=before, after=after, count=count)
    flash(sentence, "success")
    return redirect(_builder_url(council_slug, session_code, f"item-{public_id}"))


@blueprint.route("/<public_id>/remove", methods=["GET", "POST"])
def remove(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks once, then takes the item out of the draft; releases keep it."""
    council_session = _session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    item = _item(council_session, public_id)
    if request.method == "GET":
        return render("agenda/remove.html", council_session=council_session, item=item)
    with transaction():
        remove_item(item, current_actor(), clock.now())
    flash(_("The item was removed from the draft."), "success")
    return redirect(_builder_url(council_slug, session_code))


@blueprint.route("/release", methods=["GET", "POST"])
def release(council_slug: str, session_code: str) -> Answer:
    """What will be public, what is still missing; then the release."""
    council_session = _session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                number = release_agenda(council_session, form.note.data or "", current_actor(), clock.now()).number
            flash(_("Release %(number)d is public.", number=number), "success")
        except Refusal as refusal:
            flash_refusal(refusal)
        return redirect(_builder_url(council_slug, session_code))
    items, latest = items_of(council_session), latest_release(council_session)
    slots = list(zip(items, computed_times(items, council_session.starts_at), strict=True))
    return render(
        "agenda/release.html",
        form=form,
        council_session=council_session,
        number=latest.number + 1 if latest else 1,
        items=slots,
        untranslated=[item for item in items if item.title.missing],
        overruns=[item for item, slot in slots if slot.overrun],
        ends_late=bool(slots) and slots[-1][1].ends_at > council_session.ends_at,
    )


def _session(council_slug: str, session_code: str) -> CouncilSession:
    council_session = session_by_address(council_slug, session_code)
    if council_session is None:
        abort(404)
    return council_session


def _item(council_session: CouncilSession, public_id: str) -> AgendaItem:
    item = item_in(council_session, public_id)
    if item is None:
        abort(404)
    return item


def _builder_url(council_slug: str, session_code: str, anchor: str | None = None) -> str:
    return url_for("agenda.builder", council_slug=council_slug, session_code=session_code, _anchor=anchor)
