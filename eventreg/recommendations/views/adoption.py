"""Tabling, returning and adopting the text."""

from flask import abort, flash, request

from eventreg.attendance.queries import quorum
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, render
from eventreg.i18n import gettext as _
from eventreg.recommendations import rules
from eventreg.recommendations.actions import adopt as adopt_text
from eventreg.recommendations.actions import return_to_drafting, table
from eventreg.recommendations.checks import blocking_findings
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import Recommendations
from eventreg.recommendations.queries import recommendations_of
from eventreg.recommendations.views.blueprint import Answer, address_of, back_to_text, blueprint
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession


@blueprint.post("/table")
def table_text(council_slug: str, session_code: str) -> Answer:
    """Lays the text before the council."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_table_recommendations(current_actor(), council_session))
    try:
        with transaction():
            table(_found(council_session), current_actor(), clock.now())
        flash(_("The recommendations are tabled. Their text stands still now."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return back_to_text(council_session)


@blueprint.post("/return")
def return_text(council_slug: str, session_code: str) -> Answer:
    """Takes the text back to drafting."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_table_recommendations(current_actor(), council_session))
    try:
        with transaction():
            return_to_drafting(_found(council_session), current_actor(), clock.now())
        flash(_("The recommendations are being drafted again."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return back_to_text(council_session)


@blueprint.route("/adopt", methods=["GET", "POST"])
def adopt(council_slug: str, session_code: str) -> Answer:
    """Shows the frozen text, its hash and the quorum; adopts what was shown."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_adopt_recommendations(current_actor(), council_session))
    recommendations = _found(council_session)
    if request.method == "POST":
        try:
            with transaction():
                adopt_text(recommendations, request.form.get("sha256", ""), current_actor(), clock.now())
            flash(_("The recommendations are adopted. Their text is locked for everybody."), "success")
            return back_to_text(council_session)
        except Refusal as refusal:
            flash_refusal(refusal)
    return _adoption(council_session, _found(council_session))


def _adoption(council_session: CouncilSession, recommendations: Recommendations) -> Answer:
    if not rules.can_be_adopted(recommendations):
        return back_to_text(council_session)
    content = text_content(recommendations)
    return render(
        "recommendations/adopt.html",
        409 if request.method == "POST" else 200,
        council_session=council_session,
        address=address_of(council_session),
        content=content,
        sha256=content_hash(content),
        quorum=quorum(council_session, clock.now()),
        blocking=blocking_findings(recommendations),
        is_chair=rules.is_chair(current_actor(), council_session),
    )


def _found(council_session: CouncilSession) -> Recommendations:
    recommendations = recommendations_of(council_session)
    if recommendations is None:
        abort(404)
    return recommendations
