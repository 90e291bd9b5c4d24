"""What registrations know about one person."""

from sqlalchemy import select

from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.registrations.consents.models import ErasureRequest
from eventreg.registrations.consents.queries import consents_of
from eventreg.registrations.models import Registration, Substitution
from eventreg.registrations.queries import WHOLE, letters_about

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


def known_registrations(person: Person) -> dict[str, object]:
    """Registrations with answers, consents and letters, as plain values for JSON."""
    return {"registrations": [_plain(registration) for registration in registrations_of(person)]}


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
        "access_needs": registration.access_needs,
        "withdrawal_reason": registration.withdrawal_reason,
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
        "letters": [
            {"queued_at": letter.queued_at.isoformat(), "subject": letter.subject, "text": letter.text}
            for letter in letters_about(registration)
        ],
    }
