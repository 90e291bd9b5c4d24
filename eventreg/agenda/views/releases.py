"""Releasing the agenda from the office."""

from flask import flash

from eventreg.agenda.actions import release_agenda
from eventreg.agenda.forms import ReleaseForm
from eventreg.agenda.queries import frozen_numbers, items_of, releases_of
from eventreg.agenda.rules import computed_times, may_edit_agenda, numbers
from eventreg.agenda.snapshots import is_changed_since, next_snapshot, seal_of
from eventreg.agenda.views.blueprint import Answer, address_of, back_to_builder, blueprint
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, render
from eventreg.i18n import gettext as _
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession


@blueprint.route("/release", methods=["GET", "POST"])
def release(council_slug: str, session_code: str) -> Answer:
    """What will be public, and what is still missing; then the release of just that."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_agenda(current_actor(), council_session))
    form = ReleaseForm()
    if not form.validate_on_submit():
        return _check_page(council_session, form)
    try:
        with transaction():
            note, seal = form.note.data or "", form.seal.data or ""
            number = release_agenda(council_session, note, current_actor(), clock.now(), seal).number
    except Refusal as refusal:
        flash_refusal(refusal)
        return _check_page(council_session, form, 409)
    flash(_("Release %(number)d is public.", number=number), "success")
    return back_to_builder(council_session)


def _check_page(council_session: CouncilSession, form: ReleaseForm, status: int = 200) -> Answer:
    items, releases = items_of(council_session), releases_of(council_session)
    slots = list(zip(items, computed_times(items, council_session.starts_at), strict=True))
    snapshot = next_snapshot(council_session, items, releases)
    form.seal.data = seal_of(snapshot)
    return render(
        "agenda/release.html",
        status,
        form=form,
        council_session=council_session,
        address=address_of(council_session),
        number=snapshot["release"],
        items=slots,
        numbers=numbers(items, frozen_numbers(releases)),
        is_unchanged=bool(releases) and not is_changed_since(council_session, items, releases),
        ends_late=bool(slots) and slots[-1][1].ends_at > council_session.ends_at,
    )
