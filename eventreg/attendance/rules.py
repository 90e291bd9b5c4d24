"""Who may do what at the door, when somebody may come in, and when there is a quorum."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eventreg.attendance.models import Presence, QuorumBase
from eventreg.core.actors import Actor, Role
from eventreg.registrations.models import RegistrationState
from eventreg.sessions.models import CouncilSession, Stage

DOOR = (Role.ORGANIZER, Role.SECRETARY, Role.DOOR)
QUORUM_TAKERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR)
QUORUM_READERS = (*QUORUM_TAKERS, Role.AUDITOR)
WITH_DOOR = (Stage.ANNOUNCED, Stage.OPEN, Stage.HELD)  # held: the office still completes the list until it closes
UNDONE_WITHIN = timedelta(minutes=10)
KEPT_OUT = {  # why somebody in this state does not come in
    RegistrationState.NOMINATED: "not_confirmed",
    RegistrationState.WITHDRAWN: "person_withdrew",
    RegistrationState.REPLACED: "person_replaced",
    RegistrationState.PENDING: "not_approved",
    RegistrationState.REJECTED: "not_approved",
    RegistrationState.ASKED: "without_place",
    RegistrationState.WAITING: "without_place",
    RegistrationState.LAPSED: "without_place",
}


@dataclass(frozen=True)
class QuorumCount:
    """A quorum as counted at one moment; `represented` are public ids of the members or bodies that are in."""

    base: QuorumBase
    total: int
    represented: tuple[str, ...]

    @property
    def present(self) -> int:
        return len(self.represented)

    @property
    def needed(self) -> int:
        return needed_of(self.total)

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed


def needed_of(total: int) -> int:
    """More than half: 21 of 40, 18 of 35. Of nobody no quorum can come together, so 1 of 0.

    Source: the default of Robert's Rules of Order, a majority of those entitled to vote.
    """
    return total // 2 + 1


def may_see_attendance(actor: Actor, council_session: CouncilSession) -> bool:
    """Numbers, and who is in."""
    return actor.has_role(council_session.council.public_id, *DOOR, Role.CHAIR, Role.AUDITOR)


def may_check_in(actor: Actor, council_session: CouncilSession) -> bool:
    """Letting people in and out, and undoing it."""
    return actor.has_role(council_session.council.public_id, *DOOR)


def may_see_quorum(actor: Actor, council_session: CouncilSession) -> bool:
    """The quorum is no matter of the door."""
    return actor.has_role(council_session.council.public_id, *QUORUM_READERS)


def may_take_quorum(actor: Actor, council_session: CouncilSession) -> bool:
    """Keeping the quorum of this moment for good."""
    return actor.has_role(council_session.council.public_id, *QUORUM_TAKERS)


def has_door(council_session: CouncilSession) -> bool:
    """People come and go from the announcement until the session is closed."""
    return council_session.stage in WITH_DOOR


def can_be_undone(presence: Presence, now: datetime) -> bool:
    """A check-in that lies minutes back, of somebody who is still in; later one checks out instead."""
    return presence.left_at is None and now - presence.entered_at <= UNDONE_WITHIN
