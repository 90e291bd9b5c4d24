"""Waiting lists by themselves: the job that lets offers lapse and offers places that are free."""

from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import transaction
from eventreg.invitations.actions.seating import offer_by_itself
from eventreg.registrations.actions.waiting import lapse_offer, lapsed_offers, sessions_with_waiting

TEND_WAITING_LISTS = "tend_waiting_lists"


def tend_waiting_lists() -> None:
    """Offers that nobody took in time lapse and go to the next in line; a transaction each, safe to run twice."""
    for registration in lapsed_offers(clock.now()):
        with transaction():
            lapse_offer(registration, SYSTEM, clock.now())
    for council_session in sessions_with_waiting():
        with transaction():
            offer_by_itself(council_session, clock.now())
