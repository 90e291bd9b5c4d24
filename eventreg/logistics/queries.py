"""Reading travel, hotel and meals: one person's, a session's, and the totals of each day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventreg.core.db import session
from eventreg.i18n.dates import local
from eventreg.logistics.models import Logistics, LogisticsOption, Meal
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Day:
    """One day at the venue: how many come and leave, how many of them by our driver, and how many sleep there."""

    on: date
    arrivals: int
    met: int
    departures: int
    seen_off: int
    in_hotel: int


def is_asked(council_session: CouncilSession) -> bool:
    """Whether delegates of this session are asked about travel, hotel and meals."""
    option = select(LogisticsOption.is_asked).filter_by(council_session_id=council_session.id)
    return bool(session().scalar(option))


def logistics_of(registration: Registration) -> Logistics | None:
    """What the person has stated."""
    return session().scalar(select(Logistics).filter_by(registration_id=registration.id))


def stated(council_session: CouncilSession) -> Sequence[Logistics]:
    """What people who take part have stated, with person and body, by the Kazakh alphabet."""
    own = Registration.council_session_id == council_session.id
    takes_part = Registration.state == RegistrationState.CONFIRMED
    query = select(Logistics).join(Logistics.registration).where(own, takes_part)
    loading = contains_eager(Logistics.registration)
    query = query.options(loading.joinedload(Registration.person), loading.joinedload(Registration.body))
    return session().scalars(query.order_by(Registration.sort_key, Registration.id)).all()


def with_needs(council_session: CouncilSession) -> Sequence[Registration]:
    """People who take part and said what to prepare for them."""
    own = Registration.council_session_id == council_session.id
    takes_part = Registration.state == RegistrationState.CONFIRMED
    query = select(Registration).where(own, takes_part, Registration.access_needs != "")
    query = query.options(joinedload(Registration.person), joinedload(Registration.body))
    return session().scalars(query.order_by(Registration.sort_key, Registration.id)).all()


def days_of(lines: Sequence[Logistics], zone: str) -> list[Day]:
    """The totals of every day on which somebody comes, leaves or sleeps there; days are those of the venue."""
    arrivals, met = _by_day(lines, zone, "arrives_at", "is_met")
    departures, seen_off = _by_day(lines, zone, "departs_at", "is_seen_off")
    nights = Counter(
        line.hotel_from + timedelta(days=night) for line in lines if line.hotel_from for night in range(line.nights)
    )
    every = sorted({*arrivals, *departures, *nights})
    return [Day(on, arrivals[on], met[on], departures[on], seen_off[on], nights[on]) for on in every]


def meals_of(lines: Sequence[Logistics]) -> dict[Meal, int]:
    """How many people eat what, in the order of the kinds."""
    counted = Counter(line.meal for line in lines)
    return {meal: counted[meal] for meal in Meal}


def _by_day(lines: Sequence[Logistics], zone: str, moment: str, by_driver: str) -> tuple[Counter[date], Counter[date]]:
    """All, and those with our driver, by day."""
    found: list[tuple[datetime, bool]] = [
        (at, getattr(line, by_driver)) for line in lines if (at := getattr(line, moment))
    ]
    return Counter(local(at, zone).date() for at, _ in found), Counter(
        local(at, zone).date() for at, own in found if own
    )
