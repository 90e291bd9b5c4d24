"""Taking the list out as a file. A POST, since the journal notes it."""

from flask import Response, abort, stream_with_context

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.i18n import gettext as _
from eventreg.registrations.exporting import export_columns, export_rows, note_export
from eventreg.registrations.rules import may_export_registrations
from eventreg.registrations.views.blueprints import Answer, office, readable_session
from eventreg.registrations.views.listing import filter_from_address

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office.post("/export.<file_type>")
def export(council_slug: str, session_code: str, file_type: str) -> Answer:
    """The list as it is narrowed now: XLSX, or CSV in a stream."""
    council_session = readable_session(council_slug, session_code)
    require(may_export_registrations(current_actor(), council_session))
    if file_type not in ("csv", "xlsx"):
        abort(404)
    narrowed, name = filter_from_address(), f"{council_slug}-{session_code}-registrations.{file_type}"
    with transaction():
        note_export(council_session, narrowed, file_type, current_actor(), clock.now())
    columns, rows = export_columns(), export_rows(council_session, narrowed)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if file_type == "xlsx":
        return Response(write_xlsx(_("Registrations"), columns, rows), mimetype=XLSX, headers=headers)
    return Response(stream_with_context(write_csv(columns, rows)), mimetype="text/csv", headers=headers)
