"""Travel, hotel and meals of one person: handed out, erased, deleted after their period."""

from collections import Counter
from datetime import datetime

from sqlalchemy import CursorResult, delete, select

from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.models import DataKind
from eventreg.logistics.models import Logistics
from eventreg.registrations.events import RegistrationErased
from eventreg.registrations.models import Registration
from eventreg.registrations.retention import purge_kind
from eventreg.sessions.models import CouncilSession

FREE_TEXTS = tuple(FreeText(column) for column in (Logistics.arrives_by, Logistics.departs_by, Logistics.wishes))
COLUMNS = ("arrives_at", "arrives_by", "is_met", "departs_at", "departs_by", "is_seen_off")
STAY = ("hotel_from", "hotel_until", "meal", "wishes", "stated_at")


def known_logistics(person: Person) -> dict[str, list[object]]:
    """What the person stated for each session, as plain values for JSON."""
    query = select(Logistics).join(Logistics.registration).where(Registration.person_id == person.id)
    return {"logistics": [_plain(line) for line in session().scalars(query.order_by(Logistics.id))]}


def erase_logistics(event: RegistrationErased, by: Actor, now: datetime) -> None:
    """Reaction: nothing is left of what an erased person stated."""
    own = select(Registration.id).filter_by(public_id=event.about)
    session().execute(delete(Logistics).where(Logistics.registration_id.in_(own)))


def purge_logistics(by: Actor, now: datetime) -> Counter[DataKind]:
    """What people stated for sessions that are long over is gone."""
    return Counter({DataKind.LOGISTICS: purge_kind(DataKind.LOGISTICS, _forget, by, now)})


def _forget(council_session: CouncilSession, now: datetime) -> int:
    own = select(Registration.id).filter_by(council_session_id=council_session.id)
    result = session().execute(delete(Logistics).where(Logistics.registration_id.in_(own)))
    return result.rowcount if isinstance(result, CursorResult) else 0


def _plain(line: Logistics) -> dict[str, object]:
    values = {name: getattr(line, name) for name in (*COLUMNS, *STAY)}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    return {"session": line.registration.council_session.address, **plain}
