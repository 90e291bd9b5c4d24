"""A worker process whose one job waits while a file is there: `python -m tests.faults.stuck_worker NAME`."""

import sys
import time
from pathlib import Path

from eventreg.cli.application import application
from eventreg.jobs.job import Job, Worker
from eventreg.jobs.worker import run_worker


def write_after_wait(folder: str) -> None:
    (Path(folder) / "begun").touch()
    while (Path(folder) / "wait").exists():
        time.sleep(0.05)
    (Path(folder) / "done").touch()


if __name__ == "__main__":
    run_worker(application(), Worker(sys.argv[1]), (Job("write_after_wait", write_after_wait),))
