"""What follows for answers when a registration ends."""

from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.registrations.events import OfferLapsed, RegistrationRejected, RegistrationWithdrawn, Substituted
from eventreg.registrations.queries import registration_by_public_id
from eventreg.registrations.questions.actions.answering import free_places

Left = RegistrationWithdrawn | RegistrationRejected | OfferLapsed | Substituted


def free_choices(event: Left, by: Actor, now: datetime) -> None:
    """The places of limited choices that the person held are free for others."""
    registration = registration_by_public_id(event.about)
    if registration is not None:
        free_places(registration)
