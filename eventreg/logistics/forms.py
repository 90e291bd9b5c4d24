"""The form about travel, hotel and meals."""

from collections.abc import Callable
from datetime import datetime

from wtforms import BooleanField, DateField, Field, RadioField
from wtforms.validators import Optional, StopValidation

from eventreg.core.fields import LocalMomentField
from eventreg.core.forms import Form, LineField, TextField, invalid
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.dates import local, short_date
from eventreg.logistics.actions import Travel
from eventreg.logistics.models import Logistics, Meal
from eventreg.logistics.rules import days_around
from eventreg.logistics.words import meal_words
from eventreg.sessions.models import CouncilSession

MOMENTS = ("arrives_at", "departs_at")
OTHERS = ("arrives_by", "is_met", "departs_by", "is_seen_off", "hotel_from", "hotel_until", "meal", "wishes")


def _with(other: str, sentence: str) -> Callable[[Form, Field], None]:
    """The day must be there when the `other` one is."""

    def check(form: Form, field: Field) -> None:
        if form[other].data and not any(field.raw_data or ()):
            field.errors = []  # that nothing is no date
            raise StopValidation(sentence)

    return check


def _near_session(form: "TravelForm", field: Field) -> None:
    """Lists for hotel and driver have a line for each day: a slip in a year would give them thousands."""
    if not field.data:
        return
    day = field.data.date() if isinstance(field.data, datetime) else field.data
    first, last = form.days
    if not first <= day <= last:
        raise invalid(
            _(
                "%(caption)s: enter a day from %(first)s to %(last)s.",
                caption=field.label.text, first=short_date(first), last=short_date(last),
            )
        )  # fmt: skip


class TravelForm(Form):
    """How a delegate comes, sleeps, eats and leaves; times are those of the venue, and nothing must be filled in."""

    arrives_at = LocalMomentField(lazy_gettext("Date and time of arrival"), [Optional(), _near_session])
    arrives_by = LineField(lazy_gettext("Flight or train"), length=60)
    is_met = BooleanField(lazy_gettext("Please meet me at the airport or station"))
    departs_at = LocalMomentField(lazy_gettext("Date and time of departure"), [Optional(), _near_session])
    departs_by = LineField(lazy_gettext("Flight or train"), length=60)
    is_seen_off = BooleanField(lazy_gettext("Please take me to the airport or station"))
    hotel_from = DateField(
        lazy_gettext("Check-in"),
        [_with("hotel_until", lazy_gettext("Enter the day of check-in, too.")), Optional(), _near_session],
    )
    hotel_until = DateField(
        lazy_gettext("Check-out"),
        [_with("hotel_from", lazy_gettext("Enter the day of check-out, too.")), Optional(), _near_session],
    )
    meal = RadioField(lazy_gettext("Meals"))
    wishes = TextField(lazy_gettext("What else should the hotel know?"), length=300)

    def __init__(self, line: Logistics | None, council_session: CouncilSession) -> None:
        self.zone = council_session.time_zone
        self.days = days_around(council_session)
        super().__init__(data=_present(line, self.zone))
        self.meal.choices = [(meal.value, word) for meal, word in meal_words().items()]

    def validate_departs_at(self, field: Field) -> None:
        if field.data and self.arrives_at.data and field.data <= self.arrives_at.data:
            raise invalid(_("The departure must be later than the arrival."))

    def validate_is_met(self, field: Field) -> None:
        if field.data and not self.arrives_at.data:
            raise invalid(_("Enter when you arrive, so that the driver is there."))

    def validate_is_seen_off(self, field: Field) -> None:
        if field.data and not self.departs_at.data:
            raise invalid(_("Enter when you leave, so that the driver is there."))

    def validate_hotel_until(self, field: Field) -> None:
        if field.data and self.hotel_from.data and field.data <= self.hotel_from.data:
            raise invalid(_("Check-out must be after check-in."))

    def travel(self) -> Travel:
        """What was entered; moments carry the zone of the venue."""
        values = {name: self[name].data for name in OTHERS}
        moments = {name: self[name].moment(self.zone) for name in MOMENTS}
        return Travel(**{**values, **moments, "meal": Meal(self.meal.data)})


def _present(line: Logistics | None, zone: str) -> dict[str, object]:
    if line is None:
        return {"meal": Meal.USUAL.value}
    moments = {
        name: local(moment, zone).replace(tzinfo=None) if (moment := getattr(line, name)) else None for name in MOMENTS
    }
    return {name: getattr(line, name) for name in OTHERS} | moments | {"meal": line.meal.value}
