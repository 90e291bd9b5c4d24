"""Who may do what with the recommendations, and when."""

from eventreg.core.actors import Actor, Role
from eventreg.recommendations.models import Recommendations, RecommendationsState
from eventreg.sessions.models import CouncilSession

READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.TRANSLATOR, Role.PRESS, Role.AUDITOR)
DRAFTED = (RecommendationsState.COLLECTING, RecommendationsState.DRAFTING)
LOCKED = (RecommendationsState.ADOPTED, RecommendationsState.PUBLISHED, RecommendationsState.SUPERSEDED)


def may_see_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """The office pages with the draft: every role but the door's."""
    return actor.has_role(council_session.council.public_id, *READERS)


def may_edit_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """Clauses with addressees and deadlines, their order, the preamble: the secretary, never the admin."""
    return actor.has_role(council_session.council.public_id, Role.SECRETARY)


def may_edit_text(actor: Actor, council_session: CouncilSession) -> bool:
    """The wording alone: the secretary and the translator."""
    return actor.has_role(council_session.council.public_id, Role.SECRETARY, Role.TRANSLATOR)


def may_table_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """Laying the text before the council, and taking it back."""
    return actor.has_role(council_session.council.public_id, Role.SECRETARY, Role.CHAIR)


def may_adopt_recommendations(actor: Actor, council_session: CouncilSession) -> bool:
    """The chair, or the secretary on the chair's behalf."""
    return actor.has_role(council_session.council.public_id, Role.CHAIR, Role.SECRETARY)


def is_chair(actor: Actor, council_session: CouncilSession) -> bool:
    """False for a secretary who adopts on the chair's behalf."""
    return actor.has_role(council_session.council.public_id, Role.CHAIR)


def is_locked(recommendations: Recommendations | None) -> bool:
    """Adopted text: nobody changes it any more; the database refuses it too."""
    return recommendations is not None and recommendations.state in LOCKED


def can_be_edited(recommendations: Recommendations | None) -> bool:
    """While it is drafted; a session whose first clause is yet to be written counts as drafted."""
    return recommendations is None or recommendations.state in DRAFTED


def can_be_tabled(recommendations: Recommendations) -> bool:
    """A draft that has at least one clause."""
    return recommendations.state in DRAFTED and bool(recommendations.clauses)


def can_be_returned(recommendations: Recommendations) -> bool:
    """Tabled and not yet adopted."""
    return recommendations.state is RecommendationsState.TABLED


def can_be_adopted(recommendations: Recommendations) -> bool:
    """Tabled; text that must not be published (`checks.blocking_findings`) must not be adopted either."""
    return recommendations.state is RecommendationsState.TABLED
