"""A table of 50,000 people is checked, imported and taken back while others read pages; part of `make bench`.

Prints rows a second of each step beside the floor of the same run (bare openpyxl reads the same table, one bulk INSERT
writes it), the memory of the process that works, and the 95th percentile of two pages without and during the work.
Targets: under 400 MB, and at most twice the latency. Alone: `python -m bench.imports [sqlite|postgresql] [ROWS]`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert

from bench.footprint import most_megabytes
from bench.load import Result, Step, measure
from bench.product import build, targets
from bench.servers import databases, free_port, running
from eventreg.app import create_app
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import engine_options, session, transaction
from eventreg.office.imports.carrying_out import carry_out_import, take_back_import
from eventreg.office.imports.checking import check_rows
from eventreg.office.imports.running import begin_import, confirm_import, run_named, start_check, undo_import
from eventreg.office.models import ImportKind, ImportRun
from eventreg.settings import DEVELOPMENT, Settings

ROWS = 50_000
HEADER = ("Тегі", "Аты", "Лауазымы", "E-mail", "Телефон")
WINDOW = 3.0  # seconds in which the percentile of a page is taken
TABLE = "people.xlsx"


def measure_import(
    kind: str, folder: Path, urls: tuple[str, str], product: str, pages: Mapping[str, Step], rows: int = ROWS
) -> dict[str, object]:
    """Prints and returns what an import costs; `urls` are the databases of the product and of the floor."""
    write_table(folder / TABLE, rows)
    floor = rows / _floor_seconds(folder / TABLE, urls[1])
    before = {name: measure(product, step, clients=1, seconds=WINDOW) for name, step in pages.items()}
    command = [sys.executable, "-m", "bench.imports", "--work", str(folder), urls[0]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        during: dict[str, list[Result]] = {name: [] for name in pages}
        while worker.poll() is None:
            for name, step in pages.items():
                during[name].append(measure(product, step, clients=1, seconds=WINDOW))
        found = json.loads(worker.stdout.read() if worker.stdout else "")
    steps = {name: rows / seconds for name, seconds in found["seconds"].items()}
    for name, per_second in steps.items():
        ratio = per_second / floor
        print(f"{kind:<11} {name:<20} {per_second:8.0f} rows/s  floor {floor:8.0f} rows/s  ratio {ratio:5.2f}")
    print(f"{kind:<11} memory of the import {found['megabytes']:.0f} MB for {rows} rows", flush=True)
    latencies = {name: _latency(kind, name, before[name], during[name]) for name in pages}
    return {"database": kind, "name": "import", "floor": floor, "steps": steps, "p95": latencies, **found}


def _latency(kind: str, name: str, alone: Result, windows: list[Result]) -> dict[str, float]:
    """The percentile without and during the import: of the middle window, and of the worst."""
    ordered = sorted(window.p95 for window in windows)
    middle, worst = ordered[len(ordered) // 2], ordered[-1]
    print(
        f"{kind:<11} {name:<20} p95 {alone.p95:6.1f} ms alone; during an import {middle:6.1f} ms"
        f" ({middle / alone.p95:.2f} times), {worst:6.1f} ms ({worst / alone.p95:.2f} times) in the worst 3 s",
        flush=True,
    )
    return {"alone": alone.p95, "during": middle, "worst": worst}


def _floor_seconds(path: Path, url: str) -> float:
    """The least that must be done: the table is read, and its rows are written in one go."""
    engine = create_engine(url, **engine_options(url))
    names = ("surname", "given_name", "post", "email", "phone")
    table = Table(
        "floor_import", MetaData(), Column("id", Integer, primary_key=True), *(Column(n, String) for n in names)
    )
    table.create(engine)
    began = time.perf_counter()
    book = load_workbook(path, read_only=True)
    lines = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    with engine.begin() as connection:
        connection.execute(insert(table), [dict(zip(names, line, strict=True)) for line in lines])
    took = time.perf_counter() - began
    engine.dispose()
    return took


def work(folder: Path, url: str) -> None:
    """The jobs' own work, in a process of its own whose memory is measured; prints JSON."""
    app = create_app(_settings(folder, url, 0))
    with app.app_context():
        run = ImportRun(
            kind=ImportKind.PEOPLE,
            file_name=TABLE,
            created_at=clock.now(),
            actor_kind=COMMAND_LINE.kind,
            actor_id=COMMAND_LINE.public_id,
        )
        with transaction():
            begin_import(run, (folder / TABLE).read_bytes())
            start_check(run)
            public_id = run.public_id
        moments = [time.perf_counter()]
        check_rows(public_id)
        moments.append(time.perf_counter())
        with transaction():
            confirm_import(_run(public_id), COMMAND_LINE, clock.now(), at_once=True)
        carry_out_import(public_id)
        moments.append(time.perf_counter())
        with transaction():
            undo_import(_run(public_id), COMMAND_LINE, clock.now())
        take_back_import(public_id)
        moments.append(time.perf_counter())
    names = ("check of a table", "import of a table", "undo of an import")
    seconds = {name: end - begin for name, begin, end in zip(names, moments, moments[1:], strict=False)}
    print(json.dumps({"seconds": seconds, "megabytes": most_megabytes(os.getpid())}))


def write_table(path: Path, rows: int) -> None:
    """People with name, post, e-mail and phone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADER))
    for number in range(rows):
        sheet.append([f"Жүсіпов{number}", "Ерлан", "Бас маман", f"p{number}@b.kz", f"8 701 {number:07}"])
    book.save(path)


def main(kind: str, rows: int) -> None:
    """The product with its pages, and the import beside it."""
    from bench.__main__ import _get, _office  # here, since that module calls this one

    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        urls = databases(kind, folder)
        build(_settings(folder, urls[0], port), folder / "targets.json")
        found = targets(folder / "targets.json")
        environment = {"DATABASE_URL": urls[0].replace("+psycopg", ""), "DATA_DIR": name, "SECRET_KEY": "b" * 40}
        environment["BASE_URL"] = f"http://localhost:{port}"
        command = ["-m", "eventreg.cli.main", "serve", "--without-worker", "--port", str(port)]
        with running(command, environment, port) as (product, _):
            pages = {"public session page": _get(found.session), "list, page of 100": _office(found, "GET")}
            measure_import(kind, folder, urls, product, pages, rows)


def _run(public_id: str) -> ImportRun:
    run = run_named(public_id)
    assert run, public_id
    session().refresh(run)
    return run


def _settings(folder: Path, url: str, port: int) -> Settings:
    return Settings(DEVELOPMENT, f"http://localhost:{port}", "b" * 40, folder, url, port=port)


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[2]), sys.argv[3])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "sqlite", int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
