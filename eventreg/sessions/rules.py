"""Who may do what with a session, and when."""

from datetime import datetime

from eventreg.core.actors import Actor, Role
from eventreg.councils.models import Council
from eventreg.sessions.models import CouncilSession, Stage

EDITABLE = (Stage.DRAFT, Stage.ANNOUNCED, Stage.OPEN, Stage.POSTPONED)
# What stands in the place of a session's code in the office's own addresses.
RESERVED_CODES = ("add-session", "outgoing-letters", "privacy")
SEEN_BY_NOBODY_OUTSIDE = (Stage.DRAFT,)


def may_see_session(actor: Actor, council_session: CouncilSession) -> bool:
    """The office pages of a session: anybody with a role in its council."""
    return actor.has_any_role(council_session.council.public_id)


def may_edit_session(actor: Actor, council_session: CouncilSession) -> bool:
    """Its title, times, place and stage."""
    return actor.has_role(council_session.council.public_id, Role.ORGANIZER, Role.SECRETARY)


def is_public(council_session: CouncilSession) -> bool:
    """A draft is seen by the office alone."""
    return council_session.stage not in SEEN_BY_NOBODY_OUTSIDE


def can_be_edited(council_session: CouncilSession) -> bool:
    """Until it was held."""
    return council_session.stage in EDITABLE


def can_be_answered(council_session: CouncilSession, deadline: datetime | None, now: datetime) -> bool:
    """Bodies and delegates answer while the session is open or announced and the deadline, if any, has not passed.

    `deadline` is an instant set by the organizer; where none is set nothing expires by date.
    """
    is_open = council_session.stage in (Stage.ANNOUNCED, Stage.OPEN)
    return is_open and (deadline is None or now <= deadline)


NEXT_STAGES = {
    Stage.DRAFT: (Stage.ANNOUNCED, Stage.CANCELLED),
    Stage.ANNOUNCED: (Stage.OPEN, Stage.DRAFT, Stage.POSTPONED, Stage.CANCELLED),
    Stage.OPEN: (Stage.HELD, Stage.ANNOUNCED),
    Stage.HELD: (Stage.CLOSED,),
    Stage.CLOSED: (),
    Stage.POSTPONED: (Stage.ANNOUNCED, Stage.CANCELLED),
    Stage.CANCELLED: (),
}


# Between these people are told: a session is called off, or takes place after all.
TOLD = {
    (Stage.ANNOUNCED, Stage.POSTPONED),
    (Stage.ANNOUNCED, Stage.CANCELLED),
    (Stage.POSTPONED, Stage.CANCELLED),
    (Stage.POSTPONED, Stage.ANNOUNCED),
}
TIME_AND_PLACE = ("starts_at", "ends_at", "time_zone", "city", "venue")


def is_told(before: Stage, after: Stage) -> bool:
    """Whoever was invited is told of that move by letter."""
    return (before, after) in TOLD


def takes_place(council_session: CouncilSession) -> bool:
    """Neither postponed nor cancelled."""
    return council_session.stage not in (Stage.POSTPONED, Stage.CANCELLED)


def is_over(council_session: CouncilSession, now: datetime) -> bool:
    """Held or closed, or cancelled and its day is past: who cannot be reached then is nobody's task any more."""
    if council_session.stage is Stage.CANCELLED:
        return council_session.ends_at < now
    return council_session.stage in (Stage.HELD, Stage.CLOSED)


def can_move_to(council_session: CouncilSession, stage: Stage) -> bool:
    """draft → announced → open → held → closed; cancelled or postponed before it opens."""
    return stage in NEXT_STAGES[council_session.stage]


def may_add_session(actor: Actor, council: Council) -> bool:
    """A new session of that council."""
    return actor.has_role(council.public_id, Role.ORGANIZER, Role.SECRETARY)
