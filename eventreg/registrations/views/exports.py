"""Taking the list out as a file. A POST, since the journal notes it."""

from dataclasses import replace

from flask import Response, abort, request, stream_with_context

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.i18n import gettext as _
from eventreg.registrations.exporting import export_columns, export_rows, note_export
from eventreg.registrations.models import RegistrationState
from eventreg.registrations.printed import people_list
from eventreg.registrations.queries import Filter
from eventreg.registrations.questions.queries import questions_of
from eventreg.registrations.rules import may_export_registrations
from eventreg.registrations.views.blueprints import Answer, office, readable_session
from eventreg.registrations.views.listing import filter_from_address
from eventreg.sessions.models import CouncilSession

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office.post("/export.<file_type>")
def export(council_slug: str, session_code: str, file_type: str) -> Answer:
    """The list as it is narrowed now; `?for=door` is the list of those who are confirmed, with boxes to tick."""
    council_session = readable_session(council_slug, session_code)
    require(may_export_registrations(current_actor(), council_session))
    if file_type not in ("csv", "xlsx", "pdf"):
        abort(404)
    narrowed, for_door = filter_from_address(), request.args.get("for") == "door"
    if for_door:
        narrowed = replace(narrowed, state=RegistrationState.CONFIRMED)
    with transaction():
        note_export(council_session, narrowed, file_type, current_actor(), clock.now())
    name = f"{council_slug}-{session_code}-{'door' if for_door else 'registrations'}.{file_type}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if file_type == "pdf":
        content = people_list(council_session, narrowed, boxes=for_door, now=clock.now())
        return Response(content, mimetype="application/pdf", headers=headers)
    return _table(council_session, narrowed, file_type, headers)


def _table(council_session: CouncilSession, narrowed: Filter, file_type: str, headers: dict[str, str]) -> Response:
    """XLSX, or CSV in a stream."""
    questions = questions_of(council_session, with_retired=True)
    columns, rows = export_columns(questions), export_rows(council_session, narrowed, questions)
    if file_type == "xlsx":
        return Response(write_xlsx(_("Registrations"), columns, rows), mimetype=XLSX, headers=headers)
    return Response(stream_with_context(write_csv(columns, rows)), mimetype="text/csv", headers=headers)
