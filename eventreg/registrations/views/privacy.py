"""Personal data: what a delegate may see and take back, and what the office does about it."""

import json

from flask import Response, flash, redirect, url_for

from eventreg.bodies.personal_data import export_person
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, public, require
from eventreg.core.pages import flash_refusal, render
from eventreg.councils.words import data_kind_words
from eventreg.i18n import gettext as _
from eventreg.registrations.consents.actions import refuse_erasure, withdraw_consent
from eventreg.registrations.consents.queries import consents_of, last_refusal, open_request, open_requests
from eventreg.registrations.forms import RefusalForm
from eventreg.registrations.naming import full_name
from eventreg.registrations.retention import kept_until
from eventreg.registrations.rules import may_answer_erasure
from eventreg.registrations.views.blueprints import (
    Answer,
    as_delegate,
    guest,
    office,
    opened,
    readable_session,
    registration_of_session,
)
from eventreg.registrations.views.participation import facts_of


@guest.get("/p/<public_id>/personal-data")
@public
def personal_data(public_id: str) -> Answer:
    """What is kept about the delegate and until when, what was agreed to, and the ways to take it out or back."""
    registration = opened(public_id)
    return render(
        "registrations_guest/personal_data.html",
        consents=consents_of(registration),
        request=open_request(registration),
        refused=last_refusal(registration),
        kept_until=kept_until(registration.council_session),
        kind_words=data_kind_words(),
        now=clock.now(),
        **facts_of(registration),
    )


@guest.post("/p/<public_id>/personal-data.json")
@public
def personal_data_file(public_id: str) -> Answer:
    """Everything that is known about the delegate; the journal notes it."""
    registration = opened(public_id)
    with transaction():
        known = export_person(registration.person, as_delegate(registration), clock.now())
    headers = {"Content-Disposition": 'attachment; filename="personal-data.json"'}
    return Response(json.dumps(known, ensure_ascii=False, indent=1), mimetype="application/json", headers=headers)


@guest.get("/p/<public_id>/withdraw-consent")
@public
def ask_about_consent(public_id: str) -> Answer:
    """Says what follows, with one button."""
    return render("registrations_guest/withdraw_consent.html", **facts_of(opened(public_id)))


@guest.post("/p/<public_id>/withdraw-consent")
@public
def take_consent_back(public_id: str) -> Answer:
    """The delegate agrees no longer; the office is asked to erase."""
    registration = opened(public_id)
    with transaction():
        withdraw_consent(registration, as_delegate(registration), clock.now())
    flash(_("Your consent is withdrawn, and the secretariat was asked to erase your data."), "success")
    return redirect(url_for(".personal_data", public_id=public_id), 303)


@office.get("/erasure-requests")
def erasure_requests(council_slug: str, session_code: str) -> Answer:
    """Who asks for erasure in this session."""
    council_session = readable_session(council_slug, session_code)
    lines = [(found, full_name(found.registration.person)) for found in open_requests(council_session)]
    return render("registrations/erasure_requests.html", council_session=council_session, requests=lines)


@office.route("/<public_id>/refuse-erasure", methods=["GET", "POST"])
def refuse(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks for the reason, then answers the person's request with it; the data stays."""
    council_session = readable_session(council_slug, session_code)
    require(may_answer_erasure(current_actor(), council_session))
    registration = registration_of_session(council_session, public_id)
    form, name = RefusalForm(), full_name(registration.person)
    if not form.validate_on_submit():
        page = "registrations/refuse_erasure.html"
        return render(page, form=form, council_session=council_session, registration=registration, name=name)
    try:
        with transaction():
            refuse_erasure(registration, str(form.reason.data), current_actor(), clock.now())
        flash(_("The request was answered; the person sees the reason."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".erasure_requests", council_slug=council_slug, session_code=session_code), 303)
