"""The secretary drafts clauses; the page shows them as they will be printed."""

import pytest
from flask import Flask

from eventreg.bodies.models import BodyKind
from eventreg.core.actors import Role
from eventreg.core.db import transaction
from eventreg.recommendations.models import AddresseeClass, DeadlineKind
from eventreg.recommendations.queries import clause_of
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW, Listen
from tests.factories import a_body, a_session
from tests.recommendations.drafts import a_clause, a_draft, found, office, plan


def test_the_first_clause_begins_the_recommendations(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        ministry = a_body("MON", BodyKind.MINISTRY)
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, "clauses/add"))
    page = browser.submit(
        form,
        "clauses/add",
        text_kk="1 жоспар әзірлеуді",
        text_ru="разработать 1 план",
        text_en="draw up 1 plan",
        lead=f"body:{ministry.public_id}",
        co_executors=["class:akimats"],
        deadline_kind="by_date",
        deadline_on="2027-03-01",
    )

    assert "The clause was added." in page.text
    (clause,) = found(council_session).clauses
    assert clause.text == {"kk": "1 жоспар әзірлеуді", "ru": "разработать 1 план", "en": "draw up 1 plan"}
    assert [a.code for a in clause.addressees] == [f"body:{ministry.public_id}", "class:akimats"]
    assert clause.deadline_kind is DeadlineKind.BY_DATE
    assert [revision.number for revision in clause.revisions] == [1]
    assert "by 1 March 2027" in page.text
    assert "akimats of regions" in page.text


def test_looking_at_the_page_of_a_session_without_recommendations_writes_nothing(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(office(council_session))

    assert "No clauses yet" in page.text
    with pytest.raises(AssertionError):
        found(council_session)


def test_clauses_are_grouped_by_addressee_in_the_order_of_protocol(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        ministry, parliament = a_body("MON", BodyKind.MINISTRY), a_body("PARL", BodyKind.LEGISLATURE)
        for addressee in (AddresseeClass.NGOS, AddresseeClass.AKIMATS, ministry, parliament, AddresseeClass.AKIMATS):
            a_clause(council_session, NOW, addressees=[addressee])
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(office(council_session).replace("lang=en", "lang=ru"))

    headings = ["1. Организации PARL", "2. Организации MON", "3. Акиматам областей", "4. Неправительственным"]
    places = [page.text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_a_clause_moves_past_its_neighbour_in_the_group(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        first = a_clause(council_session, NOW, plan("1 жоспар", "1 план"))
        a_clause(council_session, NOW, addressees=[AddresseeClass.NGOS])
        last = a_clause(council_session, NOW, plan("2 жоспар", "2 план"))
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(office(council_session))
    browser.submit(page, f"{last.public_id}/move")

    positions = {clause.public_id: clause.position for clause in found(council_session).clauses}
    assert positions[last.public_id] < positions[first.public_id]


def test_a_deleted_clause_is_gone_after_one_question(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    clause = found(council_session).clauses[0]
    public_id = clause.public_id
    sign_in(browser, council_session.council, Role.SECRETARY)

    question = browser.get(office(council_session, f"clauses/{public_id}/delete"))
    still_there = clause_of(council_session, public_id)
    page = browser.submit(question, "delete")

    assert still_there is not None
    assert "The clause was deleted." in page.text
    assert clause_of(council_session, public_id) is None


def test_what_was_typed_survives_an_incomplete_deadline(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, "clauses/add"))
    page = browser.submit(form, "clauses/add", text_ru="разработать план", deadline_kind="within_days")

    assert page.status == 422
    assert "Enter a number from 1 to 3650." in page.text
    assert page.form("clauses/add")["text_ru"].strip() == "разработать план"


@pytest.mark.parametrize(
    ("kind", "fields", "phrase"),
    [
        ("by_date", {"deadline_on": "2016-03-01"}, "до 1 марта 2016 года"),
        ("within_days", {"deadline_days": "30"}, "в течение 30 дней"),
        ("quarter", {"deadline_on": "2016-02-10"}, "в I квартале 2016 года"),
        ("continuous", {}, "постоянно"),
        ("quarterly", {"deadline_days": "10"}, "ежеквартально, до 10 числа"),
        ("none", {}, "Нет срока"),
    ],
)
def test_a_deadline_of_each_kind_is_worded(
    app: Flask, browser: Browser, kind: str, fields: dict[str, str], phrase: str
) -> None:
    with transaction():
        council_session = a_session()
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, "clauses/add"))
    browser.submit(form, "clauses/add", text_ru="разработать план", lead="class:akimats", deadline_kind=kind, **fields)
    page = browser.get(office(council_session).replace("lang=en", "lang=ru"))

    assert phrase in page.text or kind == "none"


def test_the_history_shows_who_changed_which_words(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=1)
    (clause,) = found(council_session).clauses
    sign_in(browser, council_session.council, Role.SECRETARY)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    browser.submit(form, clause.public_id, text_ru="утвердить 1 план")
    page = browser.get(office(council_session, f"clauses/{clause.public_id}/history"))

    assert "Revision 2" in page.text
    assert "Сәуле Ахметова" in page.text
    assert "deleted: разработать" in page.text
    assert "added: утвердить" in page.text


def test_the_page_asks_the_database_as_often_for_three_clauses_as_for_one(
    app: Flask, browser: Browser, listen: Listen
) -> None:
    with transaction():
        council_session = a_session()
        a_clause(council_session, NOW, addressees=[a_body(), a_body(), AddresseeClass.NGOS])
    sign_in(browser, council_session.council, Role.SECRETARY)
    browser.get(office(council_session))
    statements: list[str] = []
    listen("before_cursor_execute", lambda *given: statements.append(given[2]))

    browser.get(office(council_session))
    for_one = len(statements)
    with transaction():
        for _ in range(2):
            a_clause(council_session, NOW, addressees=[a_body(), a_body(), AddresseeClass.NGOS])
    statements.clear()
    browser.get(office(council_session))

    assert len(statements) == for_one
