"""What is done with many rows of the board at once: sending to ticked ones or to all, and taking them out as a file."""

import re

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.invitations.actions.sending_to_all import send_to_all
from eventreg.invitations.actions.single_letters import Chosen, send_to_chosen
from eventreg.invitations.exporting import board_columns, board_lines, note_board_export
from eventreg.invitations.queries import Narrowed
from eventreg.invitations.rules import may_export_invitations
from eventreg.invitations.views.blueprints import (
    Answer,
    editable_session,
    mailing_url,
    narrowed_asked,
    office,
    readable_session,
    way_to_mend,
)
from eventreg.invitations.views.mailing import TO_LOOK_AT_AGAIN
from eventreg.invitations.views.mailing_pages import check_all_page
from eventreg.sessions.models import CouncilSession

TICKED = re.compile(r"([\w-]{1,40})\.([0-9]{1,9})", re.ASCII)  # a public id and a number
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office.post("/send-chosen")
def send_chosen(council_slug: str, session_code: str) -> Answer:
    """The letter once more, or for the first time, to the rows that were ticked; ids of other sessions do nothing."""
    council_session = editable_session(council_slug, session_code)
    board_url = url_for(".board", council_slug=council_slug, session_code=session_code)
    back = f"{board_url}?{request.query_string.decode()}"
    seen = _ticked()
    if not seen:
        flash(_("Tick the bodies first."), "error")
        return redirect(back)
    try:
        with transaction():
            chosen = send_to_chosen(council_session, seen, current_actor(), clock.now())
        _flash_chosen(chosen)
    except Refusal as refusal:
        flash_refusal(refusal)
        return way_to_mend(council_session, refusal, back)
    return redirect(back)


@office.route("/send-all", methods=["GET", "POST"])
def send_all(council_slug: str, session_code: str) -> Answer:
    """States what everybody whom the board is narrowed to would get; the button sends exactly that, once."""
    council_session, narrowed = editable_session(council_slug, session_code), narrowed_asked()
    board_url = url_for(".board", council_slug=council_slug, session_code=session_code)
    if not narrowed.is_narrowing:
        return redirect(board_url)
    if request.method == "GET":
        return check_all_page(council_session, narrowed)
    try:
        mailing_numbers = _sent_to_all(council_session, narrowed)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(request.full_path if refusal.reason in TO_LOOK_AT_AGAIN else board_url)
    return redirect(mailing_url(council_session, mailing_numbers[0]) if len(mailing_numbers) == 1 else board_url)


def _sent_to_all(council_session: CouncilSession, narrowed: Narrowed) -> list[int]:
    """The numbers of the mailings by which the letters go."""
    fingerprint = request.form.get("fingerprint", "")
    with transaction():
        number, campaigns = send_to_all(council_session, narrowed, fingerprint, current_actor(), clock.now())
        mailing_numbers = [campaign.number for campaign in campaigns]
    flash(ngettext("%(num)d letter is in the queue.", "%(num)d letters are in the queue.", number), "success")
    return mailing_numbers


def _ticked() -> dict[str, int]:
    """The ticked bodies, each with how often the letter had been sent to it when the page was made."""
    ticked = (TICKED.fullmatch(value) for value in request.form.getlist("chosen"))
    return {found[1]: int(found[2]) for found in ticked if found}


def _flash_chosen(chosen: Chosen) -> None:
    if chosen.sent:
        flash(ngettext("%(num)d letter is in the queue.", "%(num)d letters are in the queue.", chosen.sent), "success")
    if number := chosen.waiting:
        flash(
            _("Of these, waiting until their mailing goes on, since it is paused: %(number)d.", number=number), "info"
        )
    if number := chosen.left_out:
        flash(
            _(
                "Left out, without an address, with a letter on its way or with a withdrawn invitation: %(number)d.",
                number=number,
            ),
            "info",
        )
    if number := chosen.sent_meanwhile:
        flash(_("Left out, since the letter was sent to them meanwhile: %(number)d.", number=number), "info")


@office.post("/export.<file_type>")
def export(council_slug: str, session_code: str, file_type: str) -> Answer:
    """The board as it is narrowed: XLSX or CSV. A POST, since the journal notes it."""
    council_session = readable_session(council_slug, session_code)
    require(may_export_invitations(current_actor(), council_session))
    if file_type not in ("csv", "xlsx"):
        abort(404)
    narrowed, now = narrowed_asked(), clock.now()
    with transaction():
        note_board_export(council_session, narrowed, file_type, current_actor(), now)
    columns, lines = board_columns(), board_lines(council_session, narrowed, now)
    name = f"{council_slug}-{session_code}-invitations.{file_type}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if file_type == "xlsx":
        return Response(write_xlsx(_("Invitations"), columns, lines), mimetype=XLSX, headers=headers)
    return Response(b"".join(write_csv(columns, lines)), mimetype="text/csv", headers=headers)
