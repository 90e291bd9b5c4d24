"""`eventreg create-admin`."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from eventreg.accounts.models import StaffUser
from eventreg.cli import application as opener
from eventreg.cli import users
from eventreg.cli.application import application
from eventreg.core.actors import Role
from eventreg.core.db import db, session, transaction
from eventreg.settings import Settings
from tests.accounts.conftest import PASSWORD, Known, try_to_sign_in
from tests.browser import Browser
from tests.cast import a_staff_user
from tests.factories import a_council

EMAIL = "aliya@eventreg.example"


@pytest.fixture
def environment(settings: Settings) -> Mapping[str, str]:
    return {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "DATA_DIR": str(settings.data_dir),
        "LOG_LEVEL": "ERROR",
    }


@pytest.fixture(autouse=True)
def applications(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Flask]]:
    """The applications that commands have made, closed afterwards."""
    made: list[Flask] = []

    def noted_application() -> Flask:
        made.append(application())
        return made[-1]

    monkeypatch.setattr(opener, "application", noted_application)
    yield made
    for app in made:
        with app.app_context():
            db.engine.dispose()


def run(email: str, environment: Mapping[str, str]) -> Result:
    return CliRunner().invoke(users.create_admin, [email], env=environment)


def link_path(result: Result) -> str:
    last_line = result.stdout.splitlines()[-1]
    assert last_line.startswith("http://localhost/office/password/")
    return last_line.removeprefix("http://localhost")


def test_the_last_line_is_a_link_that_makes_an_administrator(
    app: Flask, browser: Browser, environment: Mapping[str, str]
) -> None:
    result = run(EMAIL, environment)

    page = browser.get(link_path(result))
    browser.submit(page, "", password=PASSWORD, password_again=PASSWORD)

    assert result.exit_code == 0
    assert browser.get("/office/team").status == 200


def test_running_it_again_kills_the_former_link(
    app: Flask, browser: Browser, environment: Mapping[str, str], clock: time_machine.Traveller
) -> None:
    former, latest = link_path(run(EMAIL, environment)), link_path(run(EMAIL.upper(), environment))

    assert [browser.get(former).status, browser.get(latest).status] == [410, 200]
    clock.shift(timedelta(minutes=31))
    assert browser.get(latest).status == 410


def test_a_known_administrator_keeps_the_password_until_a_new_one_is_set(
    browser: Browser, rustem: Known, environment: Mapping[str, str]
) -> None:
    run(rustem.email, environment)

    page = try_to_sign_in(browser, rustem.email, PASSWORD)

    assert page.path == "/office/"


def test_a_deactivated_secretary_becomes_an_active_administrator(app: Flask, environment: Mapping[str, str]) -> None:
    with transaction():
        user = a_staff_user(a_council(), Role.SECRETARY)
        user.is_active = False
        email = user.email

    run(email, environment)

    session().rollback()
    user = session().scalars(select(StaffUser)).one()
    assert (user.is_admin, user.is_active, len(user.role_grants)) == (True, True, 1)


def test_what_is_no_address_is_wrong_usage(app: Flask, environment: Mapping[str, str]) -> None:
    result = run("not an address", environment)

    assert result.exit_code == 2
    assert "EMAIL" in result.stderr
    assert session().scalars(select(StaffUser)).all() == []


def test_a_database_without_tables_is_named_without_a_traceback(tmp_path: Path) -> None:
    new = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}", "DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"}

    result = run(EMAIL, new)

    assert (result.exit_code, result.stderr) == (1, "Error: The schema is behind; run: eventreg migrate\n")
