"""The only place that tells time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, with its zone, cut to whole microseconds."""
    return datetime.now(UTC)
