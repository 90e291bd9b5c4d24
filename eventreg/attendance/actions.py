"""Letting people in and out, and keeping the quorum of a moment."""

from datetime import datetime
from typing import Any  # Any: the statement is one of two dialects' own

from sqlalchemy.dialects import postgresql, sqlite

from eventreg.attendance.events import CheckInUndone, PersonCheckedIn, PersonCheckedOut, QuorumTaken
from eventreg.attendance.models import Channel, Presence, QuorumSnapshot
from eventreg.attendance.queries import arriving, open_presence, quorum
from eventreg.attendance.rules import KEPT_OUT, can_be_undone, has_door
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.i18n.dates import local, time_of_day
from eventreg.journal.actions import announce
from eventreg.registrations.models import Registration
from eventreg.registrations.passes import counts
from eventreg.sessions.models import CouncilSession


def check_in(registration: Registration, channel: Channel, by: Actor, now: datetime) -> Presence:
    """The person is in from `now` on.

    Refusals: already_in (with `since`, the time at the venue), door_closed, not_confirmed, person_withdrew,
    person_replaced, not_approved, without_place.
    """
    return _enter(locked(registration), channel, by, now)


def let_in(
    council_session_id: int,
    public_id: str,
    channel: Channel,
    by: Actor,
    now: datetime,
    pass_version: int | None = None,
) -> Presence:
    """`check_in` for a registration of which only the public id is known, as at the door, and maybe a pass was shown.

    Refusals: those of `check_in`, pass_replaced for a pass that counts no longer, and nobody_found for a public id
    that the session does not have.
    """
    registration = arriving(council_session_id, public_id)
    if pass_version is not None and not counts(pass_version, registration):
        raise Refusal("pass_replaced")
    if registration is None:
        raise Refusal("nobody_found")
    return _enter(registration, channel, by, now)


def check_out(registration: Registration, by: Actor, now: datetime) -> Presence:
    """The person is out from `now` on, and may come in again. Refusal: not_in."""
    registration = locked(registration)
    presence = open_presence(registration)
    if presence is None:
        raise Refusal("not_in")
    presence.left_at = max(now, presence.entered_at)  # the clocks of two machines may differ
    announce(PersonCheckedOut(**_about(registration, presence)), by, now)
    return presence


def undo_check_in(presence: Presence, by: Actor, now: datetime) -> None:
    """The check-in never happened; the journal alone remembers it. Refusal: cannot_be_undone."""
    registration = locked(presence.registration)
    found = open_presence(registration)
    if found is None or found.id != presence.id or not can_be_undone(found, now):
        raise Refusal("cannot_be_undone")
    announce(CheckInUndone(**_about(registration, found)), by, now)
    session().delete(found)
    session().flush()


def take_quorum_snapshot(council_session: CouncilSession, by: Actor, now: datetime) -> QuorumSnapshot:
    """The quorum of this moment is kept for good, reached or not."""
    count = quorum(council_session, now)
    snapshot = QuorumSnapshot(
        council_session=council_session,
        taken_at=now,
        base=count.base,
        total=count.total,
        present=count.present,
        needed=count.needed,
        represented=list(count.represented),
    )
    session().add(snapshot)
    session().flush()
    taken = QuorumTaken(
        about=council_session.public_id,
        council_session=council_session.public_id,
        snapshot=snapshot.public_id,
        base=count.base.value,
        total=count.total,
        present=count.present,
        needed=count.needed,
    )
    announce(taken, by, now)
    return snapshot


def _enter(registration: Registration, channel: Channel, by: Actor, now: datetime) -> Presence:
    council_session = registration.council_session
    if not has_door(council_session):
        raise Refusal("door_closed")
    if registration.state in KEPT_OUT:
        raise Refusal(KEPT_OUT[registration.state])
    presence = _begun(registration, channel, now)
    if presence is None:
        former = open_presence(registration)
        since = local(former.entered_at if former else now, council_session.time_zone)
        raise Refusal("already_in", since=time_of_day(since))
    announce(PersonCheckedIn(**_about(registration, presence), channel=channel.value), by, now)
    return presence


def _begun(registration: Registration, channel: Channel, now: datetime) -> Presence | None:
    """A new open interval, or None when there is one: the unique index decides, in one statement."""
    dialect: Any = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Presence).values(
        council_session_id=registration.council_session_id,
        registration_id=registration.id,
        channel=channel,
        entered_at=now,
    )
    found: Presence | None = session().scalar(statement.on_conflict_do_nothing().returning(Presence))
    return found


def _about(registration: Registration, presence: Presence) -> dict[str, str]:
    return {
        "about": registration.public_id,
        "council_session": registration.council_session.public_id,
        "presence": presence.public_id,
    }
