"""How a delegate comes, sleeps and eats: a step on the own page."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import flash_refusal, page_language, prefer_cookie_language, render
from eventreg.councils.models import DataKind
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local, short_date, stamp
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.logistics.actions import state_travel
from eventreg.logistics.forms import TravelForm
from eventreg.logistics.models import Logistics
from eventreg.logistics.queries import is_asked, logistics_of
from eventreg.logistics.rules import can_be_stated
from eventreg.logistics.words import meal_words
from eventreg.registrations.models import Registration
from eventreg.registrations.panels import Panel
from eventreg.registrations.retention import kept_until
from eventreg.registrations.session_facts import session_facts
from eventreg.registrations.views.blueprints import Answer, as_delegate, opened

blueprint = Blueprint("logistics_guest", __name__, url_prefix="/r/p/<public_id>/travel")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.route("", methods=["GET", "POST"])
@public
def travel(public_id: str) -> Answer:
    """The form; nothing in it must be filled in."""
    registration = opened(public_id)
    council_session = registration.council_session
    if not can_be_stated(registration, is_asked(council_session)):
        abort(404)
    form = TravelForm(logistics_of(registration), council_session)
    if form.validate_on_submit():
        try:
            with transaction():
                state_travel(registration, form.travel(), as_delegate(registration), clock.now())
            flash(_("Your travel and hotel were saved."), "success")
            return redirect(url_for("registrations_guest.page", public_id=public_id), 303)
        except Refusal as refusal:
            flash_refusal(refusal)
    return render(
        "logistics_guest/travel.html",
        form=form,
        registration=registration,
        council_session=council_session,
        facts=session_facts(council_session, page_language()),
        kept_until=kept_until(council_session)[DataKind.LOGISTICS],
    )


def travel_panel(registration: Registration) -> Panel | None:
    """What stands on the delegate's page about travel, where the session asks."""
    if not can_be_stated(registration, is_asked(registration.council_session)):
        return None
    stated = logistics_of(registration)
    return Panel(
        title=_("Travel and hotel"),
        text="" if stated else _("Tell us how you will arrive and leave."),
        url=url_for("logistics_guest.travel", public_id=registration.public_id),
        label=_("Change travel and hotel") if stated else _("Add travel and hotel"),
        lines=_lines(stated, registration.council_session.time_zone) if stated else (),
    )


def _lines(stated: Logistics, zone: str) -> tuple[tuple[str, str], ...]:
    """What was stated, under the captions of the form; moments are those of the venue."""
    hotel = [short_date(day) for day in (stated.hotel_from, stated.hotel_until) if day]
    lines = (
        (_("Date and time of arrival"), _way(stated.arrives_at, stated.arrives_by, zone)),
        (_("Date and time of departure"), _way(stated.departs_at, stated.departs_by, zone)),
        (_("Hotel"), " – ".join(hotel)),
        (_("Meals"), meal_words()[stated.meal]),
        (_("What else should the hotel know?"), stated.wishes),
    )
    return tuple((caption, value) for caption, value in lines if value)


def _way(moment: datetime | None, by: str, zone: str) -> str:
    return ", ".join(part for part in (stamp(local(moment, zone)) if moment else "", by) if part)
