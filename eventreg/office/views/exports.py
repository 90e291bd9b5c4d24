"""Taking the registries out as files. A POST, since the journal notes it."""

from flask import Blueprint, Response, request, stream_with_context

from eventreg.bodies.models import BodyKind
from eventreg.bodies.queries import bodies
from eventreg.bodies.rules import councils_edited_by, may_export_registry
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.office.exporting import Registry, note_registry_export, registry_columns, registry_rows
from eventreg.office.models import ImportKind
from eventreg.office.people import people_of
from eventreg.office.words import import_kind_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("exports", __name__, url_prefix="/office/export")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.post("/<any(bodies, people):registry>.<any(csv, xlsx):file_type>")
def registry(registry: str, file_type: str) -> Response:
    """The list as it is narrowed now; people are those of councils that the actor prepares sessions for."""
    require(may_export_registry(current_actor()))
    kind = ImportKind(registry)
    found = _narrowed(kind)
    with transaction():
        note_registry_export(kind, found, file_type, current_actor(), clock.now())
    columns, rows = registry_columns(kind), registry_rows(kind, found)
    headers = {"Content-Disposition": f'attachment; filename="{registry}.{file_type}"'}
    if file_type == "xlsx":
        return Response(write_xlsx(import_kind_words()[kind], columns, rows), mimetype=XLSX, headers=headers)
    return Response(stream_with_context(write_csv(columns, rows)), mimetype="text/csv", headers=headers)


def _narrowed(kind: ImportKind) -> Registry:
    given = {name: request.args.get(name, "")[:100] for name in ("q", "kind", "region", "reach")}
    if kind is ImportKind.PEOPLE:
        return people_of(councils_edited_by(current_actor()), given["q"], reach=given["reach"])
    known = BodyKind(given["kind"]) if given["kind"] in list(BodyKind) else None
    return bodies(given["q"], known, given["region"])
