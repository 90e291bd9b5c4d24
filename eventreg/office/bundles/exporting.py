"""Writing a session as a bundle that imports elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any  # Any: the JSON of a bundle

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventreg.agenda.models import AgendaItem, ItemSpeaker
from eventreg.bodies.models import Body, Region
from eventreg.core.db import session
from eventreg.i18n.dates import local
from eventreg.i18n.text import Translated
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.models import CouncilSession

ABOUT = "A council session with its agenda, figures and invited bodies; no people. Times are local to the venue."


def export_bundle(council_session: CouncilSession) -> dict[str, Any]:
    """The session in the format that `import` reads; people, answers and letters are not in it."""
    invitations = _invitations(council_session)
    items = _items(council_session)
    bodies = _unique(
        [invitation.body for invitation in invitations] + [s.body for item in items for s in item.speakers if s.body]
    )
    seats = {invitation.body_id: _delegates(invitation) for invitation in invitations}
    return {
        "_about": ABOUT,
        "council": _council(council_session),
        "session": _session(council_session),
        "agenda": [_item(item) for item in items],
        "figures": council_session.figures,
        "regions": [_region(region) for region in session().scalars(select(Region).order_by(Region.id))],
        "bodies": [_body(body, seats.get(body.id, 0)) for body in bodies],
    }


def _invitations(council_session: CouncilSession) -> list[Invitation]:
    query = select(Invitation).filter_by(council_session=council_session).order_by(Invitation.id)
    query = query.where(Invitation.state != InvitationState.WITHDRAWN)  # nobody is to invite it elsewhere by mistake
    loading = selectinload(Invitation.body).joinedload(Body.region), selectinload(Invitation.seats)
    return list(session().scalars(query.options(*loading)))


def _items(council_session: CouncilSession) -> list[AgendaItem]:
    query = select(AgendaItem).filter_by(council_session=council_session).order_by(AgendaItem.position)
    speakers = selectinload(AgendaItem.speakers).selectinload(ItemSpeaker.body).joinedload(Body.region)
    return list(session().scalars(query.options(speakers)))


def _unique(bodies: Iterable[Body]) -> list[Body]:
    return list({body.id: body for body in bodies}.values())


def _delegates(invitation: Invitation) -> int:
    return sum(1 for seat in invitation.seats if seat.role is ParticipantRole.DELEGATE)


def _council(council_session: CouncilSession) -> dict[str, Any]:
    council = council_session.council
    found = {
        "code": council.code,
        "name": _texts(council.name),
        "organiser": _texts(council.organiser),
        "co_organiser": _texts(council.co_organiser),
        "time_zone": council.time_zone,
        "languages": council.languages,
        "contact_email": council.contact_email,
        "contact_phone": council.contact_phone,
    }
    return {key: value for key, value in found.items() if value}


def _session(council_session: CouncilSession) -> dict[str, Any]:
    def moment(given: datetime | None) -> str | None:
        return local(given, council_session.time_zone).strftime("%Y-%m-%dT%H:%M") if given else None

    optional = {
        "venue": _texts(council_session.venue),
        "nominate_until": moment(council_session.nominate_until),
        "confirm_until": moment(council_session.confirm_until),
    }
    return {
        "code": council_session.code,
        "kind": council_session.kind,
        "number": council_session.number,
        "title": _texts(council_session.title),
        "starts_at": moment(council_session.starts_at),
        "ends_at": moment(council_session.ends_at),
        "city": _texts(council_session.city),
        "region": council_session.region_code or None,
        "capacity": council_session.capacity,
        "stage": council_session.stage,
        **{key: value for key, value in optional.items() if value},
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "minutes": item.minutes,
        "title": _texts(item.title),
        "speakers": [speaker.body.code for speaker in item.speakers if speaker.body],
    }


def _region(region: Region) -> dict[str, Any]:
    return {"code": region.code, "name": _texts(region.name)}


def _body(body: Body, delegates: int) -> dict[str, Any]:
    return {
        "code": body.code,
        "kind": body.kind,
        "name": _texts(body.name),
        "dative": _texts(body.dative),
        "region": body.region.code if body.region else None,
        "email": body.email,
        "language": body.language,
        "delegates": delegates,
    }


def _texts(value: Translated) -> dict[str, str]:
    return dict(value)
