"""Drafting, tabled, adopted: who moves the text on, and what stops it."""

from flask import Flask

from eventreg.core.actors import Role
from eventreg.core.db import transaction
from eventreg.i18n.text import Translated
from eventreg.recommendations.actions import ClauseDetails, add_clause, return_to_drafting, table
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import AddresseeClass, RecommendationsState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_session
from tests.recommendations.drafts import BY_MARCH, a_clause, a_draft, a_full_room, found, office, plan, secretary_of

STATE = RecommendationsState


def tabled(council_session: CouncilSession, present: int = 3) -> CouncilSession:
    with transaction():
        a_full_room(council_session, NOW, present)
        table(found(council_session), secretary_of(council_session.council), NOW)
    return council_session


def test_the_chair_tables_returns_and_adopts(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    with transaction():
        a_full_room(council_session, NOW)
    sign_in(browser, council_session.council, Role.CHAIR)

    states = [found(council_session).state]
    for action in ("table", "return", "table"):
        browser.submit(browser.get(office(council_session)), f"recommendations/{action}")
        states.append(found(council_session).state)
    question = browser.get(office(council_session, "adopt"))
    page = browser.submit(question, "adopt")

    assert states == [STATE.DRAFTING, STATE.TABLED, STATE.DRAFTING, STATE.TABLED]
    assert "Quorum present" in question.text
    assert "Their text is locked for everybody." in page.text
    recommendations = found(council_session)
    assert recommendations.state is STATE.ADOPTED
    assert recommendations.quorum_snapshot is not None
    assert recommendations.adopted_sha256 == content_hash(recommendations.adopted_text)
    assert recommendations.adopted_sha256 in question.text
    assert recommendations.adopted_sha256 in page.text


def test_the_secretary_is_told_that_she_adopts_on_behalf_of_the_chair(app: Flask, browser: Browser) -> None:
    council_session = tabled(a_draft(NOW))
    sign_in(browser, council_session.council, Role.SECRETARY)

    question = browser.get(office(council_session, "adopt"))
    browser.submit(question, "adopt")

    assert "on behalf of the chair" in question.text
    assert found(council_session).state is STATE.ADOPTED


def test_without_a_quorum_nothing_is_adopted(app: Flask, browser: Browser) -> None:
    council_session = tabled(a_draft(NOW), present=2)
    sign_in(browser, council_session.council, Role.CHAIR)

    question = browser.get(office(council_session, "adopt"))
    page = browser.submit(question, "adopt")

    assert "No quorum" in question.text
    assert "There is no quorum" in page.text
    assert found(council_session).state is STATE.TABLED
    assert found(council_session).quorum_snapshot is None


def test_a_text_that_was_changed_after_the_page_was_opened_is_not_adopted(app: Flask, browser: Browser) -> None:
    council_session = tabled(a_draft(NOW))
    sign_in(browser, council_session.council, Role.CHAIR)
    by = secretary_of(council_session.council)

    question = browser.get(office(council_session, "adopt"))
    with transaction():
        return_to_drafting(found(council_session), by, NOW)
        a_clause(council_session, NOW)
        table(found(council_session), by, NOW)
    page = browser.submit(question, "adopt")

    assert "The text was changed after you opened this page." in page.text
    assert found(council_session).state is STATE.TABLED


def test_different_dates_in_kazakh_and_russian_stop_adoption(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        text = Translated(kk="жоспарды 1 сәуірге дейін бекітуді", ru="утвердить план до 1 марта", en="approve the plan")
        a_clause(council_session, NOW, text)
    tabled(council_session)
    sign_in(browser, council_session.council, Role.CHAIR)

    page = browser.get(office(council_session, "adopt"))
    answer = browser.post(office(council_session, "adopt"), {"csrf_token": token(browser, council_session)})

    assert "The text is not ready for adoption" in page.text
    assert "Only in Kazakh: 1 сәуірге. Only in Russian: 1 марта." in page.text
    assert "faults that would stay for good" in answer.text
    assert found(council_session).state is STATE.TABLED


def token(browser: Browser, council_session: CouncilSession) -> str:
    """The CSRF token of some form in the office."""
    return str(browser.get(office(council_session)).forms[0]["fields"]["csrf_token"])


def test_a_clause_for_nobody_stops_adoption(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        a_clause(council_session, NOW, addressees=[])
    tabled(council_session)
    sign_in(browser, council_session.council, Role.CHAIR)

    page = browser.get(office(council_session, "adopt"))

    assert "Nobody is addressed." in page.text


def test_a_tabled_text_stands_still_until_it_is_returned(app: Flask, browser: Browser) -> None:
    council_session = tabled(a_draft(NOW))
    clause = found(council_session).clauses[0]
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(office(council_session))
    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    answer = browser.submit(form, clause.public_id, text_ru="разработать 9 планов")

    assert "Add a clause" not in page.text
    assert "Return them to drafting to change the text." in answer.text
    assert answer.form(clause.public_id)["text_ru"].strip() == "разработать 9 планов"
    assert found(council_session).clauses[0].text["ru"] == "разработать 1 план"


def test_an_empty_text_is_not_tabled(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW, clauses=0)
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.post(office(council_session, "table"), {"csrf_token": token(browser, council_session)})

    assert "There are no clauses yet." in page.text


def test_the_seal_names_addressees_as_on_the_day_of_the_session(app: Flask) -> None:
    council_session = a_draft(NOW, clauses=1)

    content = text_content(found(council_session))

    (group,) = content["groups"]
    assert group["addressee"]["code"] == f"class:{AddresseeClass.AKIMATS}"
    assert group["addressee"]["dative"]["ru"] == "акиматам областей, городов республиканского значения и столицы"
    assert group["clauses"][0]["deadline"]["phrase"]["kk"] == "2027 жылғы 1 наурызға дейін"


def test_equal_texts_have_equal_seals_and_one_letter_makes_another(app: Flask) -> None:
    council_session = a_draft(NOW)
    before = content_hash(text_content(found(council_session)))
    again = content_hash(text_content(found(council_session)))

    with transaction():
        details = ClauseDetails(plan("3 жоспар", "3 план"), [AddresseeClass.NGOS], BY_MARCH)
        add_clause(council_session, details, secretary_of(council_session.council), NOW)

    assert before == again
    assert content_hash(text_content(found(council_session))) != before
