"""An import whose job has failed for good goes on by itself; one that is at work is left alone."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eventreg.bodies.models import Body
from eventreg.core.db import db, session, transaction
from eventreg.jobs.engine import SCHEMA
from eventreg.office.imports.carrying_out import carry_out_import
from eventreg.office.imports.resuming import resume_imports
from eventreg.office.imports.running import CARRY_OUT
from eventreg.office.models import ImportState
from tests.browser import Browser
from tests.office.lists import an_organizer, checked, the_run
from tests.office.tables import HEADER, a_workbook, bodies


def jobs() -> list[tuple[str, str]]:
    """Each job that carries out an import: its key and its state."""
    found = session().execute(
        text(f"SELECT workflow_uuid, status FROM {table()} WHERE name = :name"), {"name": CARRY_OUT}
    )
    return [(key, status) for key, status in found]


def table() -> str:
    return "workflow_status" if db.engine.dialect.name == "sqlite" else f"{SCHEMA}.workflow_status"


@pytest.fixture
def confirmed(app: Flask, browser: Browser) -> None:
    """An import whose job waits."""
    an_organizer(browser)
    browser.submit(checked(browser, a_workbook(HEADER, *bodies(4))), "/carry-out")
    assert (the_run().state, len(jobs())) == (ImportState.IMPORTING, 1)


def test_a_job_that_waits_is_enough(confirmed: None) -> None:
    resume_imports()

    assert len(jobs()) == 1


def test_where_the_job_has_failed_for_good_another_carries_the_import_out(confirmed: None) -> None:
    before = session().scalar(select(func.count(Body.id))) or 0
    with transaction() as current:
        current.execute(text(f"UPDATE {table()} SET status = 'ERROR' WHERE name = :name"), {"name": CARRY_OUT})

    resume_imports()
    resume_imports()

    assert sorted(status for _, status in jobs()) == ["ENQUEUED", "ERROR"]
    carry_out_import(the_run().public_id)
    assert the_run().state is ImportState.IMPORTED
    assert session().scalar(select(func.count(Body.id))) == before + 4

    resume_imports()
    assert len(jobs()) == 2
