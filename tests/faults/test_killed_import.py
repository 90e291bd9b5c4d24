"""The worker is killed in the middle of an import, and again in the middle of undoing it: no row is lost or twice."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import func, select

from eventreg.bodies.actions import PersonDetails, enter_person
from eventreg.bodies.models import Person
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.journal.queries import chain
from eventreg.journal.rules import first_broken_entry
from eventreg.office.imports.running import begin_import, choose_columns, confirm_import, undo_import
from eventreg.office.models import ImportKind, ImportRow, ImportRun, ImportState
from eventreg.settings import Settings
from tests.factories import a_council
from tests.faults.workers import COMMAND, running, until
from tests.office.tables import a_workbook

SMALL, FULL = 500, 50_000  # rows
HEADER = ("Тегі", "Аты", "Лауазымы", "E-mail", "Телефон")


def start(rows: int) -> ImportRun:
    """A file of so many people, one of whom the registry knows with another post."""
    lines = ((f"Жүсіпов{n}", "Ерлан", "Бас маман", f"p{n}@b.kz", f"8 701 {n:07}") for n in range(rows))
    content = a_workbook(HEADER, *lines)
    with transaction():
        known = PersonDetails("Жүсіпов7", "Ерлан", post="Маман", email="p7@b.kz")
        enter_person(known, None, {}, SYSTEM, clock.now())
        run = ImportRun(
            council=a_council("rcc"), kind=ImportKind.PEOPLE, file_name="people.xlsx", created_at=clock.now(),
            actor_kind="system", actor_id="",
        )  # fmt: skip
        begin_import(run, content)
        choose_columns(run, dict(run.columns))
    return run


def the_run() -> ImportRun:
    db.session.rollback()
    return session().scalars(select(ImportRun)).one()


def is_in(state: ImportState) -> Callable[[], bool]:
    return lambda: the_run().state is state


def is_past(read: Callable[[ImportRun], int], rows: float) -> Callable[[], bool]:
    return lambda: read(the_run()) >= rows


@contextmanager
def killed_afterwards(settings: Settings) -> Iterator[None]:
    with running(settings, "w1", "-c", COMMAND, "--name", "w1") as worker:
        yield
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def test_each_row_comes_in_once_and_goes_once_whenever_the_worker_dies(
    settings: Settings, app: Flask, is_full: bool
) -> None:
    rows = FULL if is_full else SMALL
    patience = 240 + rows / 20
    start(rows)
    with killed_afterwards(settings):
        until(is_past(lambda run: run.rows_read, rows * 0.3), patience)
    assert the_run().state is ImportState.CHECKING

    with killed_afterwards(settings):
        until(is_in(ImportState.CHECKED), patience)
        assert session().scalar(select(func.count(ImportRow.id))) == rows
        run = the_run()
        with transaction():
            confirm_import(run, SYSTEM, clock.now())
        until(is_past(lambda run: run.rows_done, rows * 0.3), patience)
    assert the_run().state is ImportState.IMPORTING

    with killed_afterwards(settings):
        until(is_in(ImportState.IMPORTED), patience)
        assert_everybody_came_once(rows)
        run = the_run()
        with transaction():
            undo_import(run, SYSTEM, clock.now())
        until(is_past(lambda run: run.rows_done, rows * 0.3), patience)
    assert the_run().state is ImportState.UNDOING

    with killed_afterwards(settings):
        until(is_in(ImportState.UNDONE), patience)
    assert [(one.surname, one.post) for one in session().scalars(select(Person))] == [("Жүсіпов7", "Маман")]
    assert session().scalar(select(func.count()).where(ImportRow.left_because != "")) == 0
    assert first_broken_entry(chain()) is None


def assert_everybody_came_once(rows: int) -> None:
    assert the_run().rows_done == rows
    people = session().execute(select(Person.surname, Person.post)).all()
    assert len(people) == rows
    assert {surname for surname, _ in people} == {f"Жүсіпов{n}" for n in range(rows)}
    assert {post for _, post in people} == {"Бас маман"}
