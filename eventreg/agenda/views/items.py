"""The agenda's builder: items and their order."""

from flask import abort, flash, request

from eventreg.agenda.actions import add_item, change_item, move_item, remove_item
from eventreg.agenda.forms import ItemForm
from eventreg.agenda.models import AgendaItem
from eventreg.agenda.queries import frozen_numbers, item_in, items_of, releases_of
from eventreg.agenda.rules import computed_times, may_edit_agenda, may_see_agenda, numbers
from eventreg.agenda.snapshots import is_changed_since, speaker_texts
from eventreg.agenda.views.blueprint import Answer, address_of, back_to_builder, blueprint, present_item
from eventreg.core import clock
from eventreg.core.conflicts import Difference
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, page_language, render
from eventreg.i18n import gettext as _
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession


@blueprint.get("/")
def builder(council_slug: str, session_code: str) -> Answer:
    """The working draft with computed times, gaps and overruns."""
    council_session = office_session(council_slug, session_code)
    require(may_see_agenda(current_actor(), council_session))
    items, releases = items_of(council_session), releases_of(council_session)
    return render(
        "agenda/builder.html",
        council_session=council_session,
        address=address_of(council_session),
        items=list(zip(items, computed_times(items, council_session.starts_at), strict=True)),
        numbers=numbers(items, frozen_numbers(releases)),
        speakers={item.id: [speaker_texts(found)[page_language()] for found in item.speakers] for item in items},
        releases=releases,
        is_changed=bool(releases) and is_changed_since(council_session, items, releases),
        may_edit=may_edit_agenda(current_actor(), council_session),
    )


@blueprint.route("/add", methods=["GET", "POST"])
def add(council_slug: str, session_code: str) -> Answer:
    """A new item at the end."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    form = ItemForm(council_session)
    if not form.validate_on_submit():
        return _editor(council_session, None, form)
    with transaction():
        details, by = vars(form.details()), current_actor()
        public_id = add_item(council_session, **details, by=by, now=clock.now(), public_id=form.new_id).public_id
    flash(_("The item was added."), "success")
    return back_to_builder(council_session, public_id)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
def edit(council_slug: str, session_code: str, public_id: str) -> Answer:
    """An item's details; the second of two editors sees what the first saved, and nothing typed is lost."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    item = item_in(council_session, public_id)
    if item is None and request.method == "GET":
        abort(404)
    form = ItemForm(council_session, item)
    conflicts = _conflicts(form)
    if form.validate_on_submit() and not conflicts:
        try:
            _save(council_session, public_id, item, form)
            flash(_("The changes were saved."), "success")
            return back_to_builder(council_session, public_id)
        except Refusal as refusal:
            flash_refusal(refusal)
            item = item_in(council_session, public_id)
            form = ItemForm(council_session, item)
            return _editor(council_session, item, form, 409, _conflicts(form))
    return _editor(council_session, item, form, 409 if conflicts else 200, conflicts)


@blueprint.post("/<public_id>/move")
def move(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Moves an item up, down or to a position; the page comes back at the item."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    try:
        with transaction():
            item = present_item(council_session, public_id)
            moved = move_item(item, _wanted_position(item), current_actor(), clock.now())
        flash(_("Item %(before)d moved to %(after)d of %(count)d.", **vars(moved)), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return back_to_builder(council_session, public_id)


@blueprint.route("/<public_id>/remove", methods=["GET", "POST"])
def remove(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks once, then takes the item out of the draft; releases keep it."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    try:
        item = present_item(council_session, public_id)
        if request.method == "GET":
            return render("agenda/remove.html", item=item, address=address_of(council_session))
        with transaction():
            remove_item(present_item(council_session, public_id), current_actor(), clock.now())
        flash(_("The item was removed from the draft."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return back_to_builder(council_session)


def _wanted_position(item: AgendaItem) -> int:
    """What the pressed button asks for, counted from 1. Raises `Refusal("position_not_a_number")`."""
    step = {"up": -1, "down": 1}.get(request.form.get("step", ""))
    position = request.form.get("position", type=int) if step is None else item.position + step
    if position is None:
        raise Refusal("position_not_a_number")
    return position


def _conflicts(form: ItemForm) -> list[Difference]:
    """What somebody else saved since the form was opened; nothing when both entered the same."""
    return form.conflicts() if form.is_submitted() and form.is_outdated else []


def _save(council_session: CouncilSession, public_id: str, seen: AgendaItem | None, form: ItemForm) -> None:
    version, details = seen.version if seen else 0, form.details()
    with transaction():
        change_item(present_item(council_session, public_id), version, details, current_actor(), clock.now())


def _editor(
    council_session: CouncilSession,
    item: AgendaItem | None,
    form: ItemForm,
    status: int = 200,
    conflicts: list[Difference] | None = None,
) -> Answer:
    """The form; for an item that is gone it adds a new one, so that what was typed is kept."""
    return render(
        "agenda/edit.html",
        status,
        form=form,
        item=item,
        council_session=council_session,
        address=address_of(council_session),
        conflicts=conflicts or [],
    )
