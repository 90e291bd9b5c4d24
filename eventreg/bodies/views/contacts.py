"""The contacts of a body."""

from flask import abort, flash, redirect, url_for

from eventreg.bodies.actions import add_contact, change_contact, remove_contact
from eventreg.bodies.forms import ContactForm
from eventreg.bodies.models import Body, Contact
from eventreg.bodies.queries import contact_in
from eventreg.bodies.views.blueprint import Answer, blueprint, editable_body
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor
from eventreg.core.pages import render
from eventreg.i18n import gettext as _


@blueprint.route("/<public_id>/contacts/add", methods=["GET", "POST"])
def contact_add(public_id: str) -> Answer:
    """One contact more."""
    body = editable_body(public_id)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction():
            add_contact(body, form.details(), current_actor(), clock.now(), form.new_id)
        flash(_("The contact was added."), "success")
        return redirect(url_for("bodies.edit", public_id=public_id))
    return render("bodies/contact.html", form=form, body=body, contact=None, conflicts=[])


@blueprint.route("/<public_id>/contacts/<contact_id>", methods=["GET", "POST"])
def contact_edit(public_id: str, contact_id: str) -> Answer:
    """A contact's details."""
    body = editable_body(public_id)
    contact = _found(body, contact_id)
    form = ContactForm(contact)
    if form.validate_on_submit() and not form.is_outdated:
        with transaction():
            change_contact(contact, form.details(), current_actor(), clock.now())
        flash(_("The changes were saved."), "success")
        return redirect(url_for("bodies.edit", public_id=public_id))
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    page = {"form": form, "body": body, "contact": contact, "conflicts": conflicts}
    return render("bodies/contact.html", 409 if conflicts else 200, **page)


@blueprint.post("/<public_id>/contacts/<contact_id>/remove")
def contact_remove(public_id: str, contact_id: str) -> Answer:
    """Takes a contact off the list."""
    contact = _found(editable_body(public_id), contact_id)
    with transaction():
        remove_contact(contact, current_actor(), clock.now())
    flash(_("The contact was removed."), "success")
    return redirect(url_for("bodies.edit", public_id=public_id))


def _found(body: Body, contact_id: str) -> Contact:
    contact = contact_in(body, contact_id)
    if contact is None:
        abort(404)
    return contact
