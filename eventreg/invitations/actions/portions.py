"""Waiting for the job that puts mailings into the outbox, and keeping it waiting."""

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.invitations.models import Campaign
from eventreg.sessions.models import CouncilSession


def hold_portions(*council_sessions: str) -> None:
    """The portions of letters to the bodies of these sessions (public ids) that are being queued are queued, and none
    more for now.

    Taken before the council, any invitation or letter is locked, and for all sessions at once, so that no two wait for
    each other: a portion locks the invitations that it is about. A new mailing refers to its session, so whoever is
    changing that is waited for first.
    """
    sessions = select(CouncilSession.id).where(CouncilSession.public_id.in_(council_sessions))
    ids = session().scalars(sessions.order_by(CouncilSession.id).with_for_update(read=True, key_share=True)).all()
    campaigns = select(Campaign).where(Campaign.council_session_id.in_(ids)).order_by(Campaign.id).with_for_update()
    session().scalars(campaigns.execution_options(populate_existing=True)).all()
