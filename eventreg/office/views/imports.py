"""Importing a table: the file, its columns, the preview, and what came of it."""

from flask import Blueprint, Response, abort, flash, redirect, request, stream_with_context, url_for
from werkzeug.wrappers import Response as AnyResponse

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, paged, prefer_cookie_language, refusal_sentence, render
from eventreg.councils.queries import councils_with_ids
from eventreg.documents.sheets import write_csv
from eventreg.i18n import gettext as _
from eventreg.office.forms import ImportForm
from eventreg.office.imports.columns import HEADERS, fields_of, missing_columns
from eventreg.office.imports.listing import bad_rows_as_table, import_in, imports_of, number_left, rows_left, rows_with
from eventreg.office.imports.running import (
    WORKING,
    begin_import,
    choose_columns,
    confirm_import,
    numbers_of,
    undo_import,
)
from eventreg.office.models import ImportRun, ImportState, RowOutcome
from eventreg.office.rules import may_import_bundle, may_import_into
from eventreg.office.words import outcome_words
from eventreg.sessions.queries import sessions_of_councils

Answer = AnyResponse | tuple[str, int]
blueprint = Blueprint("imports", __name__, url_prefix="/office/imports")
PREVIEWED = 50


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/")
def index() -> Answer:
    """Imports of own councils, the latest first."""
    require(may_import_bundle(current_actor()))
    given = request.args.get("state", "")
    state = ImportState(given) if given in list(ImportState) else None
    return render("imports/index.html", page=paged(imports_of(_own_councils(), state)), state=state)


@blueprint.route("/add", methods=["GET", "POST"])
def add() -> Answer:
    """A file is taken in; nothing of it is in the registry yet."""
    require(may_import_bundle(current_actor()))
    councils = councils_with_ids(_own_councils())
    form = ImportForm(councils, session().scalars(sessions_of_councils(_own_councils())).all())
    if form.validate_on_submit():
        run, content = form.run(current_actor(), clock.now()), form.file.data.read()
        require(may_import_into(current_actor(), run.council.public_id if run.council else None))
        try:
            with transaction():
                begin_import(run, content)
                public_id = run.public_id
            return redirect(url_for(".columns", public_id=public_id))
        except Refusal as refusal:
            form.refuse("file", refusal_sentence(refusal))
    return render("imports/add.html", form=form)


@blueprint.route("/<public_id>/columns", methods=["GET", "POST"])
def columns(public_id: str) -> Answer:
    """Which column holds what; the answer is remembered for the council's next file."""
    run = _found(public_id)
    chosen = _chosen_columns(run) if request.method == "POST" else dict(run.columns)
    missing = missing_columns(run.kind, chosen) if request.method == "POST" else []
    if request.method == "POST" and not missing:
        try:
            with transaction():
                choose_columns(run, chosen)
        except Refusal as refusal:
            flash_refusal(refusal)
        return redirect(url_for(".show", public_id=public_id))
    page = {"run": run, "fields": fields_of(run.kind), "chosen": chosen, "missing": missing, "headers": HEADERS}
    return render("imports/columns.html", 422 if missing else 200, **page)


@blueprint.get("/<public_id>")
def show(public_id: str) -> Answer:
    """Progress while a job is at work; the preview; what was done."""
    run = _found(public_id)
    if run.state is ImportState.UPLOADED:
        return redirect(url_for(".columns", public_id=public_id))
    shown = request.args.get("outcome", "")
    outcome = RowOutcome(shown) if shown in list(RowOutcome) else RowOutcome.BAD
    numbers = numbers_of(run)
    return render(
        "imports/show.html",
        run=run,
        numbers=numbers,
        fields=[word for word in fields_of(run.kind) if word.name in run.columns],
        outcome=outcome,
        outcomes=outcome_words(),
        rows=rows_with(run, outcome, PREVIEWED),
        refusal=refusal_sentence(Refusal(run.refusal)) if run.refusal else "",
        is_working=run.state in WORKING,
        left=rows_left(run, PREVIEWED),
        number_left=number_left(run),
    )


@blueprint.get("/<public_id>/bad-rows.csv")
def bad_rows(public_id: str) -> Answer:
    """The rows with faults as a table, each with what is wrong, to mend and import again."""
    run = _found(public_id)
    header, rows = bad_rows_as_table(run)
    headers = {"Content-Disposition": 'attachment; filename="bad-rows.csv"'}
    return Response(stream_with_context(write_csv(header, rows)), mimetype="text/csv", headers=headers)


@blueprint.post("/<public_id>/carry-out")
def carry_out(public_id: str) -> Answer:
    """The previewed rows go into the registry."""
    run = _found(public_id)
    try:
        with transaction():
            confirm_import(run, current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/<public_id>/undo")
def undo(public_id: str) -> Answer:
    """What the import brought is taken back."""
    run = _found(public_id)
    try:
        with transaction():
            undo_import(run, current_actor(), clock.now())
        flash(_("The import is being undone."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show", public_id=public_id))


def _own_councils() -> list[str]:
    actor = current_actor()
    return [public_id for public_id in actor.roles if may_import_into(actor, public_id)]


def _found(public_id: str) -> ImportRun:
    """The run of an own council; any other is not there."""
    require(may_import_bundle(current_actor()))
    run = import_in(_own_councils(), public_id)
    if run is None:
        abort(404)
    return run


def _chosen_columns(run: ImportRun) -> dict[str, int]:
    """Field → column as chosen; a number that the file does not have counts as none."""
    chosen = {word.name: request.form.get(word.name, type=int) for word in fields_of(run.kind)}
    return {name: place for name, place in chosen.items() if place is not None and 0 <= place < len(run.headers)}
