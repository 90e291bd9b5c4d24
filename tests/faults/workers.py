"""Workers as processes of their own, to be stopped and killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from eventreg.settings import Settings

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


@contextmanager
def running(
    settings: Settings, log_name: str, *arguments: str, smtp_port: int | None = None, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process with these arguments on the test's database; killed at the end if it still runs."""
    log = (settings.data_dir / f"{log_name}.log").open("ab")
    command = [sys.executable, "-W", "ignore", *arguments]
    process = subprocess.Popen(command, env=environment(settings, smtp_port, **more), stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        log.close()


def running_worker(
    settings: Settings, name: str, smtp_port: int, **more: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """`eventreg worker` under that name; `more` are settings of the environment."""
    return running(settings, name, "-c", COMMAND, "--name", name, smtp_port=smtp_port, **more)


def until(is_true: Callable[[], bool], seconds: float) -> None:
    """Returns as soon as it is true; fails the test after `seconds`."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)
