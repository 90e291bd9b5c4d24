"""What a delegate takes along: the pass alone, as a file, and the calendar entry."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, abort, redirect, url_for

from eventreg.core import clock
from eventreg.core.guards import public
from eventreg.registrations.calendar import calendar_entry
from eventreg.registrations.models import Registration
from eventreg.registrations.pass_on_paper import pass_pdf, pass_png
from eventreg.registrations.rules import has_pass
from eventreg.registrations.views.blueprints import Answer, guest, opened
from eventreg.registrations.views.participation import render_page

PASS_FILES: dict[str, tuple[str, Callable[[Registration, datetime], bytes]]] = {
    "png": ("image/png", pass_png),
    "pdf": ("application/pdf", pass_pdf),
}


@guest.get("/p/<public_id>/pass")
@public
def pass_page(public_id: str) -> Answer:
    """The pass alone, as large as the screen."""
    registration = opened(public_id)
    if not has_pass(registration):
        return redirect(url_for(".page", public_id=public_id))
    return render_page(registration, "registrations_guest/pass_page.html")


@guest.get("/p/<public_id>/pass.<any(png, pdf):file_type>")
@public
def pass_file(public_id: str, file_type: str) -> Answer:
    """The pass as a file to keep or to print, in the language of the page."""
    registration = _with_pass(public_id)
    media_type, made = PASS_FILES[file_type]
    headers = {"Content-Disposition": f'attachment; filename="pass-{registration.short_code}.{file_type}"'}
    return Response(made(registration, clock.now()), mimetype=media_type, headers=headers)


@guest.get("/p/<public_id>/calendar.ics")
@public
def calendar(public_id: str) -> Answer:
    """The calendar entry as a file."""
    entry = calendar_entry(_with_pass(public_id), "PUBLISH", clock.now())
    headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return Response(entry, mimetype="text/calendar", headers=headers)


def _with_pass(public_id: str) -> Registration:
    registration = opened(public_id)
    if not has_pass(registration):
        abort(404)
    return registration
