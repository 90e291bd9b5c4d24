"""`eventreg serve` and `eventreg worker` as an operator starts and stops them."""

import fcntl
import json
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError

import pytest
from flask import Flask

from eventreg.core.db import transaction
from eventreg.core.link_secret import links_are_of_another_secret, note_secret
from eventreg.settings import Settings
from tests.conftest import with_settings
from tests.faults.workers import environment, running, until
from tests.smtp_server import free_port
from tests.tables import all_rows

MAIN = ("-m", "eventreg.cli.main")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except URLError as error:
        return getattr(error, "code", None) == 404


def no_worker_runs(folder: Path) -> bool:
    """Each worker holds a lock on a file of its name."""
    locks = list(folder.glob("worker-*.lock"))
    for path in locks:
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
    return bool(locks)


def started(folder: Path) -> bool:
    return b"worker_started" in (folder / "serve.log").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_pages_and_worker_start_together_and_end_together(settings: Settings, app: Flask, number: int) -> None:
    port = free_port()
    with running(settings, "serve", *MAIN, "serve", "--port", str(port)) as server:
        until(lambda: answers(port) and started(settings.data_dir), seconds=30)
        assert not no_worker_runs(settings.data_dir)

        server.send_signal(number)
        code = server.wait(timeout=40)

        until(lambda: no_worker_runs(settings.data_dir), seconds=40)
    assert code == (0 if number == signal.SIGTERM else -signal.SIGKILL)


def test_pages_can_be_served_alone(settings: Settings, app: Flask) -> None:
    port = free_port()
    with running(settings, "serve", *MAIN, "serve", "--port", str(port), "--without-worker"):
        until(lambda: answers(port), seconds=30)

    assert not list(settings.data_dir.glob("worker-*.lock"))


def test_every_line_of_the_log_is_json_however_many_ask_at_once(settings: Settings, app: Flask) -> None:
    port = free_port()
    with running(settings, "serve", *MAIN, "serve", "--port", str(port), "--without-worker"):
        until(lambda: answers(port), seconds=30)
        with ThreadPoolExecutor(30) as visitors:
            assert all(visitors.map(lambda _: answers(port), range(120)))

    lines = (settings.data_dir / "serve.log").read_text().splitlines()
    assert "serving" in [json.loads(line)["event"] for line in lines]


def refused(settings: Settings, *arguments: str) -> str:
    """What a command that ends with 1 says."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", *MAIN, *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_on_a_schema_that_is_behind(settings: Settings, tmp_path: Path, command: str) -> None:
    empty = with_settings(settings, database_url=f"sqlite:///{tmp_path}/empty.sqlite3")

    assert "run: eventreg migrate" in refused(empty, command)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_with_another_secret_than_that_of_the_links(
    settings: Settings, app: Flask, command: str
) -> None:
    with transaction():
        note_secret()

    assert "run: eventreg links renew" in refused(
        with_settings(settings, secret_key="N" + settings.secret_key), command
    )


def test_the_first_start_notes_the_secret(settings: Settings, app: Flask) -> None:
    with running(settings, "worker", *MAIN, "worker"):
        until(lambda: any(all_rows()["link_secret"]), seconds=30)

    assert not links_are_of_another_secret()


def test_several_processes_need_postgresql_and_gunicorn(settings: Settings, app: Flask) -> None:
    said = refused(settings, "serve", "--processes", "2")

    assert ("PostgreSQL" if settings.uses_sqlite else "gunicorn") in said
