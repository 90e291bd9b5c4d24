"""Telling an outage, which passes, from a fault of ours: the database is locked or away, the disk is full."""

import errno

from pysqlite3 import dbapi2 as sqlite_driver
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

RETRY_SECONDS = 10
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
# SQLite gives the same class to what is wrong with a statement, a missing table say.
SQLITE_OUTAGES = (
    "database is locked",
    "database table is locked",
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
)
KINDS = (DBAPIError, NoConnectionLeft, OSError)  # what an outage may be raised as


def is_outage(error: BaseException) -> bool:
    """The same request may well succeed in a moment, or once there is room on the disk."""
    if isinstance(error, OSError):
        return error.errno in DISK_FULL
    if isinstance(error, NoConnectionLeft):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite_driver.Error):
        return str(error.orig).startswith(SQLITE_OUTAGES)
    return error.connection_invalidated or isinstance(error, OperationalError)
