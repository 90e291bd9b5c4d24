"""The preamble in the office."""

from flask import flash

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, render
from eventreg.i18n import gettext as _
from eventreg.i18n.text import Translated
from eventreg.recommendations import rules
from eventreg.recommendations.actions import edit_preamble
from eventreg.recommendations.forms import PreambleForm
from eventreg.recommendations.queries import recommendations_of
from eventreg.recommendations.views.blueprint import Answer, address_of, back_to_text, blueprint
from eventreg.sessions.finding import office_session


@blueprint.route("/preamble", methods=["GET", "POST"])
def preamble(council_slug: str, session_code: str) -> Answer:
    """The preamble in three languages; two editors at once see both texts."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_edit_text(current_actor(), council_session))
    form = PreambleForm(recommendations_of(council_session))
    is_conflict = False
    if form.validate_on_submit():
        try:
            with transaction():
                edit_preamble(council_session, form.seen_version, form.text, current_actor(), clock.now())
            flash(_("The preamble was saved."), "success")
            return back_to_text(council_session)
        except Refusal as refusal:
            flash_refusal(refusal)
            is_conflict = refusal.reason == "edited_meanwhile"
    present = recommendations_of(council_session)
    if is_conflict and present:
        form.version.data = str(present.version)
    return render(
        "recommendations/preamble.html",
        409 if is_conflict else 200,
        form=form,
        present=present.preamble if present else Translated(),
        is_conflict=is_conflict,
        council_session=council_session,
        address=address_of(council_session),
    )
