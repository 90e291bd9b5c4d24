"""The lists that leave the office: for the hotel, for the driver, for the kitchen."""

from collections.abc import Sequence

from eventreg.documents.sheets import Cell
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.i18n.phones import display
from eventreg.logistics.models import Logistics, Meal
from eventreg.logistics.words import meal_words
from eventreg.registrations.naming import full_name

LISTS = ("hotel", "driver", "meals")
Table = tuple[str, Sequence[str], list[Sequence[Cell]]]


def table_of(name: str, lines: Sequence[Logistics], zone: str) -> Table:
    """Title, columns and rows of one of `LISTS`; each names only what its reader needs. Times are those of the venue.

    Raises `KeyError` for a list that there is not.
    """
    return {"hotel": _hotel, "driver": _driver, "meals": _meals}[name](lines, zone)


def list_titles() -> dict[str, str]:
    return {"hotel": _("List for the hotel"), "driver": _("List for the driver"), "meals": _("List for the kitchen")}


def _hotel(lines: Sequence[Logistics], zone: str) -> Table:
    columns = (_("No."), _("Person"), _("First night"), _("Leaves on"), _("Nights"), _("Wishes"))
    staying = sorted((line for line in lines if line.hotel_from), key=lambda line: str(line.hotel_from))
    rows: list[Sequence[Cell]] = [
        (
            number,
            full_name(line.registration.person),
            f"{line.hotel_from:%d.%m.%Y}",
            f"{line.hotel_until:%d.%m.%Y}",
            line.nights,
            line.wishes,
        )
        for number, line in enumerate(staying, start=1)
    ]
    return list_titles()["hotel"], columns, rows


def _driver(lines: Sequence[Logistics], zone: str) -> Table:
    """Every trip in the order of time."""
    columns = (_("No."), _("When"), _("Trip"), _("Person"), _("Flight or train"), _("Phone"))
    met = [(line.arrives_at, _("Arrival"), line.arrives_by, line) for line in lines if line.is_met and line.arrives_at]
    off = [
        (line.departs_at, _("Departure"), line.departs_by, line)
        for line in lines
        if line.is_seen_off and line.departs_at
    ]
    trips = sorted(met + off, key=lambda trip: trip[0])
    rows: list[Sequence[Cell]] = [
        (
            number,
            f"{local(at, zone):%d.%m.%Y, %H:%M}",
            word,
            full_name(line.registration.person),
            by,
            display(line.registration.person.phone) if line.registration.person.phone else "",
        )
        for number, (at, word, by, line) in enumerate(trips, start=1)
    ]
    return list_titles()["driver"], columns, rows


def _meals(lines: Sequence[Logistics], zone: str) -> Table:
    """Numbers alone: the kitchen needs no names."""
    words = meal_words()
    numbers = [(words[meal], sum(line.meal is meal for line in lines)) for meal in Meal]
    return list_titles()["meals"], (_("Meal"), _("People")), list(numbers)
