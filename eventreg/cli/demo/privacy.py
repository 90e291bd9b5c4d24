"""Consents, travel and applications of the demo: what delegates agreed to, one who took it back, how they come."""

from datetime import datetime, timedelta
from itertools import cycle

from sqlalchemy import select

from eventreg.applications.actions import open_applications
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.councils.actions import save_consent_text
from eventreg.councils.default_consent import DEFAULT_CONSENT
from eventreg.i18n.dates import local
from eventreg.logistics.actions import Travel, ask_about_travel, state_travel
from eventreg.logistics.models import Meal
from eventreg.registrations.consents.actions import give_consent, withdraw_consent
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession

FLIGHTS = ("KC 615", "DV 731", "№ 42 пойыз")
TRAVELLERS = 12


def show_privacy(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    """Every confirmed delegate has agreed, the last one no longer; a dozen said how they come; anybody may apply."""
    with transaction():
        save_consent_text(council_session.council, 0, DEFAULT_CONSENT, by, now - timedelta(days=3))
        ask_about_travel(council_session, True, by, now)
        open_applications(council_session, True, by, now)
        query = select(Registration).filter_by(council_session_id=council_session.id, state=RegistrationState.CONFIRMED)
        delegates = list(session().scalars(query.order_by(Registration.id)))
        for delegate in delegates:
            give_consent(delegate, 1, delegate.language, _self(delegate), now)
        for number, (delegate, flight) in enumerate(zip(delegates[:TRAVELLERS], cycle(FLIGHTS), strict=False)):
            state_travel(delegate, _travel(council_session, number, flight), _self(delegate), now)
        if delegates:
            withdraw_consent(delegates[-1], _self(delegates[-1]), now)


def _self(registration: Registration) -> Actor:
    return Actor("registration", registration.public_id)


def _travel(council_session: CouncilSession, number: int, flight: str) -> Travel:
    """They come the evening before and leave after the session; every third drives and sleeps at home."""
    starts, ends, zone = council_session.starts_at, council_session.ends_at, council_session.time_zone
    arrives, departs = starts - timedelta(hours=14 - number % 3), ends + timedelta(hours=3 + number % 2)
    meal = tuple(Meal)[number % 3]
    if number % 3 == 2:
        return Travel(meal=meal)
    days = (local(arrives, zone).date(), local(departs, zone).date())
    return Travel(arrives, flight, True, departs, flight, number % 2 == 0, *days, meal=meal)
