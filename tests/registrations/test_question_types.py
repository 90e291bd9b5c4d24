"""The contract of every kind of question: whoever adds one has these tests without writing any."""

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from flask import Flask
from openpyxl import load_workbook

from eventreg.bodies.models import Region
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.i18n import speaking
from eventreg.i18n.text import Translated
from eventreg.paths import resource
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import answers_of
from eventreg.registrations.questions.types import QUESTION_TYPES, QuestionType
from tests.browser import Browser, Page, filled_in
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_registration, a_session, three
from tests.registrations.files_to_send import FILES

TYPES = [pytest.param(kind, id=kind.kind) for kind in QUESTION_TYPES]


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction() as current:
        current.add(Region(code="KZ-AKT", name=Translated(kk="Ақтөбе облысы", ru="Актюбинская область")))
        body = a_body("MON")
        body.public_id = "body-mon"
        found = a_registration(a_session(), body, state=RegistrationState.NOMINATED)
        found.language = "en"
    return found


def asked(registration: Registration, kind: QuestionType, is_required: bool = False) -> Question:
    choices = tuple(Choice(code, three(f"Choice {code}")) for code in "ab") if kind.has_choices else ()
    with transaction():
        details = QuestionDetails(kind.kind, three("Сұрақ"), three("Hint"), is_required, choices=choices)
        return add_question(registration.council_session, "it", details, SYSTEM, NOW)


def at_the_questions(browser: Browser, registration: Registration) -> Page:
    return browser.submit(browser.get(f"/r/{registration.link.token}"), "/answers")


def sent(browser: Browser, page: Page, kind: QuestionType, typed: str) -> Page:
    """Sends the answer as a browser would, and what no browser would send."""
    if kind.has_file:
        return browser.submit(page, "/answers", q_it=(BytesIO(FILES[typed]), typed), step="questions")
    address, fields = filled_in(page, "/answers", {"q_it": typed.encode(errors="surrogatepass"), "step": "questions"})
    return browser.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")  # type: ignore[arg-type]  # a body as it goes over the line


@pytest.mark.parametrize("kind", TYPES)
def test_a_kind_has_a_word_examples_and_a_template(kind: QuestionType) -> None:
    assert kind.word
    assert kind.accepts
    assert re.fullmatch("[a-z_]+", kind.kind)
    assert resource(f"templates/question_types/{kind.kind}.html").is_file()


@pytest.mark.parametrize("kind", TYPES)
def test_what_it_accepts_goes_from_the_page_to_the_office(
    kind: QuestionType, registration: Registration, browser: Browser
) -> None:
    question = asked(registration, kind, is_required=True)
    office = Browser(browser.client.application)
    sign_in(office, registration.council_session.council, Role.ORGANIZER)

    for typed in kind.accepts:
        page = at_the_questions(browser, registration) if typed == kind.accepts[0] else changing(browser, registration)
        page = sent(browser, page, kind, typed)
        assert page.heading == "Check your answers", page.text
        page = browser.submit(page, "/confirm")
        answer = answers_of(registration)[question.id]

        assert answer.value
        assert "You are registered" in page.text
        address = f"/office/{registration.council_session.address}/registrations"
        shown = re.sub(r"\s+", " ", browser.get(page.path + "?lang=ru").text)
        assert all(part in shown for part in words_of(kind, answer.value))
        assert all(part in office.get(f"{address}/{registration.public_id}?lang=ru").text
                   for part in words_of(kind, answer.value))  # fmt: skip
        xlsx = office.submit_for_bytes(office.get(address), "export.xlsx")
        header, row = load_workbook(BytesIO(xlsx)).worksheets[0].iter_rows(max_row=2)
        assert [cell.value for cell in header][-1] == "it"
        assert row[-1].value not in ("", None)
        assert all(cell.data_type != "f" for cell in row)


def changing(browser: Browser, registration: Registration) -> Page:
    return browser.get(f"/r/p/{registration.public_id}/answers?step=questions&lang=en")


def words_of(kind: QuestionType, value: str) -> list[str]:
    """The answer as somebody who reads Russian sees it."""
    question = session().query(Question).one()
    with speaking("ru"):
        return kind.written(value, kind.labels(question.wording, "ru"), "ru").split()


@pytest.mark.parametrize("kind", TYPES)
def test_what_it_refuses_is_said_beside_the_field(
    kind: QuestionType, registration: Registration, browser: Browser
) -> None:
    asked(registration, kind)

    for typed in kind.refuses:
        page = sent(browser, at_the_questions(browser, registration), kind, typed)

        assert (page.status, "<h1>Questions</h1>" in page.html) == (422, True), (typed, page.text)
        assert 'id="q_it-error"' in page.html or "field__error" in page.html


@pytest.mark.parametrize("kind", TYPES)
def test_it_may_stay_empty_unless_it_is_required(
    kind: QuestionType, registration: Registration, browser: Browser
) -> None:
    question = asked(registration, kind)
    page = browser.submit(at_the_questions(browser, registration), "/answers", step="questions")
    assert page.heading == "Check your answers"
    with transaction() as current:
        current.get_one(Question, question.id).is_required = True

    page = browser.submit(at_the_questions(browser, registration), "/answers", step="questions")

    assert (page.status, "<h1>Questions</h1>" in page.html) == (422, True)
    assert "Answer the question “" in page.text
