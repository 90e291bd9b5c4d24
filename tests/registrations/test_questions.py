"""Questions of a session: versions, conditions, places of choices."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.registrations.questions.actions.answering import Given, answer_questions
from eventreg.registrations.questions.actions.asking import (
    Choice,
    QuestionDetails,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from eventreg.registrations.questions.models import Answer, ChoicePlace, Question
from eventreg.registrations.questions.queries import answers_of, questions_of
from eventreg.sessions.models import CouncilSession, Stage
from tests.conftest import NOW
from tests.factories import a_registration, a_session, three


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session()


def details(kind: str = "text", caption: str = "Тамақ", **more: object) -> QuestionDetails:
    return QuestionDetails(kind, three(caption), **more)  # type: ignore[arg-type]  # each test names what it needs


def choices(*codes: str, capacity: int | None = None) -> tuple[Choice, ...]:
    return tuple(Choice(code, three(code), capacity) for code in codes)


def asked(council_session: CouncilSession, name: str, what: QuestionDetails) -> Question:
    with transaction():
        return add_question(council_session, name, what, SYSTEM, NOW)


def a_person(council_session: CouncilSession) -> Registration:
    with transaction():
        return a_registration(council_session)


def answered(registration: Registration, **given: str | Given) -> tuple[str, ...]:
    texts = {name: Given(value, (value,)) if isinstance(value, str) else value for name, value in given.items()}
    with transaction():
        return answer_questions(registration, texts, SYSTEM, NOW)


def values(registration: Registration) -> dict[str, str]:
    return {answer.question.name: answer.value for answer in answers_of(registration).values()}


def test_an_old_answer_keeps_the_words_under_which_it_was_given(council_session: CouncilSession) -> None:
    question = asked(council_session, "meal", details(caption="Тамақ"))
    first, second = a_person(council_session), a_person(council_session)
    answered(first, meal="Ет")

    with transaction():
        change_question(question, details(caption="Түскі ас"), SYSTEM, NOW)
    answered(second, meal="Ет")

    captions = [answers_of(person)[question.id].question_version.caption["kk"] for person in (first, second)]
    assert captions == ["Тамақ (қаз)", "Түскі ас (қаз)"]


def test_words_that_nobody_answered_under_are_changed_in_place(council_session: CouncilSession) -> None:
    question = asked(council_session, "meal", details(caption="Тамақ"))

    with transaction():
        changed = change_question(question, details(caption="Түскі ас"), SYSTEM, NOW)

    assert changed == ("caption",)
    assert (question.version, question.wording.caption["kk"]) == (1, "Түскі ас (қаз)")


def test_the_kind_stays_once_somebody_answered(council_session: CouncilSession) -> None:
    question = asked(council_session, "meal", details("text"))
    with transaction():
        change_question(question, details("long_text"), SYSTEM, NOW)
    answered(a_person(council_session), meal="Ет")

    with pytest.raises(Refusal, match="question_kind_is_fixed"), transaction():
        change_question(question, details("number"), SYSTEM, NOW)


def test_answers_to_what_is_not_asked_are_dropped(council_session: CouncilSession) -> None:
    hotel = asked(council_session, "hotel", details("yes_no"))
    asked(council_session, "nights", details("number", shown_when=hotel, shown_when_value="yes"))
    person = a_person(council_session)

    answered(person, hotel="no", nights="3")
    assert values(person) == {"hotel": "no"}

    answered(person, hotel="yes", nights="3")
    assert values(person) == {"hotel": "yes", "nights": "3"}

    assert answered(person, hotel="no", nights="3") == ("hotel", "nights")
    assert values(person) == {"hotel": "no"}


def test_a_question_for_speakers_is_not_put_to_delegates(council_session: CouncilSession) -> None:
    asked(council_session, "slides", details(roles=(ParticipantRole.SPEAKER,)))
    delegate, speaker = a_person(council_session), a_person(council_session)
    with transaction() as current:
        current.get_one(Registration, speaker.id).role = ParticipantRole.SPEAKER

    answered(delegate, slides="Иә")
    answered(speaker, slides="Иә")

    assert (values(delegate), values(speaker)) == ({}, {"slides": "Иә"})


def test_a_question_keeps_behind_the_one_that_it_hangs_on(council_session: CouncilSession) -> None:
    hotel = asked(council_session, "hotel", details("yes_no"))
    nights = asked(council_session, "nights", details("number", shown_when=hotel, shown_when_value="yes"))
    meal = asked(council_session, "meal", details())

    with pytest.raises(Refusal, match="question_hangs_forward"), transaction():
        move_question(nights, True, SYSTEM, NOW)
    with pytest.raises(Refusal, match="question_is_needed"), transaction():
        remove_question(hotel, SYSTEM, NOW)
    with transaction():
        move_question(meal, True, SYSTEM, NOW)

    assert [question.name for question in questions_of(council_session)] == ["hotel", "meal", "nights"]


def test_an_unanswered_question_goes_and_an_answered_one_retires(council_session: CouncilSession) -> None:
    meal, bus = asked(council_session, "meal", details()), asked(council_session, "bus", details())
    person = a_person(council_session)
    answered(person, meal="Ет")

    with transaction():
        remove_question(meal, SYSTEM, NOW)
        remove_question(bus, SYSTEM, NOW)

    assert questions_of(council_session) == []
    assert [question.name for question in questions_of(council_session, with_retired=True)] == ["meal"]
    assert values(person) == {"meal": "Ет"}


def test_a_held_session_asks_nothing_new(council_session: CouncilSession) -> None:
    question = asked(council_session, "meal", details())
    with transaction() as current:
        current.get_one(CouncilSession, council_session.id).stage = Stage.HELD

    with pytest.raises(Refusal, match="questions_are_fixed"), transaction():
        change_question(question, details(caption="Ас"), SYSTEM, NOW)
    with pytest.raises(Refusal, match="questions_are_fixed"), transaction():
        add_question(council_session, "bus", details(), SYSTEM, NOW)


def test_the_last_place_of_a_choice_goes_to_one_of_many(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        council_session = a_session()
        add_question(council_session, "section", details("one_of", choices=choices("a", capacity=3)), SYSTEM, NOW)
        people = [a_registration(council_session).id for _ in range(12)]
    barrier, outcomes = Barrier(len(people)), []

    def take(registration_id: int) -> None:
        with bare_app.app_context():
            barrier.wait()
            try:
                with transaction() as current:
                    registration = current.get_one(Registration, registration_id)
                    answer_questions(registration, {"section": Given("a", ("a",))}, SYSTEM, NOW)
                outcomes.append("taken")
            except Refusal as refusal:
                outcomes.append(refusal.reason)

    threads = [Thread(target=take, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["choice_is_full"] * 9 + ["taken"] * 3


def test_the_database_itself_gives_no_place_beyond_the_capacity(council_session: CouncilSession) -> None:
    question = asked(council_session, "section", details("one_of", choices=choices("a", capacity=1)))
    first, second = a_person(council_session), a_person(council_session)
    answered(first, section="a")
    (choice,), answer = question.choices, answers_of(first)[question.id]
    other = Answer(
        registration_id=second.id, question_id=question.id, question_version_id=question.wording.id, value="a",
        answered_at=NOW,
    )  # fmt: skip
    choice_id = choice.id
    assert session().scalars(select(ChoicePlace.answer_id)).all() == [answer.id]

    with transaction() as current:
        current.add(other)
    for capacity, number in ((1, 1), (1, 2), (2, 2)):
        place = ChoicePlace(choice_id=choice_id, capacity=capacity, number=number, answer_id=other.id)
        with pytest.raises(IntegrityError), transaction() as current:
            current.add(place)
    with pytest.raises(IntegrityError), transaction() as current:
        current.execute(text("UPDATE question_choice SET capacity = 0"))


def test_a_place_is_free_again_after_another_choice_and_after_withdrawal(council_session: CouncilSession) -> None:
    asked(council_session, "section", details("one_of", choices=choices("a", "b", capacity=1)))
    first, second, third = (a_person(council_session) for _ in range(3))
    answered(first, section="a")
    with pytest.raises(Refusal, match="choice_is_full"):
        answered(second, section="a")

    answered(first, section="b")
    answered(second, section="a")
    with transaction():
        withdraw_registration(second, "", SYSTEM, NOW + timedelta(hours=1))
    answered(third, section="a")

    assert values(third) == {"section": "a"}


def test_a_limit_set_later_counts_those_who_chose_before(council_session: CouncilSession) -> None:
    question = asked(council_session, "section", details("several_of", choices=choices("a", "ab")))
    for _ in range(2):
        answered(a_person(council_session), section=Given(" a ab ", ("a", "ab")))
    answered(a_person(council_session), section=Given(" ab ", ("ab",)))

    with pytest.raises(Refusal, match="choice_is_fuller"), transaction():
        change_question(question, details("several_of", choices=choices("a", capacity=1)), SYSTEM, NOW)
    with transaction():
        change_question(question, details("several_of", choices=choices("a", "ab", capacity=3)), SYSTEM, NOW)

    taken = {choice.code: len(session().scalars(select(ChoicePlace).filter_by(choice_id=choice.id)).all())
             for choice in question.choices}  # fmt: skip
    assert taken == {"a": 2, "ab": 3}


def test_a_name_stands_for_one_question(council_session: CouncilSession) -> None:
    asked(council_session, "meal", details())

    with pytest.raises(Refusal, match="question_name_taken"):
        asked(council_session, "meal", details())
    with pytest.raises(ValueError, match="names and codes"):
        asked(council_session, "Тамақ", QuestionDetails("text", Translated(kk="Тамақ")))
