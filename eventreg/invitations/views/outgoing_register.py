"""The register of a council's outgoing letters: to read, to print, to take out, and each paper as it was frozen."""

from flask import abort, request
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import page_language, paged, render
from eventreg.councils.finding import office_council
from eventreg.councils.models import Council
from eventreg.councils.queries import upcoming_label
from eventreg.documents.sheets import write_csv, write_xlsx
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local, short_date
from eventreg.invitations.outgoing import (
    PaperState,
    RegisterFilter,
    paper_in,
    register_of,
    sessions_in_register,
    states_of,
)
from eventreg.invitations.register_export import note_register_export, register_columns, register_lines
from eventreg.invitations.rules import may_export_outgoing_letters, may_see_outgoing_letters
from eventreg.invitations.views.blueprints import Answer, outgoing
from eventreg.invitations.views.chosen import XLSX
from eventreg.invitations.views.official_letters import FILES, paper_file

PER_PAGE = 100


@outgoing.get("/")
def register(council_slug: str) -> Answer:
    """Every number that the council gave, the latest first."""
    council, actor = _readable_council(council_slug), current_actor()
    narrowed = _asked()
    page = paged(register_of(council, narrowed), PER_PAGE)
    language, today = page_language(), local(clock.now(), council.time_zone).date()
    return render(
        "outgoing/register.html",
        council=council,
        page=page,
        states=states_of([paper.id for paper in page.rows]),
        narrowed=narrowed,
        filter=_arguments(narrowed),
        sessions=[
            (one.code, f"{one.code} · {one.title.in_language(language)}") for one in sessions_in_register(council)
        ],
        short_date=short_date,
        upcoming=upcoming_label(council, today),
        may_export=may_export_outgoing_letters(actor, council),
    )


@outgoing.get("/<public_id>.<suffix>")
def paper(council_slug: str, public_id: str, suffix: str) -> Answer:
    """The paper that bears the number, byte for byte as it was made; also one that another has replaced."""
    council = _readable_council(council_slug)
    found = paper_in(council, public_id)
    if found is None or suffix not in FILES:
        abort(404)
    digest = found.pdf_sha256 if suffix == "pdf" else found.docx_sha256
    return paper_file(digest, found.outgoing_number.label, suffix) if digest else abort(404)


@outgoing.post("/export.<file_type>")
def export(council_slug: str, file_type: str) -> Answer:
    """The register as it is narrowed: XLSX or CSV. A POST, since the journal notes it."""
    council = office_council(council_slug)
    require(may_export_outgoing_letters(current_actor(), council))
    if file_type not in ("csv", "xlsx"):
        abort(404)
    narrowed = _asked()
    with transaction():
        note_register_export(council, narrowed, file_type, current_actor(), clock.now())
    columns, lines = register_columns(), register_lines(council, narrowed)
    headers = {"Content-Disposition": f'attachment; filename="{council_slug}-outgoing-letters.{file_type}"'}
    if file_type == "xlsx":
        return Response(write_xlsx(_("Outgoing letters"), columns, lines), mimetype=XLSX, headers=headers)
    return Response(b"".join(write_csv(columns, lines)), mimetype="text/csv", headers=headers)


def _readable_council(council_slug: str) -> Council:
    council = office_council(council_slug)
    require(may_see_outgoing_letters(current_actor(), council))
    return council


def _asked() -> RegisterFilter:
    """What the address narrows the register to; unknown values count for nothing."""
    asked = request.args
    state = asked.get("state", "")
    return RegisterFilter(
        text=asked.get("q", "")[:100],
        council_session=asked.get("session", "")[:40],
        state=PaperState(state) if state in list(PaperState) else None,
    )


def _arguments(narrowed: RegisterFilter) -> dict[str, str]:
    state = narrowed.state.value if narrowed.state else ""
    asked = {"q": narrowed.text, "session": narrowed.council_session, "state": state}
    return {name: value for name, value in asked.items() if value}
