"""What the door tells on the explain-why card of a person."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.attendance.models import Channel, Presence
from eventreg.bodies.history import Moment
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.registrations.models import Registration


def presence_history(thing: Body | Person) -> Iterator[Moment]:
    """Came in and went out, with how it was noted."""
    if isinstance(thing, Body):
        return
    how = {
        Channel.SCAN: _("by a scan of the pass"),
        Channel.CODE: _("by the code"),
        Channel.NAME: _("by name"),
        Channel.ONLINE: _("online"),
    }
    found = select(Presence).join(Presence.registration).where(Registration.person_id == thing.id)
    whole = joinedload(Presence.registration).joinedload(Registration.council_session)
    for presence in session().scalars(found.options(whole)):
        of_session = presence.registration.council_session.public_id
        yield Moment(presence.entered_at, _("Came in"), how[presence.channel], council_session=of_session)
        if presence.left_at:
            yield Moment(presence.left_at, _("Went out"), council_session=of_session)
