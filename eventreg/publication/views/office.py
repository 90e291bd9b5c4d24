"""Publishing the adopted recommendations."""

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.publication.actions import publish_recommendations
from eventreg.publication.content import blocking_faults
from eventreg.publication.documents import prepare_edition
from eventreg.publication.forms import PublishForm
from eventreg.publication.queries import publications_of
from eventreg.publication.rules import can_be_published, may_publish_recommendations
from eventreg.recommendations.models import Recommendations
from eventreg.recommendations.queries import recommendations_of
from eventreg.recommendations.words import finding_sentence
from eventreg.sessions.queries import session_by_address

Answer = Response | tuple[str, int]
blueprint = Blueprint(
    "publication_office", __name__, url_prefix="/office/<council_slug>/<session_code>/recommendations/publish"
)


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.route("", methods=["GET", "POST"])
def publish(council_slug: str, session_code: str) -> Answer:
    """What will appear and with which seal; the button publishes exactly that."""
    council_session = session_by_address(council_slug, session_code)
    if council_session is None:
        abort(404)
    require(may_publish_recommendations(current_actor(), council_session))
    recommendations = recommendations_of(council_session)
    if recommendations is None or not can_be_published(recommendations):
        flash(_("Only adopted recommendations of an announced session can be published."), "error")
        return redirect(url_for("recommendations.index", council_slug=council_slug, session_code=session_code))
    form = PublishForm()
    if form.validate_on_submit() and _published(recommendations, form.note.data or ""):
        return redirect(url_for("publication.recommendations", council_slug=council_slug, session_code=session_code))
    edition = prepare_edition(recommendations, form.note.data or "", clock.now())
    return render(
        "publication/publish.html",
        form=form,
        council_session=council_session,
        edition=edition,
        faults=[finding_sentence(finding) for _id, finding in blocking_faults(edition.content)],
        publications=publications_of(council_session),
    )


def _published(recommendations: Recommendations, note: str) -> bool:
    """The files are made before the transaction begins, so that nobody waits for them."""
    now = clock.now()
    edition = prepare_edition(recommendations, note, now)
    try:
        with transaction():
            publish_recommendations(recommendations, edition, current_actor(), now)
    except Refusal as refusal:
        flash_refusal(refusal)
        return False
    flash(_("Version %(number)d is public.", number=edition.version), "success")
    return True
