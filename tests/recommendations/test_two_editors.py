"""Two people edit one text: the second sees both, nothing is overwritten and nothing typed is lost."""

from flask import Flask

from eventreg.core.actors import Role
from eventreg.core.db import transaction
from eventreg.recommendations.actions import ClauseDetails, delete_clause, edit_clause, edit_preamble
from eventreg.recommendations.models import AddresseeClass, Clause
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.recommendations.drafts import BY_MARCH, PREAMBLE, a_draft, found, office, plan, secretary_of


def edited_by_another(clause: Clause, text_ru: str) -> None:
    """Another secretary was faster."""
    details = ClauseDetails(plan(plans=text_ru), [AddresseeClass.NGOS], BY_MARCH)
    with transaction():
        edit_clause(clause, clause.version, details, secretary_of(clause.recommendations.council_session.council), NOW)


def test_the_second_editor_sees_both_texts_and_the_words_that_differ(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    edited_by_another(clause, "1 общий план")
    page = browser.submit(form, clause.public_id, text_ru="разработать 1 свой план")

    assert page.status == 409
    assert "Nothing was overwritten" in page.text
    assert "разработать 1 общий план" in page.text
    assert "разработать 1 свой план" in page.text
    assert "deleted: общий" in page.text
    assert "added: свой" in page.text
    assert "non-governmental organisations" in page.text
    assert found(council_session).clauses[0].text["ru"] == "разработать 1 общий план"


def test_saving_once_more_after_a_conflict_is_a_decision(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    edited_by_another(clause, "1 общий план")
    conflict = browser.submit(form, clause.public_id, text_ru="разработать 1 свой план")
    page = browser.submit(conflict, clause.public_id)

    assert "The clause was saved." in page.text
    (clause,) = found(council_session).clauses
    assert clause.text["ru"] == "разработать 1 свой план"
    assert [revision.text["ru"] for revision in clause.revisions] == [
        "разработать 1 план",
        "разработать 1 общий план",
        "разработать 1 свой план",
    ]


def test_a_third_edit_between_conflict_and_saving_is_not_overwritten_either(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    edited_by_another(clause, "1 общий план")
    conflict = browser.submit(form, clause.public_id, text_ru="разработать 1 свой план")
    edited_by_another(found(council_session).clauses[0], "1 третий план")
    page = browser.submit(conflict, clause.public_id)

    assert page.status == 409
    assert "разработать 1 третий план" in page.text
    assert found(council_session).clauses[0].text["ru"] == "разработать 1 третий план"


def test_the_text_for_a_deleted_clause_can_still_be_saved_as_a_new_one(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    clause = found(council_session).clauses[0]
    public_id = clause.public_id
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{public_id}"))
    with transaction():
        delete_clause(clause, clause.version, secretary_of(council_session.council), NOW)
    page = browser.submit(form, public_id, text_ru="разработать 1 свой план")
    saved = browser.submit(page, "clauses/add")

    assert "Somebody else deleted this clause" in page.text
    assert "The clause was added." in saved.text
    assert "разработать 1 свой план" in {clause.text["ru"] for clause in found(council_session).clauses}


def test_a_clause_that_was_changed_meanwhile_is_not_deleted(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    question = browser.get(office(council_session, f"clauses/{clause.public_id}/delete"))
    edited_by_another(clause, "1 общий план")
    page = browser.submit(question, "delete")

    assert "Somebody else changed this text" in page.text
    assert len(found(council_session).clauses) == 1


def test_the_preamble_is_guarded_in_the_same_way(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, "preamble"))
    with transaction():
        theirs = {**PREAMBLE, "ru": "Участники, заслушав доклады о 28 станциях, отмечают:"}
        edit_preamble(council_session, 2, type(PREAMBLE)(theirs), secretary_of(council_session.council), NOW)
    page = browser.submit(form, "preamble", text_ru="Участники, обсудив работу 28 кружков, отмечают:")

    assert page.status == 409
    assert "added: кружков" in page.text
    assert found(council_session).preamble["ru"] == theirs["ru"]
    assert page.form("preamble")["text_ru"].strip() == "Участники, обсудив работу 28 кружков, отмечают:"


def test_an_edit_that_changes_nothing_leaves_no_revision(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    browser.submit(form, clause.public_id)

    assert [revision.number for revision in found(council_session).clauses[0].revisions] == [1]
