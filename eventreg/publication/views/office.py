"""Publishing the adopted recommendations, and correcting a misprint in a further version."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.publication.actions import publish_recommendations
from eventreg.publication.content import Corrections, blocking_faults
from eventreg.publication.documents import prepare_edition
from eventreg.publication.forms import PublishForm, correction_form, corrections_in, wording_fields
from eventreg.publication.queries import content_of, latest_publication
from eventreg.publication.rules import can_be_published, may_correct_recommendations, may_publish_recommendations
from eventreg.recommendations.models import Recommendations
from eventreg.recommendations.queries import recommendations_of
from eventreg.recommendations.words import finding_sentence
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
ADDRESS = "/office/<council_slug>/<session_code>/recommendations"
blueprint = Blueprint("publication_office", __name__, url_prefix=ADDRESS)


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.route("/publish", methods=["GET", "POST"])
def publish(council_slug: str, session_code: str) -> Answer:
    """What will appear and with which seal; the button publishes exactly that."""
    council_session = office_session(council_slug, session_code)
    require(may_publish_recommendations(current_actor(), council_session))
    recommendations = recommendations_of(council_session)
    if recommendations is None or not can_be_published(recommendations):
        return _to_text(council_session, _("Only adopted recommendations of an announced session can be published."))
    if latest_publication(council_session):
        return _to_text(council_session, _("The recommendations are public already; a misprint is put right below."))
    form = PublishForm()
    if form.validate_on_submit() and _published(recommendations, "", {}):
        return _to_public_page(council_session)
    edition = prepare_edition(recommendations, "", clock.now())
    faults = [finding_sentence(finding) for _id, finding in blocking_faults(edition.content)]
    return render(
        "publication/publish.html", form=form, council_session=council_session, edition=edition, faults=faults
    )


@blueprint.route("/correct", methods=["GET", "POST"])
def correct(council_slug: str, session_code: str) -> Answer:
    """A further version with other wordings; the adopted text itself stays as it is."""
    council_session = office_session(council_slug, session_code)
    require(may_correct_recommendations(current_actor(), council_session))
    recommendations, latest = recommendations_of(council_session), latest_publication(council_session)
    if recommendations is None or latest is None:
        return _to_text(council_session, _("Nothing is public yet; the first version comes before a correction."))
    content = content_of(latest)
    form = correction_form(content)
    if form.validate_on_submit():
        corrections = corrections_in(form, content)
        if _published(recommendations, str(form.note.data), corrections):
            return _to_public_page(council_session)
    return render(
        "publication/correct.html",
        form=form,
        council_session=council_session,
        version=latest.version + 1,
        groups=wording_fields(form, content),
    )


def _published(recommendations: Recommendations, note: str, corrections: Corrections) -> bool:
    """The files are made before the transaction begins, so that nobody waits for them."""
    now = clock.now()
    edition = prepare_edition(recommendations, note, now, corrections)
    for _id, finding in blocking_faults(edition.content):
        flash(finding_sentence(finding), "error")
        return False
    try:
        with transaction():
            publish_recommendations(recommendations, edition, current_actor(), now)
    except Refusal as refusal:
        flash_refusal(refusal)
        return False
    flash(_("Version %(number)d is public.", number=edition.version), "success")
    return True


def _to_text(council_session: CouncilSession, sentence: str) -> Response:
    flash(sentence, "error")
    slug, code = council_session.council.slug, council_session.code
    return redirect(url_for("recommendations.index", council_slug=slug, session_code=code))


def _to_public_page(council_session: CouncilSession) -> Response:
    slug, code = council_session.council.slug, council_session.code
    return redirect(url_for("publication.recommendations", council_slug=slug, session_code=code))
