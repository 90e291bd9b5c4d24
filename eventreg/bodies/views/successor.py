"""Which body takes another's place."""

from flask import flash, redirect, url_for

from eventreg.bodies.actions import replace_body
from eventreg.bodies.forms import SuccessorForm
from eventreg.bodies.queries import all_codes
from eventreg.bodies.views.blueprint import Answer, blueprint, editable_body
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import refusal_sentence, render
from eventreg.i18n import gettext as _


@blueprint.route("/<public_id>/successor", methods=["GET", "POST"])
def successor(public_id: str) -> Answer:
    """From a day on another body stands in this one's place."""
    body = editable_body(public_id)
    form = SuccessorForm(body)
    if form.validate_on_submit():
        try:
            with transaction():
                replace_body(body, form.body(), form.last_day.data, current_actor(), clock.now())
            flash(_("The changes were saved."), "success")
            return redirect(url_for("bodies.edit", public_id=public_id))
        except Refusal as refusal:
            field = "last_day" if refusal.reason == "successor_needs_last_day" else "successor"
            form.refuse(field, refusal_sentence(refusal))
    return render("bodies/successor.html", form=form, body=body, codes=all_codes())
