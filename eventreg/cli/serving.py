"""`eventreg serve` and `eventreg worker`."""

import logging
import re
import signal
import socket
import subprocess
import sys
import threading
from importlib.util import find_spec

import click
import structlog
import waitress

from eventreg import wiring
from eventreg.cli.application import outages_in_words, ready_application
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.link_secret import note_secret
from eventreg.jobs.job import Worker
from eventreg.jobs.worker import NameTaken, run_worker
from eventreg.settings import Settings

# Few, since they share one interpreter: who holds the lock of a hall would otherwise wait for its turn among all those
# who wait for the lock, until their patience ends (503). Whoever finds no thread waits in the server's queue.
THREADS = 8
CONNECTIONS = 1000  # slow clients hold a connection, not a thread
RESTART_SECONDS = 2
CHILD_STOPS_WITHIN = 35  # seconds; a worker drains within 25
WORKER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
log = structlog.get_logger()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; PORT where it is not given.")
@click.option(
    "--processes", type=click.IntRange(1), default=1, show_default=True, help="Needs PostgreSQL and gunicorn."
)
@click.option("--without-worker", is_flag=True, help="Pages only; letters wait for a worker elsewhere.")
def serve(host: str, port: int | None, processes: int, without_worker: bool) -> None:
    """Serve the pages, and run the worker beside them."""
    with ready_application(is_patient=False) as app:
        settings = current_settings()
        with transaction():
            note_secret()
    port = port or settings.port
    if processes > 1:
        refuse_processes(settings)
    refuse_taken(host, port)
    child = None if without_worker else WorkerChild()
    signal.signal(signal.SIGTERM, _end)
    try:
        if child:
            child.start()
        log.info("serving", host=host, port=port, processes=processes)
        if processes > 1:
            _run_gunicorn(host, port, processes)
        else:
            # a line for each request that waits for a thread would tell nothing new
            logging.getLogger("waitress.queue").setLevel(logging.ERROR)
            waitress.serve(app, host=host, port=port, threads=THREADS, connection_limit=CONNECTIONS, ident=None)
    finally:
        if child:
            child.stop()


@click.command()
@click.option("--name", default=lambda: f"worker-{socket.gethostname()}", help="Unique among the workers of a site.")
@click.option("--until-input-ends", is_flag=True, hidden=True, help="Stop when standard input is closed.")
def worker(name: str, until_input_ends: bool) -> None:
    """Run jobs only: letters, reminders, clean-up."""
    if not WORKER_NAME.fullmatch(name):
        raise click.BadParameter("letters, digits, dots, hyphens and underscores only", param_hint="--name")
    with ready_application() as app, transaction():
        note_secret()
    present = Worker(name)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: present.stopping.set())
    if until_input_ends:
        threading.Thread(target=_watch_input, args=(present,), daemon=True).start()
    try:
        with outages_in_words():
            run_worker(app, present, wiring.JOBS)
    except NameTaken:
        raise click.ClickException(f"A worker named {name} is running already. Give this one another --name.") from None


def refuse_taken(host: str, port: int) -> None:
    """Exit 1 where nothing can listen there, most often since another program does."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --host or --port."
        ) from None


def refuse_processes(settings: Settings) -> None:
    """Exit 1 where several processes cannot be: on SQLite, or without gunicorn."""
    if settings.uses_sqlite:
        raise click.ClickException("More than one process needs PostgreSQL; set DATABASE_URL to postgresql://…")
    if find_spec("gunicorn") is None:
        raise click.ClickException("More than one process needs gunicorn; install eventreg[serve].")


class WorkerChild:
    """The worker as a process of its own that ends with this one, however this one ends.

    The child reads from a pipe that only we hold: when we are gone, the pipe ends, and so does the child. A child that
    dies by itself is started anew.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        """Closes the pipe and waits until the child has drained."""
        self._stopping.set()
        self._keeper.join(CHILD_STOPS_WITHIN)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            command = [sys.executable, "-m", "eventreg.cli.main", "worker", "--until-input-ends"]
            process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603  (our own command)
            while process.poll() is None and not self._stopping.wait(0.2):
                pass
            if self._stopping.is_set():
                process.communicate()  # closes the pipe and waits
                return
            log.error("worker_ended", code=process.returncode)
            self._stopping.wait(RESTART_SECONDS)


def _watch_input(present: Worker) -> None:
    sys.stdin.buffer.read()
    present.stopping.set()


def _run_gunicorn(host: str, port: int, processes: int) -> None:
    threads = max(4, THREADS // processes)
    place = ("--bind", f"{host}:{port}", "--workers", str(processes), "--threads", str(threads))
    command = [sys.executable, "-m", "gunicorn", *place, "eventreg.cli.application:application()"]
    process = subprocess.Popen(command)  # noqa: S603  (our own command, with numbers and an address)
    try:
        process.wait()
    finally:
        process.terminate()
        process.wait()


def _end(*_: object) -> None:
    """SIGTERM ends like Ctrl-C: the server closes, then the worker drains."""
    raise SystemExit(0)
