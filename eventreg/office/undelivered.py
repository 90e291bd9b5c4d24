"""Letters that did not arrive and that no later one about the same thing made good."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from eventreg.core.db import session
from eventreg.invitations.letter_kinds import LATER_LETTERS as LATER_TO_BODIES
from eventreg.invitations.letter_kinds import WITHDRAWN
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.queries import BODY_MESSAGE
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.registrations.letter_kinds import LATER_LETTERS as LATER_TO_PEOPLE

LATER_LETTERS = {"invitation": LATER_TO_BODIES, "registration": LATER_TO_PEOPLE}  # by what letters are about


def did_not_arrive() -> ColumnElement[bool]:
    """Refused, too late to be sent, or come back, and nothing has gone in its place since."""
    failed = or_(Letter.state.in_((LetterState.REFUSED, LetterState.MISSED)), Letter.bounced_at.is_not(None))
    return and_(failed, Letter.forgotten_at.is_(None), ~_is_made_good(), ~_invites_in_vain())


def waits_for_a_hand() -> ColumnElement[bool]:
    """The same, where neither a deadline is over nor an address is to be corrected: those are tasks of their own."""
    is_dead = func.lower(Letter.recipient).in_(select(BouncedAddress.address))
    return and_(did_not_arrive(), Letter.state != LetterState.MISSED, ~is_dead)


def waiting_by_session(council_sessions: Sequence[str]) -> dict[str, int]:
    """How many such letters wait for a hand in each of these sessions (public ids), where any."""
    counted = select(Letter.council_session, func.count()).where(Letter.council_session.in_(council_sessions))
    rows = session().execute(counted.where(waits_for_a_hand()).group_by(Letter.council_session))
    return {public_id: number for public_id, number in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _invites_in_vain() -> ColumnElement[bool]:
    """It is about an invitation that was withdrawn, and does not say so."""
    withdrawn = Invitation.public_id == Letter.about_id, Invitation.state == InvitationState.WITHDRAWN
    is_withdrawn = select(Invitation.id).where(*withdrawn).exists()
    return and_(Letter.about_kind == "invitation", Letter.kind.not_in((WITHDRAWN, BODY_MESSAGE)), is_withdrawn)


def _is_made_good() -> ColumnElement[bool]:
    later = aliased(Letter)
    about_the_same = later.about_kind == Letter.about_kind, later.about_id == Letter.about_id, later.id > Letter.id
    makes_good = (
        and_(Letter.about_kind == about_kind, Letter.kind == kind, later.kind.in_(known.made_good_by))
        for about_kind, table in LATER_LETTERS.items()
        for kind, known in table.items()
    )
    goes_instead = or_(later.kind == Letter.kind, *makes_good)
    return select(later.id).where(*about_the_same, later.state != LetterState.CANCELLED, goes_instead).exists()
