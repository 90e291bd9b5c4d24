"""The organizer's pages of questions: two who edit one question, and words that cannot stand."""

import pytest
from flask import Flask

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import transaction
from eventreg.i18n.text import Translated
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question, change_question
from eventreg.registrations.questions.models import Question
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_session, three

PLACE = "/office/rcc/2026-11-23/questions"


@pytest.fixture
def council_session(app: Flask, browser: Browser) -> CouncilSession:
    with transaction():
        found = a_session(a_council("rcc"))
    sign_in(browser, found.council, Role.ORGANIZER)
    return found


def asked(council_session: CouncilSession, name: str, details: QuestionDetails) -> Question:
    with transaction():
        return add_question(council_session, name, details, SYSTEM, NOW)


def details(*choices: Choice, **more: object) -> QuestionDetails:
    return QuestionDetails("one_of", three("Секция"), choices=choices, **more)  # type: ignore[arg-type]  # each test names what it needs


def test_the_second_of_two_reads_what_the_first_saved_in_words(
    council_session: CouncilSession, browser: Browser
) -> None:
    first = asked(council_session, "comes", QuestionDetails("yes_no", three("Келесіз бе")))
    choices = Choice("school", three("Мектеп"), 20), Choice("online", three("Онлайн"))
    question = asked(council_session, "section", details(*choices, retention_days=0))
    page = browser.get(f"{PLACE}/{question.public_id}/edit?lang=en")
    with transaction():
        changed = details(
            Choice("school", Translated(kk="Мектеп", ru="Школа"), 30),
            Choice("online", three("Онлайн")),
            is_required=True,
            roles=(ParticipantRole.DELEGATE, ParticipantRole.GUEST),
            shown_when=first,
            shown_when_value="yes",
        )
        change_question(question, changed, SYSTEM, NOW)

    page = browser.submit(page, "", caption_en="Mine")

    assert page.status == 409
    for words in (
        "Question in English Секция (eng)",
        "Choices Мектеп / Школа (places: 30) Онлайн (қаз) / Онлайн (рус) / Онлайн (eng)",
        "Everybody who is asked must answer Yes",
        "Asked of Delegate, Guest",
        "Asked only when Келесіз бе (eng): Yes",
        "Days after the session for which answers are kept –",
    ):
        assert words in page.text, words
    assert page.text.count("Kind of answer") == 1  # the field alone: it is the same in both
    assert "{" not in page.text

    browser.submit(page, "")

    assert question.wording.caption["en"] == "Mine"


def test_a_saved_question_that_nobody_else_touched_is_no_conflict(
    council_session: CouncilSession, browser: Browser
) -> None:
    question = asked(council_session, "section", details(Choice("a", three("a"), 0), Choice("b", three("b"))))

    page = browser.submit(browser.get(f"{PLACE}/{question.public_id}/edit?lang=en"), "")

    assert "The changes were saved." in page.text


@pytest.mark.parametrize(("marks", "status"), [(8, 200), (9, 422)])
def test_a_letter_carries_eight_marks_at_most_in_a_line(
    council_session: CouncilSession, browser: Browser, marks: int, status: int
) -> None:
    page = browser.submit(
        browser.get(f"{PLACE}/add?lang=en"), "", caption_kk="Т" + "\u0301\u0489" * 4 + "\u0323" * (marks - 8)
    )

    assert page.status == status
    assert ("Remove some of the marks on one letter: 8 at most can stand." in page.text) is (status == 422)


@pytest.mark.parametrize(("marks", "status"), [(30, 200), (31, 422)])
def test_a_letter_carries_thirty_marks_at_most_in_a_text(
    council_session: CouncilSession, browser: Browser, marks: int, status: int
) -> None:
    page = browser.submit(browser.get(f"{PLACE}/add?lang=en"), "", caption_kk="Т", hint_kk="х" + "\u0301" * marks)

    assert page.status == status


@pytest.mark.parametrize(
    "name",
    ["Ӑлихан", "Nguyễn Thị Ánh Tuyết", "בְּרֵאשִׁ֖ית", "مُحَمَّدٌ", "हिन्दी", "ཧཀྵྨླྺྼྻྂ", "กี่", "Ёжиков-Й", "e\u0301"],
)
def test_names_of_living_scripts_pass(council_session: CouncilSession, browser: Browser, name: str) -> None:
    assert browser.submit(browser.get(f"{PLACE}/add?lang=en"), "", caption_kk=name).status == 200
