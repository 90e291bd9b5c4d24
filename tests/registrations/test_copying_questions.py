"""Questions of an earlier session are asked again: chosen by ticks, with their words, places and conditions."""

from datetime import timedelta

import pytest
from flask import Flask

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.actions.answering import Given, answer_questions
from eventreg.registrations.questions.actions.asking import (
    Choice,
    QuestionDetails,
    add_question,
    change_question,
    remove_question,
)
from eventreg.registrations.questions.actions.copying import copy_questions
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import question_named, questions_of
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_registration, a_session, three

PLACE = "/office/rcc/2026-11-23/questions"
SECTION = QuestionDetails(
    "one_of",
    three("Секция"),
    hint=three("Біреуін таңдаңыз"),
    is_required=True,
    roles=(ParticipantRole.DELEGATE, ParticipantRole.SPEAKER),
    choices=(Choice("school", three("Мектеп"), 20), Choice("online", Translated(kk="Онлайн", ru="Онлайн"))),
    retention_days=30,
)


@pytest.fixture
def earlier(app: Flask) -> CouncilSession:
    """Asked about sections, then (of those in "school") about meals, and about a parking place."""
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-05-05", Stage.CLOSED)
        council_session.stage = Stage.OPEN
        council_session.starts_at -= timedelta(days=200)
        section = add_question(council_session, "section", SECTION, SYSTEM, NOW)
        meal = QuestionDetails("yes_no", three("Түскі ас"), shown_when=section, shown_when_value="school")
        add_question(council_session, "meal", meal, SYSTEM, NOW)
        add_question(council_session, "car", QuestionDetails("text", three("Көлік")), SYSTEM, NOW)
        answer_questions(a_registration(council_session), {"section": Given("school", ("school",))}, SYSTEM, NOW)
        change_question(section, SECTION, SYSTEM, NOW)
        council_session.stage = Stage.CLOSED
    return council_session


@pytest.fixture
def coming(earlier: CouncilSession) -> CouncilSession:
    with transaction():
        return a_session(earlier.council, "2026-11-23")


@pytest.fixture
def office(coming: CouncilSession, browser: Browser) -> Browser:
    sign_in(browser, coming.council, Role.ORGANIZER)
    return browser


def names(council_session: CouncilSession) -> list[str]:
    return [question.name for question in questions_of(council_session)]


def named(council_session: CouncilSession, name: str) -> Question:
    found = question_named(council_session, name)
    assert found
    return found


def ids(council_session: CouncilSession, *wanted: str) -> list[str]:
    return [question.public_id for question in questions_of(council_session) if question.name in wanted]


def preview(office: Browser, language: str = "en") -> Page:
    return office.get(f"{PLACE}/copy/2026-05-05?lang={language}")


def test_the_way_is_session_ticks_copy(office: Browser, earlier: CouncilSession, coming: CouncilSession) -> None:
    page = office.get(f"{PLACE}?lang=en")
    page = office.get(next(link for link in page.links if link.endswith("/copy")))
    assert "3 questions" in page.text
    page = office.get(next(link for link in page.links if link.endswith("/copy/2026-05-05")))
    assert page.form("")["questions"] == ids(earlier, "section", "meal", "car")
    assert "Мектеп (eng) (places: 20)" in page.text
    assert "Only when “Секция (eng)” is answered “Мектеп (eng)”" in page.text

    page = office.submit(page, "", questions=ids(earlier, "section", "meal"))

    assert "2 questions were copied." in page.text
    assert names(coming) == ["section", "meal"]


def test_everything_goes_along_and_versions_begin_anew(
    office: Browser, earlier: CouncilSession, coming: CouncilSession
) -> None:
    with transaction():
        earlier.stage = Stage.OPEN
        reworded = QuestionDetails(**{**vars(SECTION), "caption": three("Қай секция")})
        change_question(named(earlier, "section"), reworded, SYSTEM, NOW)
        earlier.stage = Stage.CLOSED
    assert named(earlier, "section").version == 2

    office.submit(preview(office), "")

    section, meal = named(coming, "section"), named(coming, "meal")
    assert (section.version, section.wording.caption) == (1, three("Қай секция"))
    assert (section.wording.hint, section.kind, section.is_required) == (SECTION.hint, "one_of", True)
    assert (section.roles, section.retention_days) == (["delegate", "speaker"], 30)
    assert [(label.code, label.text) for label in section.wording.choices] == [
        (choice.code, choice.text) for choice in SECTION.choices
    ]
    assert {choice.code: choice.capacity for choice in section.choices} == {"school": 20, "online": None}
    assert (meal.shown_when_id, meal.shown_when_value) == (section.id, "school")


def test_a_condition_on_what_is_not_copied_is_left_out_only_with_a_word(
    office: Browser, earlier: CouncilSession, coming: CouncilSession
) -> None:
    chosen = ids(earlier, "meal", "car")

    page = office.submit(preview(office), "", questions=chosen)

    assert page.status == 422
    assert page.form("")["questions"] == chosen
    assert "Түскі ас (eng): Only when “Секция (eng)” is answered “Мектеп (eng)”" in page.text
    assert names(coming) == []

    office.submit(page, "", without_conditions="y")

    assert names(coming) == ["meal", "car"]
    assert named(coming, "meal").shown_when_id is None


def test_a_condition_on_what_stands_there_already_is_kept(
    office: Browser, earlier: CouncilSession, coming: CouncilSession
) -> None:
    office.submit(preview(office), "", questions=ids(earlier, "section"))

    office.submit(preview(office), "", questions=ids(earlier, "meal"))

    assert named(coming, "meal").shown_when_id == named(coming, "section").id


def test_a_question_of_that_name_with_other_answers_carries_no_condition(
    earlier: CouncilSession, coming: CouncilSession
) -> None:
    with transaction():
        other = QuestionDetails("one_of", three("Секция"), choices=(Choice("a", three("a")), Choice("b", three("b"))))
        add_question(coming, "section", other, SYSTEM, NOW)

    with pytest.raises(Refusal, match="condition_stays_behind"), transaction():
        copy_questions(earlier, coming, ids(earlier, "meal"), False, SYSTEM, NOW)


def test_copying_twice_copies_once_and_ids_of_others_are_passed_over(
    office: Browser, earlier: CouncilSession, coming: CouncilSession
) -> None:
    with transaction():
        foreign = add_question(a_session(a_council("other")), "foreign", SECTION, SYSTEM, NOW).public_id
    page = preview(office)

    for _press in range(2):
        office.submit(page, "", questions=[*ids(earlier, "car"), foreign, "AAAAAAAAAAAAAAAA", "\x00"])

    assert names(coming) == ["car"]
    page = preview(office)
    assert page.form("")["questions"] == ids(earlier, "section", "meal")
    assert "There is a question with this name already." in page.text


def test_a_name_of_a_removed_question_is_taken_still(earlier: CouncilSession, coming: CouncilSession) -> None:
    with transaction():
        car = add_question(coming, "car", QuestionDetails("text", three("Көлік")), SYSTEM, NOW)
        answer_questions(a_registration(coming), {"car": Given("A 001")}, SYSTEM, NOW)
        remove_question(car, SYSTEM, NOW)

    with transaction():
        assert copy_questions(earlier, coming, ids(earlier, "car"), False, SYSTEM, NOW) == 0


def test_nothing_is_copied_without_a_tick_or_into_a_held_session(
    office: Browser, earlier: CouncilSession, coming: CouncilSession
) -> None:
    page = office.submit(preview(office), "", questions=None)
    assert (page.status, "Choose at least one question." in page.text) == (422, True)
    with transaction():
        session().get_one(CouncilSession, coming.id).stage = Stage.HELD

    page = office.submit(preview(office), "")

    assert (page.status, "the session is over" in page.text) == (422, True)
    assert names(coming) == []


def test_only_editors_copy_and_only_from_other_sessions_of_the_council(
    office: Browser, earlier: CouncilSession, coming: CouncilSession, app: Flask
) -> None:
    with transaction():
        a_session(a_council("other"), "2027-01-01")
    for code in ("2026-11-23", "2027-01-01", "nowhere"):
        assert office.get(f"{PLACE}/copy/{code}").status == 404
    reader = Browser(app)
    sign_in(reader, coming.council, Role.AUDITOR)

    assert [reader.get(f"{PLACE}/copy{rest}").status for rest in ("", "/2026-05-05")] == [403, 403]


@pytest.mark.parametrize(("language", "words"), [("kk", "Сұрақтарды көшіру"), ("ru", "Копирование вопросов")])
def test_the_pages_speak_every_language(office: Browser, language: str, words: str) -> None:
    assert office.get(f"{PLACE}/copy?lang={language}").heading == words
    assert preview(office, language).heading == words
