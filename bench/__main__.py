"""`make bench`: each workload of the product beside its floor, in the same run; ratios travel, figures do not."""

import json
import os
import re
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from bench import footprint, letters
from bench.imports import measure_import
from bench.load import Client, Result, measure
from bench.product import Targets, build, targets
from bench.servers import as_local, databases, free_port, is_up, running
from eventreg.settings import DEVELOPMENT, Settings

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    wanted = sys.argv[1:] or ["sqlite", "postgresql"]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in wanted:
            rows += _compare(kind, Path(folder) / kind)
            rows += letters.compare(kind, Path(folder))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(rows, indent=1))


def _compare(kind: str, folder: Path) -> list[dict[str, object]]:
    folder.mkdir()
    product_url, floor_url = databases(kind, folder)
    port = free_port()
    settings = Settings(DEVELOPMENT, f"http://localhost:{port}", "b" * 40, folder, product_url, port=port)
    build(settings, folder / "targets.json")
    found = targets(folder / "targets.json")
    environment = {"DATABASE_URL": product_url.replace("+psycopg", ""), "DATA_DIR": str(folder), "SECRET_KEY": "b" * 40}
    environment["BASE_URL"] = settings.base_url
    command = ["-m", "eventreg.cli.main", "serve", "--without-worker", "--port", str(port)]
    with running(command, environment, port) as (product, pid), _floor(floor_url) as floor:
        workloads = chain(_measured(product, floor, found), _measured_lists(product, floor, found))
        rows = [_row(kind, *each) for each in workloads]
        _print_footprint(kind, product, pid, environment, found)
        pages = {"public session page": _get(found.session), "list, page of 100": _office(found, "GET")}
        rows.append(measure_import(kind, folder, (product_url, floor_url), product, pages))
    _print_cold_starts(kind, (command, environment, port), floor_url)
    return rows


def _print_footprint(kind: str, product: str, pid: int, environment: dict[str, str], found: Targets) -> None:
    web = footprint.megabytes(pid)
    worker = footprint.worker_megabytes(environment)
    print(f"{kind:<11} memory               web {web:.0f} MB, web and worker {web + worker:.0f} MB")
    visitor, delegate = Client(product), Client(product)
    delegate.request("GET", found.links[-1])
    for name, client, path in (
        ("public session page", visitor, found.session),
        ("public agenda page", visitor, found.agenda),
        ("delegate's form", delegate, delegate.location),
    ):
        kilobytes, requests = footprint.weight(client, path)
        print(f"{kind:<11} {name:<20} {kilobytes:.1f} kB compressed in {requests} requests", flush=True)


def _print_cold_starts(kind: str, product: tuple[list[str], dict[str, str], int], floor_url: str) -> None:
    command, environment, port = product
    ours = footprint.cold_start(command, environment, lambda: is_up(f"http://127.0.0.1:{port}/healthz"))
    port = free_port()
    bare_command = ["-m", "bench.floor", str(port)]
    bare = footprint.cold_start(
        bare_command, {"DATABASE_URL": floor_url}, lambda: is_up(f"http://127.0.0.1:{port}/page")
    )
    print(f"{kind:<11} cold start           {ours:.2f} s  floor {bare:.2f} s  {ours / bare:.1f} times", flush=True)


def _measured(product: str, floor: str, found: Targets) -> Iterator[tuple[str, Result, Result]]:
    """Floor and product take turns, so that both see the same machine."""
    bare_page = measure(floor, _get("/page"), seconds=SECONDS)
    yield "public session page", measure(product, _get(found.session), seconds=SECONDS), bare_page
    yield "public agenda page", measure(product, _get(found.agenda), seconds=SECONDS), bare_page
    bare_unchanged = measure(floor, _unchanged("/unchanged", floor), seconds=SECONDS)
    yield "304 of the agenda", measure(product, _unchanged(found.agenda, product), seconds=SECONDS), bare_unchanged
    bare_flow = measure(floor, _bare_flow, seconds=SECONDS)
    flow = measure(product, _flow(found), seconds=SECONDS, most=len(found.links))
    yield "registration flow", flow, bare_flow
    bare_check_in = measure(floor, _bare_check_in, seconds=SECONDS)
    yield (
        "check-in",
        measure(product, _check_in(found, product), seconds=SECONDS, most=len(found.passes)),
        bare_check_in,
    )


def _measured_lists(product: str, floor: str, found: Targets) -> Iterator[tuple[str, Result, Result]]:
    """One client, since these are asked for by one organizer at a time; each ratio is floor time to product time."""
    bare = measure(floor, _get("/list"), clients=1, seconds=SECONDS)
    yield "list, page of 100", measure(product, _office(found, "GET"), clients=1, seconds=SECONDS), bare
    for file_type in ("csv", "xlsx"):
        bare = measure(floor, _get(f"/people.{file_type}"), clients=1, seconds=SECONDS)
        step = _office(found, "POST", product, f"/export.{file_type}")
        yield f"{file_type.upper()} of 5,000", measure(product, step, clients=1, seconds=SECONDS), bare


def _office(found: Targets, method: str, base_url: str = "", path: str = ""):  # type: ignore[no-untyped-def]
    """The organizer's list, or an export of it."""
    cookies, body = {"eventreg": found.organizer_cookie}, ""
    if method == "POST":
        first = Client(base_url)
        first.cookies = dict(cookies)
        _, page = first.request("GET", found.registrations)
        cookies, body = dict(first.cookies), urllib.parse.urlencode({"csrf_token": _token(page)})

    def step(client: Client, number: int) -> None:
        client.cookies = dict(cookies)
        status, _ = client.request(method, found.registrations + path, body)
        assert status == 200, status

    return step


def _get(path: str):  # type: ignore[no-untyped-def]  # a step, see bench.load
    def step(client: Client, number: int) -> None:
        status, _ = client.request("GET", path)
        assert status == 200, status

    return step


def _unchanged(path: str, base_url: str):  # type: ignore[no-untyped-def]
    with urllib.request.urlopen(as_local(base_url + path)) as answer:
        etag = answer.headers["ETag"]

    def step(client: Client, number: int) -> None:
        status, _ = client.request("GET", path, headers={"If-None-Match": etag})
        assert status == 304, status

    return step


def _bare_flow(client: Client, number: int) -> None:
    _, page = client.request("GET", "/flow")
    token = _token(page)
    status, _ = client.request("POST", "/flow", urllib.parse.urlencode({"csrf_token": token, "name": "x"}))
    assert status == 302, status
    status, _ = client.request("GET", client.location)
    assert status == 200, status


def _flow(found: Targets):  # type: ignore[no-untyped-def]
    """Link, page with the form, check page, confirmation: five requests with the redirects."""

    def step(client: Client, number: int) -> None:
        client.cookies.clear()
        status, _ = client.request("GET", found.links[number])
        assert status == 303, status
        page_path = client.location
        status, page = client.request("GET", page_path)
        assert status == 200, status
        fields = {
            "csrf_token": _token(page),
            "surname": "Тегі",
            "given_name": "Аты",
            "patronymic": "",
            "post": "Маман",
            "phone": "",
            "language": "kk",
            "access_needs": "",
        }
        status, page = client.request("POST", f"{page_path}/answers", urllib.parse.urlencode(fields))
        assert status == 200, status
        status, _ = client.request("POST", f"{page_path}/confirm", urllib.parse.urlencode(fields))
        assert status == 303, status
        status, _ = client.request("GET", page_path)
        assert status == 200, status

    return step


def _bare_check_in(client: Client, number: int) -> None:
    status, _ = client.request("POST", "/check-in", "code=a")
    assert status == 200, status


def _check_in(found: Targets, base_url: str):  # type: ignore[no-untyped-def]
    """One POST with a pass; the form's token was fetched once, as it stays on a door's screen."""
    first = Client(base_url)
    first.cookies["eventreg"] = found.cookie
    _, page = first.request("GET", found.desk)
    token, cookies = _token(page), dict(first.cookies)

    def step(client: Client, number: int) -> None:
        client.cookies = dict(cookies)
        body = urllib.parse.urlencode({"csrf_token": token, "text": found.passes[number]})
        status, _ = client.request("POST", f"{found.desk}/check-in", body)
        assert status in (200, 303), status

    return step


def _token(page: bytes) -> str:
    match = TOKEN.search(page)
    assert match, "no form on the page"
    return match[1].decode()


def _row(kind: str, name: str, product: Result, floor: Result) -> dict[str, object]:
    ratio = product.per_second / floor.per_second if floor.per_second else 0.0
    print(
        f"{kind:<11} {name:<20} {product.per_second:8.1f}/s  floor {floor.per_second:8.1f}/s  ratio {ratio:5.2f}"
        f"  p50 {product.p50:6.1f} ms  p99 {product.p99:7.1f} ms  failures {product.failures}",
        flush=True,
    )
    return {"database": kind, "name": name, "ratio": ratio, "product": asdict(product), "floor": asdict(floor)}


@contextmanager
def _floor(database_url: str) -> Iterator[str]:
    port = free_port()
    with running(["-m", "bench.floor", str(port)], {"DATABASE_URL": database_url}, port, "/page") as (base_url, _):
        yield base_url


if __name__ == "__main__":
    main()
