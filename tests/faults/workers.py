"""Workers as processes of their own, to be stopped and killed."""

import os
import runpy
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from pathlib import Path

from eventreg.settings import Settings

STARTER = get_context("forkserver")
STARTER.set_forkserver_preload(["eventreg.cli.main", "eventreg.wiring", "eventreg.jobs.engine"])
COMMAND = "from eventreg.cli.serving import worker; worker()"


def environment(settings: Settings, smtp_port: int | None = None, **more: str) -> dict[str, str]:
    """What a process needs to run on the test's database."""
    mail = {"SMTP_URL": f"smtp://127.0.0.1:{smtp_port}"} if smtp_port else {}
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "MAIL_FROM": settings.mail_from,
        "MAIL_RETRY_SECONDS": "1,1,1,1,1,1,1,1",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        **mail,
        **more,
    }


class Forked:
    """A Python process like any other, but begun by one that has imported the product already.

    So a start takes a second in place of five. It is signalled and waited for like a `subprocess.Popen`.
    """

    def __init__(self, arguments: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
        self._process = STARTER.Process(target=_become, args=(arguments, variables, log))
        self._process.start()

    def send_signal(self, number: int) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        assert self._process.exitcode is not None, f"still running after {timeout} s"
        return self._process.exitcode


def _become(arguments: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
    """This process is `python ARGUMENTS` in that environment, and writes into the log."""
    os.environ.clear()
    os.environ.update(variables)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    warnings.simplefilter("ignore")
    how, what, *rest = arguments
    sys.argv = [what, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})


@contextmanager
def running(
    settings: Settings, log_name: str, *arguments: str, smtp_port: int | None = None, **more: str
) -> Iterator[Forked]:
    """A Python process with these arguments on the test's database; killed at the end if it still runs."""
    log = settings.data_dir / f"{log_name}.log"
    log.touch()
    process = Forked(arguments, environment(settings, smtp_port, **more), log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()


def running_worker(settings: Settings, name: str, smtp_port: int, **more: str) -> AbstractContextManager[Forked]:
    """`eventreg worker` under that name; `more` are settings of the environment."""
    return running(settings, name, "-c", COMMAND, "--name", name, smtp_port=smtp_port, **more)


def until(is_true: Callable[[], bool], seconds: float) -> None:
    """Returns as soon as it is true; fails the test after `seconds`."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)
