"""The delegate's way through the questions: steps, files, changes; and what the office sees."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.files.content import DOCUMENT_SIZE, PHOTO_SIZE, document_type, photo
from eventreg.files.models import StoredFile
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question, change_question
from eventreg.registrations.questions.models import Answer, Question, Upload
from eventreg.registrations.questions.queries import answers_of
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW, Listen
from tests.factories import a_council, a_registration, a_session, three
from tests.registrations.files_to_send import PDF, office_file, picture


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        found = a_registration(a_session(a_council("rcc")), state=RegistrationState.NOMINATED)
        found.language = "en"
    return found


def ask(registration: Registration, name: str, kind: str, **more: object) -> Question:
    with transaction():
        details = QuestionDetails(kind, three(name.title()), **more)  # type: ignore[arg-type]  # as each test needs
        return add_question(registration.council_session, name, details, SYSTEM, NOW)


def details_done(browser: Browser, registration: Registration, **fields: str) -> Page:
    return browser.submit(browser.get(f"/r/{registration.link.token}"), "/answers", **fields)


def values(registration: Registration) -> dict[str, str]:
    return {answer.question.name: answer.value for answer in answers_of(registration).values()}


def test_the_way_is_details_questions_check(registration: Registration, browser: Browser) -> None:
    ask(registration, "bus", "text", is_required=True)

    page = details_done(browser, registration, post="Бас маман")
    assert (page.heading, "2. Questions" in page.text) == ("Questions", True)
    page = browser.submit(page, "/answers", step="questions")
    assert page.status == 422
    page = browser.submit(page, "/answers", step="questions", q_bus="Ақ автобус")
    assert (page.heading, "Ақ автобус" in page.text, "Бас маман" in page.text) == ("Check your answers", True, True)
    page = browser.submit(page, "/confirm")

    assert page.heading.startswith("You are registered")
    assert values(registration) == {"bus": "Ақ автобус"}
    assert registration.person.post == "Бас маман"


def test_change_leads_to_the_step_and_straight_back(registration: Registration, browser: Browser) -> None:
    ask(registration, "bus", "text")
    page = browser.submit(details_done(browser, registration), "/answers", step="questions", q_bus="Ақ")

    page = browser.post(f"/r/p/{registration.public_id}/answers", {**page.form("/confirm"), "step": "edit"})
    page = browser.submit(page, "/answers", surname="Ахметова")
    assert (page.heading, "Ақ" in page.text, "Ахметова" in page.text) == ("Check your answers", True, True)
    page = browser.post(f"/r/p/{registration.public_id}/answers", {**page.form("/confirm"), "step": "edit-questions"})
    page = browser.submit(page, "/answers", step="questions", q_bus="Көк")

    assert (page.heading, "Көк" in page.text, "Ахметова" in page.text) == ("Check your answers", True, True)


def test_a_question_that_hangs_on_another_is_not_required_of_those_who_are_not_asked(
    registration: Registration, browser: Browser
) -> None:
    hotel = ask(registration, "hotel", "yes_no", is_required=True)
    ask(registration, "nights", "number", is_required=True, shown_when=hotel, shown_when_value="yes")
    questions = details_done(browser, registration)
    assert "Only if your answer to “Hotel (eng)” is “Yes”:" in questions.text

    page = browser.submit(questions, "/answers", step="questions", q_hotel="yes")
    assert "Answer the question “" in page.text
    page = browser.submit(page, "/answers", step="questions", q_hotel="no", q_nights="what")
    assert page.heading == "Check your answers"
    browser.submit(page, "/confirm")

    assert values(registration) == {"hotel": "no"}


def test_a_file_survives_an_error_and_comes_back_as_an_attachment(registration: Registration, browser: Browser) -> None:
    ask(registration, "slides", "file", is_required=True)
    ask(registration, "bus", "text", is_required=True)
    page = details_done(browser, registration)

    page = browser.submit(
        page, "/answers", step="questions", q_slides=(BytesIO(office_file()), "../Баяндама\u202e.exe")
    )
    assert (page.status, "The file is here: Баяндама.pptx" in page.text) == (422, True)
    page = browser.submit(page, "/answers", step="questions", q_bus="Ақ")
    page = browser.submit(page, "/confirm")

    assert values(registration) == {"slides": "Баяндама.pptx", "bus": "Ақ"}
    assert session().scalar(select(func.count(Upload.id))) == 0
    link = next(link for link in page.links if "/files/" in link)
    response = browser.request("GET", link)
    assert response.data == office_file()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    office = Browser(browser.client.application)
    assert office.get(link).status == 410
    sign_in(office, registration.council_session.council, Role.AUDITOR)
    answer = session().scalars(select(Answer).where(Answer.file_id.is_not(None))).one()
    address = f"/office/rcc/2026-11-23/registrations/{registration.public_id}/files"
    assert office.request("GET", f"{address}/{answer.public_id}").data == office_file()
    assert office.get(f"{address}/nothing").status == 404


def test_a_file_can_be_changed_kept_and_removed(registration: Registration, browser: Browser) -> None:
    ask(registration, "slides", "file")
    page = browser.submit(
        details_done(browser, registration), "/answers", step="questions", q_slides=(BytesIO(PDF), "a.pdf")
    )
    browser.submit(page, "/confirm")
    address = f"/r/p/{registration.public_id}/answers?step=questions"

    page = browser.submit(browser.submit(browser.get(address), "/answers", step="questions"), "/confirm")
    assert values(registration) == {"slides": "a.pdf"}
    page = browser.submit(browser.get(address), "/answers", **{"step": "questions", "q_slides-remove": "1"})
    browser.submit(page, "/confirm")

    assert values(registration) == {}


def test_nobody_takes_the_file_of_another(registration: Registration, browser: Browser) -> None:
    question = ask(registration, "slides", "file")
    page = browser.submit(
        details_done(browser, registration), "/answers", step="questions", q_slides=(BytesIO(PDF), "a.pdf")
    )
    upload = page.form("/confirm")["q_slides-kept"]
    with transaction():
        other = a_registration(question.council_session, state=RegistrationState.NOMINATED)

    stranger = Browser(browser.client.application)
    page = stranger.submit(details_done(stranger, other), "/answers", **{"step": "questions", "q_slides-kept": upload})
    stranger.submit(page, "/confirm")

    assert values(other) == {}


def test_a_photo_keeps_the_picture_alone(registration: Registration, browser: Browser) -> None:
    ask(registration, "photo", "photo")
    hidden = b"<script>alert(1)</script>PK\x03\x04"

    page = browser.submit(
        details_done(browser, registration), "/answers", step="questions",
        q_photo=(BytesIO(picture("JPEG", (3000, 1000)) + hidden), "me.gif"),
    )  # fmt: skip
    page = browser.submit(page, "/confirm")

    stored = browser.request("GET", next(link for link in page.links if "/files/" in link))
    assert hidden not in stored.data
    assert Image.open(BytesIO(stored.data)).size == (1600, 533)
    assert session().scalars(select(StoredFile.media_type)).one() == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture("PNG", (9000, 9000)), "too many pixels"),
        (picture("JPEG")[:200], "cannot be read"),
        (b"", "The file is empty"),
    ],
    ids=["bomb", "cut", "empty"],
)
def test_a_bad_photo_is_refused_beside_its_question(
    registration: Registration, browser: Browser, content: bytes, sentence: str
) -> None:
    ask(registration, "photo", "photo")

    page = browser.submit(
        details_done(browser, registration), "/answers", step="questions", q_photo=(BytesIO(content), "me.jpg")
    )

    assert (page.status, sentence in page.text) == (422, True)


def test_files_have_a_size_at_most() -> None:
    with pytest.raises(Refusal, match="file_is_too_large"):
        photo(b"\xff\xd8\xff" + b"0" * PHOTO_SIZE)
    with pytest.raises(Refusal, match="file_is_too_large"):
        document_type(PDF + b"0" * DOCUMENT_SIZE)
    assert document_type(PDF + b"0" * (DOCUMENT_SIZE - len(PDF))) == "application/pdf"


def test_an_office_file_with_macros_is_refused(registration: Registration, browser: Browser) -> None:
    ask(registration, "slides", "file")
    macros = office_file("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")

    page = browser.submit(
        details_done(browser, registration), "/answers", step="questions", q_slides=(BytesIO(macros), "a.pptx")
    )

    assert (page.status, "without macros" in page.text) == (422, True)


def test_a_choice_that_fills_up_meanwhile_is_said_beside_it_and_nothing_is_lost(
    registration: Registration, browser: Browser
) -> None:
    ask(registration, "section", "one_of", choices=(Choice("a", three("Роботтар"), 1), Choice("b", three("Музыка"))))
    ask(registration, "bus", "text")
    check = browser.submit(details_done(browser, registration), "/answers", step="questions", q_section="a", q_bus="Ақ")
    with transaction():
        other = a_registration(registration.council_session, state=RegistrationState.NOMINATED)
    fast = Browser(browser.client.application)
    page = fast.submit(details_done(fast, other), "/answers", step="questions", q_section="a")
    assert fast.submit(page, "/confirm").status == 200

    page = browser.submit(check, "/confirm")

    assert (page.status, "No places left: Роботтар (eng). Choose another one." in page.text) == (422, True)
    assert session().get_one(Registration, registration.id).state is RegistrationState.NOMINATED
    page = browser.submit(page, "/answers", step="questions", q_section="b")
    browser.submit(page, "/confirm")
    assert values(registration) == {"section": "b", "bus": "Ақ"}


def test_the_office_narrows_the_list_by_an_answer_and_sees_it(registration: Registration, browser: Browser) -> None:
    meal = ask(
        registration, "meal", "several_of", choices=(Choice("halal", three("Халал")), Choice("fish", three("Балық")))
    )
    page = browser.submit(details_done(browser, registration), "/answers", step="questions", q_meal=["halal", "fish"])
    browser.submit(page, "/confirm")
    with transaction():
        change_question(
            meal, QuestionDetails("several_of", three("Ас"), choices=(Choice("halal", three("Х")),)), SYSTEM, NOW
        )
    office = Browser(browser.client.application)
    sign_in(office, registration.council_session.council, Role.ORGANIZER)
    address = "/office/rcc/2026-11-23/registrations?lang=en&answer="

    assert "Халал (eng); Балық (eng)" in office.get(address + "meal").text
    page = office.get(address + "meal:halal")
    assert registration.reference in page.text
    assert registration.reference not in office.get(address + "meal:none").text
    csv = office.submit_for_bytes(page, "export.csv").decode("utf-8-sig")
    assert [line.split(";")[-1] for line in csv.splitlines() if "Халал" not in line] == ["meal"]


def test_confirming_without_questions_is_short(registration: Registration, bare_app: Flask, listen: Listen) -> None:
    """At most five requests, 25 statements and two commits from the link to the confirmation."""
    statements: list[str] = []
    commits: list[int] = []
    listen("before_cursor_execute", lambda c, cu, statement, *rest: statements.append(statement))
    listen("commit", lambda connection: commits.append(1))
    client = bare_app.test_client()
    token = registration.link.token
    statements.clear()

    client.get(f"/r/{token}")
    page = Page(200, "", client.get(f"/r/p/{registration.public_id}").text)
    page = Page(200, "", client.post(f"/r/p/{registration.public_id}/answers", data=page.form("/answers")).text)
    answer = client.post(f"/r/p/{registration.public_id}/confirm", data=page.form("/confirm"))
    assert (
        "You are registered"
        in client.get(answer.location, headers={"Accept-Language": "en"}, query_string={"lang": "en"}).text
    )

    asked = [statement for statement in statements if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT"))]
    assert (len(asked) <= 25, len(commits) <= 2) == (True, True), (len(asked), len(commits), asked)
