"""What the product weighs: memory after the load, time to the first answer, and what a browser fetches for a page."""

import gzip
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

from bench.load import Client

SETTLED = 5.0  # seconds after which a worker has loaded what it needs
STARTS = 3
FETCHED = re.compile(rb'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"')
IMPORTED = re.compile(rb'^import .*?"(\.[^"]+)"', re.MULTILINE)


def megabytes(pid: int) -> float:
    """The resident memory of a process now."""
    return _status(pid, "VmRSS")


def most_megabytes(pid: int) -> float:
    """The most that a process has held so far; `getrusage` would count what its parent held when it was begun."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> float:
    with Path(f"/proc/{pid}/status").open() as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def worker_megabytes(environment: Mapping[str, str]) -> float:
    """The memory of a worker that has settled beside the pages."""
    command = [sys.executable, "-m", "eventreg.cli.main", "worker", "--name", "bench"]
    process = subprocess.Popen(command, env={**os.environ, **environment, "LOG_LEVEL": "ERROR"})
    try:
        time.sleep(SETTLED)
        return megabytes(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def cold_start(arguments: Sequence[str], environment: Mapping[str, str], is_up: Callable[[], bool]) -> float:
    """Seconds from the command to the first answer; the median of three."""
    return statistics.median(_start(arguments, environment, is_up) for _ in range(STARTS))


def _start(arguments: Sequence[str], environment: Mapping[str, str], is_up: Callable[[], bool]) -> float:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environment, "LOG_LEVEL": "ERROR"})
    try:
        while not is_up() and time.perf_counter() - began < 30:
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def weight(client: Client, path: str) -> tuple[float, int]:
    """Kilobytes (compressed, as any proxy in front does it) and requests of a page with all that it names."""
    _, page = client.request("GET", path)
    paths = list(dict.fromkeys(found.decode() for found in FETCHED.findall(page)))
    contents = [page, *(content for path in paths for content in _with_imports(client, path))]
    return sum(len(gzip.compress(content)) for content in contents) / 1000, len(contents)


def _with_imports(client: Client, path: str) -> Iterator[bytes]:
    """A file, and the modules that it imports."""
    _, content = client.request("GET", path)
    yield content
    if ".js" in path:
        for name in IMPORTED.findall(content):
            yield from _with_imports(client, urljoin(path, name.decode()))
