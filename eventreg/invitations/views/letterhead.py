"""What stands on the council's official letters."""

from flask import flash, redirect, request

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import refusal_sentence, render
from eventreg.councils.actions import edit_letterhead
from eventreg.councils.models import Council
from eventreg.councils.queries import letterhead_of, upcoming_label
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.invitations.forms import LetterheadForm
from eventreg.invitations.rules import may_edit_letterhead
from eventreg.invitations.views.blueprints import Answer, mailings, readable_session


@mailings.route("/letterhead", methods=["GET", "POST"])
def letterhead(council_slug: str, session_code: str) -> Answer:
    """The letterhead in two languages; the second of two editors sees what the first saved."""
    council_session = readable_session(council_slug, session_code)
    council = council_session.council
    require(may_edit_letterhead(current_actor(), council))
    form = LetterheadForm(letterhead_of(council))
    if form.validate_on_submit() and not form.is_outdated and _saved(council, form):
        flash(_("The changes were saved."), "success")
        return redirect(request.path)
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    return render(
        "mailings/letterhead.html",
        409 if conflicts else 200,
        form=form,
        conflicts=conflicts,
        council_session=council_session,
        upcoming=upcoming_label(council, local(clock.now(), council.time_zone).date()),
    )


def _saved(council: Council, form: LetterheadForm) -> bool:
    """Whether it was; else the form says beside the field that the counter has come past the number."""
    try:
        with transaction():
            edit_letterhead(council, form.details(), current_actor(), clock.now(), form.count_from.data)
    except Refusal as refusal:
        form.refuse("count_from", refusal_sentence(refusal))
        return False
    return True
