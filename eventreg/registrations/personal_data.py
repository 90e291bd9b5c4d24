"""What registrations know about one person."""

from sqlalchemy import select

from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.registrations.actions.substituting import substitutions_of
from eventreg.registrations.consents.models import ErasureRequest
from eventreg.registrations.consents.queries import consents_of
from eventreg.registrations.models import Registration, Substitution
from eventreg.registrations.queries import WHOLE

FREE_TEXTS = (
    FreeText(Registration.access_needs, Registration.access_needs != ""),
    FreeText(Registration.withdrawal_reason, Registration.withdrawal_reason != ""),
    FreeText(Registration.decision_reason, Registration.decision_reason != ""),
    FreeText(Substitution.reason, Substitution.reason != ""),
    FreeText(ErasureRequest.answer, ErasureRequest.answer != ""),
)


def registrations_of(person: Person) -> list[Registration]:
    """Every registration of the person with session and council, the latest first."""
    query = select(Registration).filter_by(person_id=person.id).options(*WHOLE)
    return list(session().scalars(query.order_by(Registration.id.desc())))


def known_registrations(person: Person) -> dict[str, list[object]]:
    """Registrations with consents, requests for erasure and replacements, as plain values for JSON."""
    found = registrations_of(person)
    return {
        "registrations": [_plain(registration) for registration in found],
        "erasure_requests": [request for registration in found for request in _requests(registration)],
        "replacements": [one for registration in found for one in _replacements(registration)],
    }


def _requests(registration: Registration) -> list[object]:
    query = select(ErasureRequest).filter_by(registration_id=registration.id).order_by(ErasureRequest.id)
    return [
        {
            "session": registration.council_session.address,
            "asked_at": request.asked_at.isoformat(),
            "state": request.state.value,
            "handled_at": request.handled_at.isoformat() if request.handled_at else None,
            "answer": request.answer,
        }
        for request in session().scalars(query)
    ]


def _replacements(registration: Registration) -> list[object]:
    """Without the name of the other, who is somebody else."""
    return [
        {
            "session": registration.council_session.address,
            "was_replaced": one.from_registration_id == registration.id,
            "reason": one.reason,
            "at": one.at.isoformat(),
        }
        for one in substitutions_of(registration)
    ]


def _plain(registration: Registration) -> dict[str, object]:
    times = ("nominated_at", "confirmed_at", "withdrawn_at")
    moments = {name: moment.isoformat() for name in times if (moment := getattr(registration, name))}
    return {
        "id": registration.public_id,
        "session": registration.council_session.address,
        "body": dict(registration.body.name) if registration.body else None,
        "role": registration.role.value,
        "state": registration.state.value,
        "reference": registration.reference,
        "language": registration.language,
        "access_needs": registration.access_needs,
        "withdrawal_reason": registration.withdrawal_reason,
        "decision_reason": registration.decision_reason,
        **moments,
        "consents": [
            {
                "version": consent.consent_text.version,
                "language": consent.language,
                "text": consent.consent_text.text.get(consent.language, ""),
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
            }
            for consent in consents_of(registration)
        ],
    }
