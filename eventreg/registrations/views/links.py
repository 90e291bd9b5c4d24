"""Opening a delegate's personal link, and asking for it once more."""

from flask import redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import grant, public
from eventreg.core.limits import limit_wrong_links, limiter
from eventreg.core.pages import render
from eventreg.mail.link_requests import ask_for_link
from eventreg.mail.models import LinkPurpose
from eventreg.registrations.forms import NewLinkForm
from eventreg.registrations.queries import registration_by_token
from eventreg.registrations.views.blueprints import Answer, gone, guest

NEW_LINKS = "10 per minute"


@guest.get("/<token>")
@public
@limit_wrong_links
def open_link(token: str) -> Answer:
    """From the link in a letter to the page without a token; nothing is written."""
    registration = registration_by_token(token)
    if registration is None:
        gone()
    grant("registration", registration.public_id, registration.link_version)
    return redirect(url_for("registrations_guest.page", public_id=registration.public_id), 303)


@guest.route("/new-link", methods=["GET", "POST"])
@public
@limiter.limit(NEW_LINKS, methods=["POST"])
def new_link() -> Answer:
    """The link goes to the address if it is on file; answer and work are the same for every address."""
    form = NewLinkForm()
    if form.validate_on_submit():
        with transaction():
            ask_for_link(LinkPurpose.REGISTRATION, str(form.email.data), clock.now())
        return render("registrations_guest/link_sent.html", email=form.email.data)
    return render("registrations_guest/new_link.html", form=form)
