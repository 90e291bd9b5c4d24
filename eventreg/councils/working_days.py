"""Working days of Kazakhstan: holidays as the `holidays` package knows them, and the office's own table on top.

The Government moves days off by decree each year, so what the table says of a day counts before anything else.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays
from sqlalchemy import select

from eventreg.core.db import session
from eventreg.councils.models import CalendarDay

SATURDAY = 5


def moved_days() -> dict[date, bool]:
    """What the office's table says: True for a working day, False for a day off."""
    return {found.day: found.is_working for found in session().scalars(select(CalendarDay))}


def is_working_day(day: date, moved: Mapping[date, bool]) -> bool:
    """Monday to Friday without holidays and the days off in their stead, and the weekend days worked for these.

    `moved` decides where it names the day.
    """
    if day in moved:
        return moved[day]
    known = _holidays(day.year)
    return day in known.weekend_workdays or (day.weekday() < SATURDAY and day not in known)


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    """Worked out once: the package takes a millisecond for a year."""
    return holidays.country_holidays("KZ", years=year, expand=False)


def working_days_before(day: date, number: int, moved: Mapping[date, bool]) -> date:
    """The `number`-th working day before `day`; for 0 the day itself, or the last working day before it."""
    found = day
    while not is_working_day(found, moved):
        found -= timedelta(days=1)
    for _ in range(number):
        found -= timedelta(days=1)
        while not is_working_day(found, moved):
            found -= timedelta(days=1)
    return found
