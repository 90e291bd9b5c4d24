"""The demo, built in a folder of its own and served on a free port, for a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from eventreg.app import create_app
from eventreg.cli.demo.command import build
from eventreg.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def demo_server(folder: Path) -> Iterator[tuple[Flask, str]]:
    """The demo, built in `folder` and served until the end."""
    port = _free_port()
    base_url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "BASE_URL": base_url}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        build(app)
    command = [sys.executable, "-m", "eventreg.cli.main", "serve", "--without-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(base_url)
        yield app, base_url
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(base_url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base_url}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
