"""Telling invited bodies that a session was called off, announced again or moved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.invitations import mails
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.models import Invitation
from eventreg.invitations.reaching import has_heard
from eventreg.sessions.events import SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.news import PORTION, Recipients, news_of, news_since, take_back_news


def wait_for_mailings(event: StageChanged | SessionMoved, by: Actor, now: datetime) -> None:
    """Reaction: letters of a running mailing say what was so before, or what is so now, and never anything between.

    The portion that is being queued is finished first, so that its bodies are told afterwards.
    """
    if news_of(event) is not None:
        hold_portions(event.council_session)


def tell_some_bodies(council_session: CouncilSession, now: datetime) -> int:
    """The next of the invited bodies have a letter at the address of their invitation; returns how many."""
    untold = _invited(council_session).where(Invitation.told_revision < council_session.revision)
    portion = untold.limit(PORTION).with_for_update(of=Invitation, skip_locked=True)
    chosen = session().scalars(portion.execution_options(populate_existing=True)).all()
    overtaken = take_back_news("invitation", [invitation.public_id for invitation in chosen])
    for invitation in chosen:
        known = invitation.told_before if invitation.public_id in overtaken else invitation.told_revision
        news = news_since(council_session, known)
        if news is not None:
            mails.session_news(invitation, news, now)
        invitation.told_before, invitation.told_revision = known, council_session.revision
    session().flush()
    return len(chosen)


def invited_bodies(council_session: CouncilSession) -> Sequence[Invitation]:
    """Whoever was invited and knows it, those included who declined: another day may suit them."""
    return session().scalars(_invited(council_session)).all()


def count_bodies(council_session: CouncilSession) -> Recipients:
    """How many bodies would be told now, and how many have no e-mail address."""
    bodies = invited_bodies(council_session)
    told = sum(1 for one in bodies if one.email)
    untold = sum(1 for one in bodies if one.told_revision < council_session.revision)
    return Recipients(bodies=told, without_address=len(bodies) - told, untold=untold)


def has_untold_bodies() -> ColumnElement[bool]:
    """For a query of sessions: some body is still to be told."""
    of_session = and_(Invitation.council_session_id == CouncilSession.id, has_heard())
    return select(Invitation.id).where(of_session, Invitation.told_revision < CouncilSession.revision).exists()


def _invited(council_session: CouncilSession) -> Select[Invitation]:
    query = select(Invitation).filter_by(council_session_id=council_session.id)
    query = query.where(has_heard()).order_by(Invitation.id)
    return query.options(joinedload(Invitation.body), joinedload(Invitation.council_session))
