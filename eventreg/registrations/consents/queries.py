"""Reading consents and requests for erasure."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventreg.core.db import session
from eventreg.councils.models import ConsentText
from eventreg.councils.queries import present_consent_text
from eventreg.registrations.consents.models import Consent, ErasureRequest, ErasureRequestState
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


def consents_of(registration: Registration) -> Sequence[Consent]:
    """Every consent with its text, the latest first."""
    query = select(Consent).filter_by(registration_id=registration.id).options(joinedload(Consent.consent_text))
    return session().scalars(query.order_by(Consent.given_at.desc(), Consent.id.desc())).all()


def standing_consent(registration: Registration) -> Consent | None:
    """The latest consent that was not withdrawn."""
    return next((consent for consent in consents_of(registration) if consent.withdrawn_at is None), None)


def asked_consent(registration: Registration) -> ConsentText | None:
    """The text that the person has yet to agree to; None where nobody is asked or it was agreed to already."""
    asked = present_consent_text(registration.council_session.council)
    given = standing_consent(registration) if asked else None
    return asked if asked and (given is None or given.consent_text_id != asked.id) else None


def open_request(registration: Registration) -> ErasureRequest | None:
    """The request for erasure that the office has not answered yet."""
    query = select(ErasureRequest).filter_by(registration_id=registration.id, state=ErasureRequestState.OPEN)
    return session().scalar(query)


def last_refusal(registration: Registration) -> ErasureRequest | None:
    """The latest request that the office answered with a reason to keep the data."""
    query = select(ErasureRequest).filter_by(registration_id=registration.id, state=ErasureRequestState.REFUSED)
    return session().scalar(query.order_by(ErasureRequest.id.desc()).limit(1))


def open_requests(council_session: CouncilSession) -> Sequence[ErasureRequest]:
    """Requests of one session that wait for an answer, the oldest first."""
    query = (
        select(ErasureRequest).join(ErasureRequest.registration).where(ErasureRequest.state == ErasureRequestState.OPEN)
    )
    query = query.where(Registration.council_session_id == council_session.id)
    loading = contains_eager(ErasureRequest.registration).joinedload(Registration.person)
    return session().scalars(query.options(loading).order_by(ErasureRequest.asked_at)).all()
