"""Wiping a database's own files, so that what was erased is found nowhere in them."""

from typing import Any, cast  # Any: the driver's own connection

from pysqlite3 import dbapi2 as sqlite_driver
from sqlalchemy import Engine

from eventreg.core.db import sqlite_writer


def scrub(engine: Engine) -> bool:
    """Nothing that was deleted or overwritten is left in the database's own files; call it outside of a transaction.

    Rows are written anew, without gaps; on SQLite the write-ahead log, which still holds former pages, is emptied.
    Returns False when somebody else was busy with the database for five seconds: the nightly run does it then.
    """
    connection = engine.raw_connection()
    try:
        driver = cast(Any, connection.driver_connection)  # pysqlite3's or psycopg's own connection
        if engine.dialect.name == "sqlite":
            return _scrub_sqlite(driver)
        driver.autocommit = True
        driver.execute("VACUUM")
        driver.autocommit = False
        return True
    finally:
        connection.close()


def _scrub_sqlite(driver: Any) -> bool:
    (former,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout=5000")
    try:
        with sqlite_writer:
            driver.execute("VACUUM")
            is_busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite_driver.OperationalError:  # "database is locked"
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout={former}")
    return not is_busy
