"""The builder in the office: items, their order by buttons, two editors, and who may do it."""

import pytest
from flask import Flask
from sqlalchemy import event

from eventreg.agenda.actions import SpeakerGiven, remove_item
from eventreg.agenda.models import AgendaItem
from eventreg.agenda.queries import items_of
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import db, transaction
from eventreg.sessions.models import CouncilSession
from tests.agenda.agendas import OFFICE, an_agenda, an_item, released, titles
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration


@pytest.fixture
def secretary(council_session: CouncilSession, browser: Browser) -> Browser:
    sign_in(browser, council_session.council, Role.SECRETARY)
    return browser


def ids(council_session: CouncilSession) -> list[str]:
    return [item.public_id for item in items_of(council_session)]


def pressed(browser: Browser, public_id: str, **fields: str) -> Page:
    """The builder after the form with these fields was sent, as a keyboard does it."""
    token = browser.get(f"{OFFICE}/?lang=en").form(f"{public_id}/move")["csrf_token"]
    return browser.post(f"{OFFICE}/{public_id}/move", {"csrf_token": token, **fields})


def test_an_item_is_added_at_the_end(council_session: CouncilSession, secretary: Browser) -> None:
    page = secretary.get(f"{OFFICE}/add?lang=en")
    page = secretary.submit(page, "add", kind="report", title_kk="Жаңа", title_ru="Новый", minutes="20")

    assert "The item was added." in page.text
    assert titles(council_session) == ["Ашылуы", "Бірінші", "Үзіліс", "Екінші", "Жаңа"]
    assert "12:00–12:20" in page.text


def test_what_is_missing_is_said_beside_the_field(council_session: CouncilSession, secretary: Browser) -> None:
    page = secretary.get(f"{OFFICE}/add?lang=en")
    page = secretary.submit(page, "add", kind="report", title_kk="Жаңа", minutes="0")

    assert page.status == 422
    assert "Enter the title in Russian." in page.text
    assert "Enter from 1 to 1,440 minutes." in page.text
    assert page.form("add")["title_kk"] == "Жаңа"


def test_speakers_are_people_bodies_and_names_in_the_order_entered(
    council_session: CouncilSession, secretary: Browser
) -> None:
    with transaction():
        body = a_body("MON")
        registration = a_registration(council_session, body)
    page = secretary.get(f"{OFFICE}/add?lang=en")
    suggestions = [text for text in (f"({registration.reference})", "(MON)") if text in page.html]

    page = secretary.submit(
        page,
        "add",
        title_kk="Жаңа",
        title_ru="Новый",
        minutes="20",
        speaker_1="И. Қонақ",
        speaker_2=f"{body.name['ru']} (MON)",
        speaker_4=f"Касымова Айгүл Серікқызы, MON ({registration.reference})",
    )

    found = items_of(council_session)[-1].speakers
    assert len(suggestions) == 2
    assert [(one.name, one.body, one.registration) for one in found] == [
        ("И. Қонақ", None, None),
        (None, body, None),
        (None, None, registration),
    ]
    assert "Касымова А. С., Директор" in page.text
    assert "speaker named later" in page.text
    assert "not registered" in page.text


def test_saving_an_item_untouched_keeps_its_speakers(council_session: CouncilSession, secretary: Browser) -> None:
    with transaction():
        registration = a_registration(council_session, a_body("MON"))
        given = [SpeakerGiven(name=f"Қонақ {number}") for number in range(9)]
        item = an_item(council_session, "Көп", speakers=[SpeakerGiven(registration=registration), *given])

    page = secretary.submit(secretary.get(f"{OFFICE}/{item.public_id}?lang=en"), item.public_id)

    assert "The changes were saved." in page.text
    assert [speaker.name for speaker in item.speakers] == [None, *(one.name for one in given)]
    assert item.speakers[0].registration == registration


def test_a_gap_and_an_overrun_are_shown_in_words(council_session: CouncilSession, secretary: Browser) -> None:
    second, last = items_of(council_session)[1].public_id, items_of(council_session)[3].public_id
    for public_id, moment in ((second, "2026-11-23T10:45"), (last, "2026-11-23T11:30")):
        secretary.submit(secretary.get(f"{OFFICE}/{public_id}"), public_id, pinned_at=moment)

    page = secretary.get(f"{OFFICE}/?lang=en")

    assert "Fixed at 10:45" in page.text
    assert "Gap of 15 min" in page.text
    assert "15 min later than fixed" in page.text
    assert "11:45–12:15" in page.text


def test_the_order_changes_by_plain_forms_alone(council_session: CouncilSession, secretary: Browser) -> None:
    first, second, third, fourth = ids(council_session)

    moved_up = pressed(secretary, second, step="up")
    moved_down = pressed(secretary, third, step="down")
    moved_to = pressed(secretary, fourth, position="1")

    assert "Item 2 moved to 1 of 4." in moved_up.text
    assert "Item 3 moved to 4 of 4." in moved_down.text
    assert "Item 3 moved to 1 of 4." in moved_to.text
    assert ids(council_session) == [fourth, second, first, third]


def test_after_a_move_the_page_comes_back_at_the_item(council_session: CouncilSession, secretary: Browser) -> None:
    first = ids(council_session)[0]
    token = secretary.get(f"{OFFICE}/").form(f"{first}/move")["csrf_token"]

    answer = secretary.request("POST", f"{OFFICE}/{first}/move", data={"csrf_token": token, "step": "down"})

    assert answer.location.endswith(f"/agenda/#item-{first}")
    assert f'id="item-{first}" tabindex="-1"' in secretary.get(f"{OFFICE}/").html


def test_a_position_out_of_range_is_the_nearest_and_no_number_is_refused(
    council_session: CouncilSession, secretary: Browser
) -> None:
    first = ids(council_session)[0]

    far = pressed(secretary, first, position="99")
    none = pressed(secretary, first, position="x")

    assert "Item 1 moved to 4 of 4." in far.text
    assert "Enter the position as a number." in none.text


def test_the_second_of_two_editors_sees_both_texts(council_session: CouncilSession, secretary: Browser) -> None:
    public_id = ids(council_session)[1]
    first, second = (secretary.get(f"{OFFICE}/{public_id}?lang=en") for _ in range(2))
    secretary.submit(first, public_id, title_kk="Бір", speaker_1="Қонақ")

    page = secretary.submit(second, public_id, title_kk="Екі")
    kept = items_of(council_session)[1].title["kk"]
    saved = secretary.submit(page, public_id)

    assert page.status == 409
    assert "Бір" in page.text
    assert "Қонақ" in page.text
    assert page.form(public_id)["title_kk"] == "Екі"
    assert kept == "Бір"
    assert "The changes were saved." in saved.text
    assert titles(council_session)[1] == "Екі"


def test_two_editors_who_enter_the_same_do_not_disturb_each_other(
    council_session: CouncilSession, secretary: Browser
) -> None:
    public_id = ids(council_session)[1]
    first, second = (secretary.get(f"{OFFICE}/{public_id}?lang=en") for _ in range(2))
    secretary.submit(first, public_id, minutes="45")

    page = secretary.submit(second, public_id, minutes="45")

    assert "The changes were saved." in page.text


def test_what_was_typed_for_an_item_that_is_gone_can_be_saved_as_a_new_one(
    council_session: CouncilSession, secretary: Browser
) -> None:
    item = items_of(council_session)[1]
    form = secretary.get(f"{OFFICE}/{item.public_id}?lang=en")
    with transaction():
        remove_item(item, SYSTEM, NOW)

    page = secretary.submit(form, form.path, title_kk="Сақталсын")
    saved = secretary.submit(page, "add")

    assert page.status == 409
    assert "Somebody else removed this item meanwhile." in page.text
    assert "The item was added." in saved.text
    assert titles(council_session) == ["Ашылуы", "Үзіліс", "Екінші", "Сақталсын"]


def test_an_item_is_removed_after_a_question_and_moving_it_then_says_so(
    council_session: CouncilSession, secretary: Browser
) -> None:
    public_id = ids(council_session)[1]
    question = secretary.get(f"{OFFICE}/{public_id}/remove?lang=en")
    before = titles(council_session)

    page = secretary.submit(question, "remove")
    token = question.form("remove")["csrf_token"]
    gone = secretary.post(f"{OFFICE}/{public_id}/move", {"csrf_token": token, "step": "up"})

    assert "Бірінші" in before
    assert "The item was removed from the draft." in page.text
    assert "Somebody else removed this item meanwhile." in gone.text
    assert titles(council_session) == ["Ашылуы", "Үзіліс", "Екінші"]


def test_the_builder_says_what_changed_since_the_release(council_session: CouncilSession, secretary: Browser) -> None:
    released(council_session)
    before = secretary.get(f"{OFFICE}/?lang=en")
    with transaction():
        an_item(council_session, "Тағы")

    after = secretary.get(f"{OFFICE}/?lang=en")

    assert "Changed since release 1" not in before.text
    assert "Changed since release 1" in after.text


@pytest.mark.parametrize(
    ("role", "sees", "edits"),
    [
        (Role.ORGANIZER, 200, 200),
        (Role.SECRETARY, 200, 200),
        (Role.CHAIR, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.DOOR, 403, 403),
        (Role.TRANSLATOR, 403, 403),
    ],
)
def test_who_sees_the_draft_and_who_edits_it(
    council_session: CouncilSession, browser: Browser, role: Role, sees: int, edits: int
) -> None:
    sign_in(browser, council_session.council, role)
    public_id = ids(council_session)[1]

    found = [browser.get(f"{OFFICE}/{path}").status for path in ("", "add", public_id, "release")]

    assert found == [sees, edits, edits, edits]


def test_staff_of_another_council_see_nothing(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        other = a_council("other")
    sign_in(browser, other, Role.SECRETARY)

    assert browser.get(f"{OFFICE}/").status == 404
    assert browser.get(f"{OFFICE}/add").status == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_of_the_builder_speaks_three_languages(
    council_session: CouncilSession, secretary: Browser, language: str
) -> None:
    public_id = ids(council_session)[1]

    pages = [secretary.get(f"{OFFICE}/{path}?lang={language}") for path in ("", "add", public_id, "release")]

    assert [page.status for page in pages] == [200] * 4
    assert all(f'<html lang="{language}">' in page.html for page in pages)


def test_the_builder_asks_no_more_for_more_items(app: Flask, browser: Browser) -> None:
    council_session = an_agenda()
    sign_in(browser, council_session.council, Role.SECRETARY)

    def statements() -> int:
        asked: list[str] = []

        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        browser.get(f"{OFFICE}/")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    def with_speakers(number: int) -> AgendaItem:
        people = [SpeakerGiven(registration=a_registration(council_session)), SpeakerGiven(body=a_body())]
        return an_item(council_session, f"Баяндама {number}", speakers=people)

    with transaction():
        with_speakers(1)
    one = statements()
    with transaction():
        for number in (2, 3):
            with_speakers(number)

    assert statements() == one
