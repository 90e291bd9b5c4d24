"""What a person agreed to is kept as it was; answers go after the period of their question, and pages stay whole."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import save_consent_text
from eventreg.councils.retention import run_retention
from eventreg.files.actions import store
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.registrations.consents.actions import give_consent
from eventreg.registrations.consents.models import Consent
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.actions.answering import Given, answer_questions, note_upload
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question
from eventreg.registrations.questions.models import Answer
from eventreg.registrations.questions.queries import question_named
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_registration, a_session, three
from tests.registrations.files_to_send import PDF

PLACE = "/office/rcc/2026-11-23"
FIRST, SECOND = Translated(kk="Бірінші мәтін", en="The first text"), Translated(kk="Екінші мәтін", en="The second text")
PERIODS = {"visa": 0, "meal": 10, "section": 30, "wish": None, "scan": 10}  # days after the session


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session(a_council("rcc"))


@pytest.fixture
def registration(council_session: CouncilSession) -> Registration:
    """Agreed to the first text and answered everything."""
    with transaction():
        save_consent_text(council_session.council, 0, FIRST, SYSTEM, NOW)
        found = a_registration(council_session)
        give_consent(found, 1, "en", Actor("registration", found.public_id), NOW)
    return found


def delegate(browser: Browser, registration: Registration) -> str:
    """The delegate's address, once the browser has opened the link."""
    browser.get(f"/r/{registration.link.token}?lang=en")
    return f"/r/p/{registration.public_id}"


def test_a_new_text_is_asked_for_at_the_next_answer_and_the_old_consent_stays(
    registration: Registration, browser: Browser
) -> None:
    with transaction():
        save_consent_text(registration.council_session.council, 1, SECOND, SYSTEM, NOW + timedelta(days=1))
    path = delegate(browser, registration)

    assert "The second text" not in browser.get(path).text
    assert browser.get(f"{path}/pass").status == 200
    own = browser.get(f"{path}/personal-data")
    assert "The first text" in own.text
    page = browser.submit(browser.get(f"{path}/answers"), "/answers", post="Бас маман")
    assert "The second text" in page.text
    assert browser.submit(page, "/confirm").status == 422
    browser.submit(page, "/confirm", agrees="y")

    kept = session().scalars(select(Consent).order_by(Consent.id)).all()
    assert [(one.consent_text.version, one.consent_text.text["en"]) for one in kept] == [
        (1, "The first text"),
        (2, "The second text"),
    ]


def test_who_never_answers_again_keeps_the_version_and_the_words(registration: Registration, browser: Browser) -> None:
    with transaction():
        save_consent_text(registration.council_session.council, 1, SECOND, SYSTEM, NOW + timedelta(days=1))
        later = a_registration(registration.council_session, surname="Кейінгі")
        give_consent(later, 2, "kk", Actor("registration", later.public_id), NOW)
    path = delegate(browser, registration)

    token = browser.get(f"{path}/personal-data").form("/personal-data.json")["csrf_token"]
    known = json.loads(browser.request("POST", f"{path}/personal-data.json", data={"csrf_token": token}).data)

    (consent,) = known["registrations"][0]["consents"]
    assert (consent["version"], consent["language"], consent["text"]) == (1, "en", "The first text")
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    shown = {person: browser.get(f"{PLACE}/registrations/{person}?lang=en").text for person in _ids()}
    assert "version 1" in shown[registration.public_id].lower()
    assert "version 2" in shown[later.public_id].lower()


def _ids() -> list[str]:
    return list(session().scalars(select(Registration.public_id)))


@pytest.fixture
def answered(registration: Registration) -> Registration:
    where = registration.council_session
    kinds = {"visa": "text", "meal": "yes_no", "section": "one_of", "wish": "long_text", "scan": "file"}
    with transaction():
        for name, kind in kinds.items():
            choices = tuple(Choice(code, three(f"Таңдау {code}")) for code in "ab") if kind == "one_of" else ()
            details = QuestionDetails(kind, three(f"Сұрақ {name}"), choices=choices, retention_days=PERIODS[name])
            add_question(where, name, details, SYSTEM, NOW)
        scan = question_named(where, "scan")
        assert scan
        sent = note_upload(registration, scan, store(PDF, "application/pdf", NOW), "құпия-файл.pdf", NOW)
        given = {
            "visa": Given("құпия-нөмір"), "meal": Given("yes", ("yes",)), "section": Given("a", ("a",)),
            "wish": Given("құпия-тілек"), "scan": Given(file=sent.public_id),
        }  # fmt: skip
        answer_questions(registration, given, SYSTEM, NOW)
    with transaction():
        where.stage = Stage.HELD
    return registration


def kept() -> set[str]:
    return {answer.question.name for answer in session().scalars(select(Answer))}


def night(council_session: CouncilSession, days: int) -> datetime:
    """Half past two on the venue's clocks, so many days after the day on which the session ended."""
    local = council_session.ends_at.astimezone(ZoneInfo(council_session.time_zone))
    return (local + timedelta(days=days)).replace(hour=2, minute=30)


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Asia/Aqtobe", "America/New_York"])
def test_each_answer_goes_in_the_night_after_its_last_day_at_the_venue(answered: Registration, zone: str) -> None:
    with transaction():
        where = answered.council_session
        where.time_zone = zone
    ended, gone = set(PERIODS), {}
    for days in (0, 1, 10, 11, 30, 31, 180, 181):
        with time_machine.travel(night(where, days), tick=True):
            run_retention()
        gone[days], ended = sorted(ended - kept()), kept()

    assert gone == {
        0: [], 1: ["visa"], 10: [], 11: ["meal", "scan"], 30: [], 31: ["section"], 180: [], 181: ["wish"],
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_purged_answers_stay_whole(answered: Registration, browser: Browser, language: str) -> None:
    where = answered.council_session
    with time_machine.travel(night(where, 400), tick=True):
        run_retention()
        assert kept() == set()
        path = delegate(browser, answered)
        pages = [browser.get(f"{path}{part}?lang={language}") for part in ("", "/answers", "/personal-data")]
        sign_in(browser, where.council, Role.SECRETARY)
        person = answered.person.public_id
        for part in (
            f"{PLACE}/registrations", f"{PLACE}/registrations/{answered.public_id}", f"{PLACE}/questions",
            f"{PLACE}/questions/preview", f"/office/history/people/{person}", f"/office/personal-data/{person}",
            f"{PLACE}/registrations?answer=section:a", f"{PLACE}/", f"{PLACE}/registrations/approval",
        ):  # fmt: skip
            pages.append(browser.get(f"{part}{'&' if '?' in part else '?'}lang={language}"))
        listing = pages[3]
        files = [browser.submit_for_bytes(listing, f"export.{kind}") for kind in ("csv", "xlsx")]

    assert [(page.path, page.status) for page in pages if page.status != 200] == []
    assert [page.path for page in pages if "құпия" in page.text] == []
    assert all(files)
    assert "құпия" not in files[0].decode("utf-8-sig")
