"""Agreeing to the council's text on personal data, taking that back, and answering who asks for erasure."""

from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.consents.events import ConsentGiven, ConsentWithdrawn, ErasureRefused
from eventreg.registrations.consents.models import Consent, ErasureRequest, ErasureRequestState
from eventreg.registrations.consents.queries import asked_consent, consents_of, open_request
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import can_be_withdrawn, is_standing


def give_consent(registration: Registration, version: int, language: str, by: Actor, now: datetime) -> None:
    """It is kept that the person agreed to that version, in the language in which it was read.

    Giving it twice keeps the first moment; where nobody is asked nothing is kept. Raises
    `Refusal("consent_text_changed_meanwhile")` when the text is another one by now.
    """
    asked = asked_consent(registration)
    if asked is None:
        return
    if asked.version != version:
        raise Refusal("consent_text_changed_meanwhile")
    session().add(Consent(registration=registration, consent_text=asked, language=language, given_at=now))
    session().flush()
    announce(ConsentGiven(**_about(registration), version=version, language=language), by, now)


def withdraw_consent(registration: Registration, by: Actor, now: datetime) -> None:
    """The person agrees no longer, takes part no longer where that is still to come, and asks for erasure.

    Withdrawing twice asks once.
    """
    registration = locked(registration)
    for consent in consents_of(registration):
        consent.withdrawn_at = consent.withdrawn_at or now
    if open_request(registration):
        return
    if is_standing(registration) and can_be_withdrawn(registration):
        withdraw_registration(registration, "", by, now)
    session().add(ErasureRequest(registration=registration, asked_at=now))
    session().flush()
    announce(ConsentWithdrawn(**_about(registration)), by, now)


def refuse_erasure(registration: Registration, reason: str, by: Actor, now: datetime) -> None:
    """The data is kept for a reason that the person reads. Raises `Refusal("no_erasure_asked")`."""
    request = open_request(locked(registration))
    if request is None:
        raise Refusal("no_erasure_asked")
    request.state, request.handled_at, request.answer = ErasureRequestState.REFUSED, now, reason
    announce(ErasureRefused(**_about(registration)), by, now)


def _about(registration: Registration) -> dict[str, str]:
    return {"about": registration.public_id, "council_session": registration.council_session.public_id}
