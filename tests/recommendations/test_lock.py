"""Adopted text is locked for everybody: in the actions, and by the database itself."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from eventreg.core.actors import COMMAND_LINE, Role
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.recommendations.actions import (
    ClauseDetails,
    add_clause,
    delete_clause,
    edit_clause,
    edit_preamble,
    move_clause,
    return_to_drafting,
    translate_clause,
)
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import Clause, Recommendations, RecommendationsState
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body
from tests.recommendations.drafts import a_draft, adopted, found, office, plan

OTHER = ClauseDetails(plan("9 жоспар", "9 план"))
ATTEMPTS: dict[str, Callable[[Recommendations, Clause], object]] = {
    "add": lambda whole, clause: add_clause(whole.council_session, OTHER, COMMAND_LINE, NOW),
    "edit": lambda whole, clause: edit_clause(clause, clause.version, OTHER, COMMAND_LINE, NOW),
    "translate": lambda whole, clause: translate_clause(clause, clause.version, OTHER.text, COMMAND_LINE, NOW),
    "move": lambda whole, clause: move_clause(clause, "down", COMMAND_LINE, NOW),
    "delete": lambda whole, clause: delete_clause(clause, clause.version, COMMAND_LINE, NOW),
    "preamble": lambda whole, clause: edit_preamble(whole.council_session, 2, OTHER.text, COMMAND_LINE, NOW),
}
STATEMENTS = (
    "UPDATE clause SET text = '{}'",
    "UPDATE clause SET position = position + 1",
    "UPDATE clause SET deadline_on = '2030-01-01'",
    "DELETE FROM clause_addressee",
    "UPDATE clause_addressee SET addressee_class = 'ngos'",
    "DELETE FROM clause_revision",
    "UPDATE clause_revision SET text = '{}'",
    "DELETE FROM clause",
    "INSERT INTO clause_addressee (clause_id, position, addressee_class) SELECT id, 9, 'ngos' FROM clause",
    "UPDATE recommendations SET preamble = '{}'",
    "UPDATE recommendations SET adopted_text = '{}'",
    "UPDATE recommendations SET adopted_sha256 = 'x'",
    "UPDATE recommendations SET adopted_at = NULL",
    "UPDATE recommendations SET state = 'drafting'",
    "DELETE FROM recommendations",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_action_changes_adopted_text(app: Flask, attempt: str) -> None:
    recommendations = found(adopted(NOW))
    clause = recommendations.clauses[0]

    with pytest.raises(Refusal, match="text_is_locked"), transaction():
        ATTEMPTS[attempt](recommendations, clause)

    assert content_hash(text_content(found(recommendations.council_session))) == recommendations.adopted_sha256


def test_adopted_text_does_not_go_back_to_drafting(app: Flask) -> None:
    recommendations = found(adopted(NOW))

    with pytest.raises(Refusal, match="not_tabled"), transaction():
        return_to_drafting(recommendations, COMMAND_LINE, NOW)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_what_goes_past_the_actions(app: Flask, statement: str) -> None:
    recommendations = found(adopted(NOW))

    with pytest.raises(IntegrityError, match="adopted text is locked"), transaction() as current:
        current.execute(text(statement))

    assert content_hash(text_content(found(recommendations.council_session))) == recommendations.adopted_sha256


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_same_statements_work_on_a_draft(app: Flask, statement: str) -> None:
    a_draft(NOW)

    if statement.startswith("DELETE FROM clause") or statement == "DELETE FROM recommendations":
        pytest.skip("other rows still point at a deleted one")

    with transaction() as current:
        current.execute(text(statement))


def test_a_clause_of_a_draft_cannot_be_pushed_into_adopted_text(app: Flask) -> None:
    locked, draft = found(adopted(NOW)), found(a_draft(NOW))

    with pytest.raises(IntegrityError, match="adopted text is locked"), transaction() as current:
        current.execute(
            text("UPDATE clause SET recommendations_id = :target WHERE recommendations_id = :source"),
            {"target": locked.id, "source": draft.id},
        )


def test_publishing_is_the_only_way_on(app: Flask) -> None:
    recommendations = found(adopted(NOW))

    with transaction() as current:
        current.execute(text("UPDATE recommendations SET state = 'published'"))

    assert found(recommendations.council_session).state is RecommendationsState.PUBLISHED


@pytest.mark.parametrize(("role", "is_admin"), [(Role.SECRETARY, False), (Role.SECRETARY, True), (Role.CHAIR, True)])
def test_the_office_offers_and_accepts_no_change(app: Flask, browser: Browser, role: Role, is_admin: bool) -> None:
    council_session = adopted(NOW)
    clause = found(council_session).clauses[0]
    sign_in(browser, council_session.council, role, is_admin=is_admin)

    page = browser.get(office(council_session))
    token = page.forms[0]["fields"]["csrf_token"]
    fields = {"csrf_token": token, "version": str(clause.version), "text_ru": "x", "deadline_kind": "none", "lead": ""}
    answer = browser.post(office(council_session, f"clauses/{clause.public_id}"), fields)

    assert "Edit" not in page.text
    assert "The text is locked" in page.text
    assert answer.status in (403, 409)
    assert found(council_session).clauses[0].text["ru"] == "разработать 1 план"


def test_a_body_renamed_after_adoption_changes_nothing_in_the_adopted_text(app: Flask) -> None:
    recommendations = found(adopted(NOW))
    sealed = dict(recommendations.adopted_text)

    with transaction():
        a_body("NEW").name = OTHER.text

    assert found(recommendations.council_session).adopted_text == sealed
