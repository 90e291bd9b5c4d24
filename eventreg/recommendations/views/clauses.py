"""The draft: its clauses, their order and their history."""

from flask import abort, flash, request

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, render
from eventreg.i18n import gettext as _
from eventreg.recommendations import rules
from eventreg.recommendations.actions import add_clause, delete_clause, edit_clause, move_clause, translate_clause
from eventreg.recommendations.checks import blocking_findings, clause_findings, preamble_findings
from eventreg.recommendations.content import groups, held_on
from eventreg.recommendations.forms import ClauseForm, VersionForm, WordingForm
from eventreg.recommendations.history import history_of
from eventreg.recommendations.models import Clause
from eventreg.recommendations.queries import clause_of, recommendations_of
from eventreg.recommendations.views.blueprint import Answer, address_of, back_to_text, blueprint
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession


@blueprint.get("/")
def index(council_slug: str, session_code: str) -> Answer:
    """The text as it will be printed, with what the checker found."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_see_recommendations(current_actor(), council_session))
    recommendations = recommendations_of(council_session)
    clauses = recommendations.clauses if recommendations else []
    return render(
        "recommendations/index.html",
        council_session=council_session,
        address=address_of(council_session),
        recommendations=recommendations,
        groups=groups(clauses),
        findings={clause.id: clause_findings(clause) for clause in clauses},
        preamble_findings=preamble_findings(recommendations.preamble) if recommendations else [],
        blocking=len(blocking_findings(recommendations)) if recommendations else 0,
        rules=rules,
    )


@blueprint.route("/clauses/add", methods=["GET", "POST"])
def add(council_slug: str, session_code: str) -> Answer:
    """A new clause."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_edit_recommendations(current_actor(), council_session))
    form = ClauseForm(held_on(council_session))
    if form.validate_on_submit():
        try:
            with transaction():
                clause = add_clause(council_session, form.details(), current_actor(), clock.now(), form.new_id)
                clause_id = clause.public_id
            flash(_("The clause was added."), "success")
            return back_to_text(council_session, clause_id)
        except Refusal as refusal:
            flash_refusal(refusal)
    return _editor(council_session, None, form)


@blueprint.route("/clauses/<clause_id>", methods=["GET", "POST"])
def edit(council_slug: str, session_code: str, clause_id: str) -> Answer:
    """A clause: the secretary edits all of it, the translator the texts."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_edit_text(current_actor(), council_session))
    clause = clause_of(council_session, clause_id)
    if clause is None and request.method == "GET":
        abort(404)
    form = _form_for(council_session, clause)
    if form.validate_on_submit():
        try:
            with transaction():
                _save(clause_of(council_session, clause_id), form)
            flash(_("The clause was saved."), "success")
            return back_to_text(council_session, clause_id)
        except Refusal as refusal:
            return _refused(refusal, council_session, clause_id, form)
    return _editor(council_session, clause, form)


@blueprint.post("/clauses/<clause_id>/move")
def move(council_slug: str, session_code: str, clause_id: str) -> Answer:
    """The clause one place up or down in its group."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_edit_recommendations(current_actor(), council_session))
    clause = _found(council_session, clause_id)
    try:
        with transaction():
            move_clause(clause, request.form.get("direction", ""), current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
    return back_to_text(council_session, clause_id)


@blueprint.route("/clauses/<clause_id>/delete", methods=["GET", "POST"])
def delete(council_slug: str, session_code: str, clause_id: str) -> Answer:
    """Asks, then deletes the version of the clause that was shown."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_edit_recommendations(current_actor(), council_session))
    clause = _found(council_session, clause_id)
    form = VersionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                delete_clause(clause, form.seen_version, current_actor(), clock.now())
            flash(_("The clause was deleted."), "success")
        except Refusal as refusal:
            flash_refusal(refusal)
        return back_to_text(council_session)
    return render("recommendations/delete.html", clause=clause, address=address_of(council_session))


@blueprint.get("/clauses/<clause_id>/history")
def history(council_slug: str, session_code: str, clause_id: str) -> Answer:
    """Every revision of a clause, with word differences to the one before."""
    council_session = office_session(council_slug, session_code)
    require(rules.may_see_recommendations(current_actor(), council_session))
    clause = _found(council_session, clause_id)
    return render(
        "recommendations/history.html",
        clause=clause,
        council_session=council_session,
        address=address_of(council_session),
        steps=history_of(clause, held_on(council_session)),
    )


def _found(council_session: CouncilSession, clause_id: str) -> Clause:
    clause = clause_of(council_session, clause_id)
    if clause is None:
        abort(404)
    return clause


def _form_for(council_session: CouncilSession, clause: Clause | None) -> WordingForm:
    """The translator's form has no addressees and no deadline, so that nothing sent from it can change them."""
    if rules.may_edit_recommendations(current_actor(), council_session):
        return ClauseForm(held_on(council_session), clause)
    return WordingForm(clause)


def _save(clause: Clause | None, form: WordingForm) -> None:
    if clause is None:
        raise Refusal("clause_is_gone")
    by, now = current_actor(), clock.now()
    if isinstance(form, ClauseForm):
        edit_clause(clause, form.seen_version, form.details(), by, now)
    else:
        translate_clause(clause, form.seen_version, form.text, by, now)


def _refused(refusal: Refusal, council_session: CouncilSession, clause_id: str, form: WordingForm) -> Answer:
    """The page again with everything typed; after somebody else's edit, both texts side by side."""
    clause = clause_of(council_session, clause_id)
    if refusal.reason != "edited_meanwhile" or clause is None:
        flash_refusal(refusal)
        return _editor(council_session, clause, form, 409)
    form.version.data = str(clause.version)  # saving once more is a decision, taken on what is there now
    return _editor(council_session, clause, form, 409, is_conflict=True)


def _editor(
    council_session: CouncilSession,
    clause: Clause | None,
    form: WordingForm,
    status: int = 200,
    is_conflict: bool = False,
) -> Answer:
    return render(
        "recommendations/edit.html",
        status,
        form=form,
        clause=clause,
        is_conflict=is_conflict,
        council_session=council_session,
        address=address_of(council_session),
        findings=clause_findings(clause) if clause else [],
    )
