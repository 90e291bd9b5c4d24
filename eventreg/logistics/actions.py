"""Asking about travel, and stating it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.logistics.events import LogisticsAsked, LogisticsExported, LogisticsStated
from eventreg.logistics.models import Logistics, LogisticsOption, Meal
from eventreg.logistics.queries import is_asked, logistics_of
from eventreg.logistics.rules import can_be_stated
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Travel:
    """How a person comes, sleeps, eats and leaves; moments carry their zone."""

    arrives_at: datetime | None = None
    arrives_by: str = ""
    is_met: bool = False
    departs_at: datetime | None = None
    departs_by: str = ""
    is_seen_off: bool = False
    hotel_from: date | None = None
    hotel_until: date | None = None
    meal: Meal = Meal.USUAL
    wishes: str = ""


def ask_about_travel(council_session: CouncilSession, asks: bool, by: Actor, now: datetime) -> None:
    """Delegates are asked from now on, or no longer; what was stated stays. Asking twice does it once."""
    locked(council_session)
    if is_asked(council_session) == asks:
        return
    query = select(LogisticsOption).filter_by(council_session_id=council_session.id)
    option = session().scalar(query) or LogisticsOption(council_session_id=council_session.id)
    option.is_asked = asks
    session().add(option)
    session().flush()
    about = council_session.public_id
    announce(LogisticsAsked(about=about, council_session=about, is_asked=asks), by, now)


def state_travel(registration: Registration, travel: Travel, by: Actor, now: datetime) -> None:
    """This is how the person comes, sleeps, eats and leaves. Raises `Refusal("travel_not_asked")`."""
    registration = locked(registration)
    if not can_be_stated(registration, is_asked(registration.council_session)):
        raise Refusal("travel_not_asked")
    line = logistics_of(registration) or Logistics(registration=registration, stated_at=now)
    for name, value in vars(travel).items():
        setattr(line, name, value)
    line.stated_at = now
    session().add(line)
    session().flush()
    about = {"about": registration.public_id, "council_session": registration.council_session.public_id}
    announce(LogisticsStated(**about), by, now)


def note_export(council_session: CouncilSession, list_name: str, rows: int, by: Actor, now: datetime) -> None:
    """The journal knows who took which list out."""
    about = council_session.public_id
    announce(LogisticsExported(about=about, council_session=about, list_name=list_name, rows=rows), by, now)
