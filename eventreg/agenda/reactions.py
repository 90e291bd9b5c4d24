"""What the agenda does when something happens below it."""

from datetime import datetime

from eventreg.agenda.actions import name_instead, name_later
from eventreg.agenda.models import ItemSpeaker
from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import BodiesMerged, BodiesParted
from eventreg.core.actors import Actor
from eventreg.registrations.events import RegistrationRejected, RegistrationWithdrawn, Substituted
from eventreg.registrations.queries import registration_by_public_id


def replace_speaker(event: RegistrationWithdrawn | RegistrationRejected, by: Actor, now: datetime) -> None:
    """Whoever takes part no longer speaks no more: the body names somebody later."""
    registration = registration_by_public_id(event.about)
    if registration is not None:
        name_later(registration)


def hand_over_speech(event: Substituted, by: Actor, now: datetime) -> None:
    """Whoever comes instead of a speaker speaks instead."""
    former = registration_by_public_id(event.about)
    present = registration_by_public_id(event.by_registration)
    if former is not None and present is not None:
        name_instead(former, present)


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: the kept body speaks where the duplicate was to; released agendas stay as they are."""
    hand_over(event, ItemSpeaker.body_id)


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, ItemSpeaker.body_id)
