"""Who may publish, and when."""

from eventreg.core.actors import Actor, Role
from eventreg.recommendations.models import Recommendations, RecommendationsState
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.rules import is_public

PUBLISHERS = (Role.SECRETARY, Role.PRESS)
PUBLISHABLE = (RecommendationsState.ADOPTED, RecommendationsState.PUBLISHED)


def may_publish_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """Sending the adopted text out: the secretary and the press officer."""
    return actor.has_role(council_session.council.public_id, *PUBLISHERS)


def may_correct_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """Putting a misprint right in a further version: the secretary."""
    return actor.has_role(council_session.council.public_id, Role.SECRETARY)


def can_be_published(recommendations: Recommendations | None) -> bool:
    """Adopted, and of a session that the public may see."""
    if recommendations is None or recommendations.state not in PUBLISHABLE:
        return False
    return is_public(recommendations.council_session)
