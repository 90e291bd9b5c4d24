"""While the database is locked or away, or the disk is full, nothing typed is lost and nobody waits for long."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.pool import NullPool

from eventreg.app import create_app
from eventreg.core.db import be_patient, db, session, transaction
from eventreg.invitations.models import Invitation
from eventreg.registrations.models import Registration
from eventreg.settings import Settings
from tests.browser import Browser
from tests.conftest import Listen
from tests.databases import settings_for
from tests.factories import a_body, a_council, a_session, an_invitation

PERSON = {"surname": "Ахметова", "given_name": "Айгүл", "email": "aigul@mon.example", "post": "Бөлім бастығы, кеңесші"}
SECONDS = 0.5


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    db.engine.update_execution_options(eventreg_patience=SECONDS)
    db.engine.dispose()
    with transaction():
        return an_invitation(a_session(a_council("rcc"), "2026-11-23"), a_body("MON", language="en"), seats=2)


@contextmanager
def held() -> Iterator[None]:
    """Another process writes the invitation and does not come to an end."""
    with create_engine(db.engine.url, poolclass=NullPool, **_driver()).connect() as other:
        if db.engine.dialect.name == "sqlite":
            other.connection.isolation_level = None  # type: ignore[attr-defined]  # the driver's own connection
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute(text("UPDATE invitation SET email = email"))
        yield
        other.rollback()


def _driver() -> dict[str, object]:
    return {"module": db.engine.dialect.dbapi} if db.engine.dialect.name == "sqlite" else {}


def test_a_form_sent_while_the_database_is_locked_comes_back_and_is_sent_again_with_one_button(
    invitation: Invitation, browser: Browser
) -> None:
    page = browser.get(f"/i/{invitation.link.token}?lang=en")
    session().rollback()

    with held():
        begun = time.monotonic()
        refused = browser.submit(page, "/nominate", **PERSON)
        waited = time.monotonic() - begun

    assert (refused.status, refused.heading) == (503, "Please try again in a moment")
    assert waited < 10
    assert "Бөлім бастығы, кеңесші" in refused.text
    assert session().scalars(select(Registration)).all() == []

    page = browser.submit(refused, "/nominate")

    assert page.status == 200
    assert session().scalars(select(Registration)).one().person.email == "aigul@mon.example"


def test_the_answer_says_when_to_try_again_and_speaks_the_language_of_the_page(
    invitation: Invitation, browser: Browser
) -> None:
    page = browser.get(f"/i/{invitation.link.token}?lang=kk")
    session().rollback()

    with held():
        response = browser.request("POST", f"/i/b/{invitation.public_id}/message", data=page.form("/message"))

    html = response.get_data(as_text=True)
    assert response.headers["Retry-After"].isdigit()
    assert "no-store" in response.headers["Cache-Control"]
    assert 'lang="kk"' in html
    assert "OperationalError" not in html


def test_what_did_not_come_from_a_page_of_ours_is_not_given_back(invitation: Invitation, browser: Browser) -> None:
    with held():
        response = browser.request("POST", "/verify", data={"text": "from elsewhere"})
        foreign = browser.request("POST", f"/i/b/{invitation.public_id}/message", data={"message_text": "forged words"})

    assert "from elsewhere" not in response.get_data(as_text=True) or response.status_code == 200
    assert "forged words" not in foreign.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:1/none"]
)
def test_a_database_that_is_away_is_503_and_a_password_is_never_given_back(tmp_path: Path, address: str) -> None:
    browser = Browser(create_app(settings_for(address, tmp_path)))
    assert browser.get("/?lang=ru").status == 503
    sign_in = browser.get("/office/sign-in?lang=en")

    page = browser.submit(sign_in, "", email="aigul@mon.example", password="a long and secret sentence")

    assert page.status == 503
    assert page.form("/office/sign-in")["email"] == "aigul@mon.example"
    assert "password" not in page.form("/office/sign-in")
    assert "secret sentence" not in page.html
    problem = browser.request("GET", "/api/v1/mail/inbound")
    assert problem.status_code in (405, 503)


def test_a_full_database_gives_back_what_was_typed(invitation: Invitation, browser: Browser, listen: Listen) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a full disk cannot be made on a server that others use")
    page = browser.get(f"/i/{invitation.link.token}?lang=en")
    db.engine.dispose()
    # SQLite rounds one page up to what is there
    listen("connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))

    full = browser.submit(page, "/message", message_text="Сұрақ " * 800)

    assert full.status == 503
    assert full.form("/message")["message_text"].startswith("Сұрақ")


def test_a_full_disk_at_an_upload_is_503_and_leaves_nothing_behind(
    invitation: Invitation, browser: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.get(f"/i/{invitation.link.token}?lang=en")
    fields = {**page.form("/papers"), "paper": (BytesIO(b"%PDF-1.7 a letter"), "letter.pdf")}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    response = browser.request("POST", f"/i/b/{invitation.public_id}/papers", data=fields)

    assert response.status_code == 503
    assert "choose them again" in response.get_data(as_text=True)
    assert [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()] == []


def test_jobs_wait_longer_than_people(app: Flask) -> None:
    asked = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}[db.engine.dialect.name]

    def wait() -> str:
        with db.engine.connect() as connection:
            return str(connection.exec_driver_sql(asked).scalar())

    for_people = wait()
    be_patient(db.engine)

    assert (for_people, wait()) in (("8000", "30000"), ("8s", "30s"))


def test_a_fault_of_ours_stays_a_fault(changed_app: Flask) -> None:
    def broken() -> str:
        session().execute(text("SELECT * FROM nothing_of_this_name"))
        return ""

    broken.is_public = True  # type: ignore[attr-defined]
    changed_app.add_url_rule("/broken", view_func=broken)

    assert Browser(changed_app).get("/broken").status == 500
