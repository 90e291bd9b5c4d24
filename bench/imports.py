"""`python -m bench.imports [ROWS]`: a table of 50,000 people goes in while others read pages.

Prints the time of checking and of importing, the memory of the process that does it, and the 95th percentile of a
public page without and during the import. Targets: under 400 MB, and at most twice the latency.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from flask_migrate import upgrade
from openpyxl import Workbook

from bench.__main__ import _get
from bench.load import measure
from bench.servers import free_port, running
from eventreg.app import create_app
from eventreg.cli.demo.building import BUNDLE
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import session, transaction
from eventreg.jobs.engine import prepare
from eventreg.office.bundles.importing import import_bundle
from eventreg.office.bundles.schema import read_bundle
from eventreg.office.imports.running import begin_import, carry_out_import, check_rows, confirm_import, start_check
from eventreg.office.models import ImportKind, ImportRun
from eventreg.paths import resource
from eventreg.settings import DEVELOPMENT, Settings

ROWS = 50_000
SETTLED = 3.0  # seconds


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port, url = free_port(), f"sqlite:///{folder}/product.sqlite3"
        page = _build(_settings(folder, url, port))
        write_table(folder / "people.xlsx", rows)
        environment = {"DATABASE_URL": url, "DATA_DIR": name, "SECRET_KEY": "b" * 40}
        environment["BASE_URL"] = f"http://localhost:{port}"
        command = ["-m", "eventreg.cli.main", "serve", "--without-worker", "--port", str(port)]
        with running(command, environment, port) as (base_url, _):
            before = measure(base_url, _get(page), clients=1, seconds=SETTLED)
            worker = subprocess.Popen([sys.executable, "-m", "bench.imports", "--work", name, url])
            during = []
            while worker.poll() is None:
                during.append(measure(base_url, _get(page), clients=1, seconds=SETTLED).p95)
        slowest, middle = max(during), sorted(during)[len(during) // 2]
        print(f"p95 of a page: {before.p95:.1f} ms alone, {middle:.1f} ms during (median), {slowest:.1f} ms at worst")


def _build(settings: Settings) -> str:
    """The schema with one session; returns the address of its public page."""
    app = create_app(settings)
    with app.app_context():
        upgrade(str(resource("migrations")))
        prepare(settings)
        with transaction():
            report = import_bundle(read_bundle(BUNDLE.read_bytes()), COMMAND_LINE, clock.now())
            return f"/s/{report.council_session.address}"


def work(folder: Path, url: str) -> None:
    """The job's own work, in a process of its own whose memory is measured."""
    app = create_app(_settings(folder, url, 0))
    with app.app_context():
        began = time.perf_counter()
        run = ImportRun(
            kind=ImportKind.PEOPLE,
            file_name="people.xlsx",
            created_at=clock.now(),
            actor_kind=COMMAND_LINE.kind,
            actor_id=COMMAND_LINE.public_id,
        )
        with transaction():
            begin_import(run, (folder / "people.xlsx").read_bytes())
            start_check(run)
            public_id = run.public_id
        check_rows(public_id)
        checked = time.perf_counter()
        with transaction():
            confirm_import(session().query(ImportRun).one(), COMMAND_LINE, clock.now(), at_once=True)
        carry_out_import(public_id)
        done = time.perf_counter()
    megabytes = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(f"checked in {checked - began:.1f} s, imported in {done - checked:.1f} s, {megabytes:.0f} MB", flush=True)


def write_table(path: Path, rows: int) -> None:
    """People with name, post, e-mail and phone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Тегі", "Аты", "Лауазымы", "E-mail", "Телефон"])
    for number in range(rows):
        sheet.append([f"Жүсіпов{number}", "Ерлан", "Бас маман", f"p{number}@b.kz", f"8 701 {number:07}"])
    book.save(path)


def _settings(folder: Path, url: str, port: int) -> Settings:
    return Settings(DEVELOPMENT, f"http://localhost:{port}", "b" * 40, folder, url, port=port)


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
