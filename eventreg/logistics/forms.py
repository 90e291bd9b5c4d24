"""The form about travel, hotel and meals."""

from wtforms import BooleanField, DateField, Field, RadioField
from wtforms.validators import Optional

from eventreg.core.fields import LocalMomentField
from eventreg.core.forms import Form, LineField, TextField, invalid
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.dates import local
from eventreg.logistics.actions import Travel
from eventreg.logistics.models import Logistics, Meal
from eventreg.logistics.words import meal_words

MOMENTS = ("arrives_at", "departs_at")
OTHERS = ("arrives_by", "is_met", "departs_by", "is_seen_off", "hotel_from", "hotel_until", "meal", "wishes")


class TravelForm(Form):
    """How a delegate comes, sleeps, eats and leaves; times are those of the venue, and nothing must be filled in."""

    arrives_at = LocalMomentField(lazy_gettext("I arrive"), [Optional()])
    arrives_by = LineField(lazy_gettext("Flight or train"), length=60)
    is_met = BooleanField(lazy_gettext("Please meet me there"))
    departs_at = LocalMomentField(lazy_gettext("I leave"), [Optional()])
    departs_by = LineField(lazy_gettext("Flight or train"), length=60)
    is_seen_off = BooleanField(lazy_gettext("Please take me there"))
    hotel_from = DateField(lazy_gettext("First night"), [Optional()])
    hotel_until = DateField(lazy_gettext("I leave the hotel on"), [Optional()])
    meal = RadioField(lazy_gettext("Meals"))
    wishes = TextField(lazy_gettext("What else should the hotel know?"), length=300)

    def __init__(self, line: Logistics | None, zone: str) -> None:
        self.zone = zone
        super().__init__(data=_present(line, zone))
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

    def validate_hotel_from(self, field: Field) -> None:
        if field.data and not self.hotel_until.data:
            raise invalid(_("Enter both days: of the first night and of leaving."))

    def validate_hotel_until(self, field: Field) -> None:
        if field.data and not self.hotel_from.data:
            raise invalid(_("Enter both days: of the first night and of leaving."))
        if field.data and self.hotel_from.data and field.data <= self.hotel_from.data:
            raise invalid(_("The day of leaving must be after the first night."))

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
