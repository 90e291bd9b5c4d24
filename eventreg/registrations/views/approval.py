"""Deciding on those who wait for approval, many at a time, and how the session admits people."""

from flask import abort, flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.registrations.actions.admission import admission_of, save_admission
from eventreg.registrations.actions.deciding import decide_on, undecided
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.admission_forms import AdmissionForm, DecisionForm
from eventreg.registrations.places import places_held, places_left
from eventreg.registrations.rules import may_edit_registrations
from eventreg.registrations.views.blueprints import Answer, editable_session, office, readable_session
from eventreg.sessions.models import CouncilSession


@office.get("/approval")
def approval(council_slug: str, session_code: str) -> Answer:
    """Everybody on whom the office decides."""
    return _approval(readable_session(council_slug, session_code), DecisionForm())


@office.post("/approval")
def decide(council_slug: str, session_code: str) -> Answer:
    """Approves or rejects those chosen; whoever belongs to another session is passed over."""
    council_session = editable_session(council_slug, session_code)
    form, decision = DecisionForm(), request.form.get("decision")
    if decision not in ("approve", "reject"):
        abort(400)
    is_approved = decision == "approve"
    if not form.validate_on_submit() or form.lacks_something(is_approved):
        return _approval(council_session, form, 422)
    try:
        with transaction():
            reason = form.reason.data or ""
            number = decide_on(council_session, form.chosen(), is_approved, reason, current_actor(), clock.now())
    except Refusal as refusal:
        form.refuse("reason", refusal_sentence(refusal))
        return _approval(council_session, form, 409)
    if number:
        flash(ngettext("Decided on %(num)d person.", "Decided on %(num)d people.", number), "success")
    else:
        flash(_("Somebody has decided on these people meanwhile."), "info")
    return redirect(url_for(".approval", council_slug=council_slug, session_code=session_code))


@office.route("/admission", methods=["GET", "POST"])
def admission(council_slug: str, session_code: str) -> Answer:
    """What becomes of too many, who is approved, who confirms."""
    council_session = editable_session(council_slug, session_code)
    form = AdmissionForm(admission_of(council_session))
    if form.validate_on_submit():
        with transaction():
            save_admission(council_session, form.rules(), current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
        return redirect(url_for(".admission", council_slug=council_slug, session_code=session_code))
    return render(
        "registrations/admission.html",
        form=form,
        council_session=council_session,
        held=places_held(council_session),
        left=places_left(council_session),
    )


def _approval(council_session: CouncilSession, form: DecisionForm, status: int = 200) -> Answer:
    return render(
        "registrations/approval.html",
        status,
        form=form,
        council_session=council_session,
        people=undecided(council_session),
        instead_of=substitutions(council_session),
        left=places_left(council_session),
        may_edit=may_edit_registrations(current_actor(), council_session),
    )
