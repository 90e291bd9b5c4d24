"""Entering a person by hand, for a body that answers on paper or by telephone."""

from flask import flash, redirect, url_for
from sqlalchemy import select

from eventreg.bodies.models import Body
from eventreg.bodies.queries import bodies
from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import page_language, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.answers import register_by_hand
from eventreg.invitations.forms import ByHandForm
from eventreg.invitations.views.blueprints import Answer, editable_session, office


@office.route("/add-person", methods=["GET", "POST"])
def add_person(council_slug: str, session_code: str) -> Answer:
    """The person stands in a seat of the body, if that is invited."""
    council_session = editable_session(council_slug, session_code)
    form = ByHandForm(session().scalars(bodies()).all(), page_language())
    if form.validate_on_submit():
        body = session().scalar(select(Body).filter_by(public_id=form.body.data)) if form.body.data else None
        try:
            with transaction():
                registration = register_by_hand(
                    council_session, body, form.nominee(), bool(form.is_confirmed.data), current_actor(), clock.now()
                )
                public_id = registration.public_id
            flash(_("The person was added."), "success")
            show = "registrations.show"
            return redirect(url_for(show, council_slug=council_slug, session_code=session_code, public_id=public_id))
        except Refusal as refusal:
            form.refuse("body", refusal_sentence(refusal))
    return render("invitations/add_person.html", form=form, council_session=council_session)
