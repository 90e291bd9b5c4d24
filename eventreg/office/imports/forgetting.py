"""Imports are forgotten when their time has passed."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import session, transaction
from eventreg.office.imports.pace import Pace
from eventreg.office.imports.running import delete_rows, file_of
from eventreg.office.models import ImportRun, ImportState

FORGET = "forget_imports"
KEPT = timedelta(days=30)  # rows of a file are personal data; until then an import can be undone
WAITING = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.IMPORTING)  # need their file


def forget_imports() -> None:
    """Job: imports that are older than 30 days are gone with their rows and files, and so is every file without use."""
    with transaction():
        old = session().scalars(select(ImportRun.id).where(ImportRun.created_at < clock.now() - KEPT)).all()
    for run_id in old:
        _forget(run_id)
    for path in _files_without_use():
        path.unlink(missing_ok=True)


def _forget(run_id: int) -> None:
    """Its rows in portions, so that nobody waits for the one who deletes a hundred thousand of them."""
    pace, is_left = Pace(), True
    while is_left:
        with pace.portion() as size, transaction():
            is_left = delete_rows(run_id, size)
            run = None if is_left else session().get(ImportRun, run_id)
            if run:
                file_of(run).unlink(missing_ok=True)
                session().delete(run)


def _files_without_use() -> list[Path]:
    """Files of imports that are through, or that a killed process left before their import was written."""
    folder, an_hour_ago = current_settings().data_dir / "imports", (clock.now() - timedelta(hours=1)).timestamp()
    with transaction():
        used = set(session().scalars(select(ImportRun.public_id).where(ImportRun.state.in_(WAITING))))
    files = folder.iterdir() if folder.exists() else ()
    return [path for path in files if path.name not in used and path.stat().st_mtime < an_hour_ago]
