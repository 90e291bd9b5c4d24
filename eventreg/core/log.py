"""Logs for operators: JSON lines with a constant message and fields, no personal data, no tokens."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any  # Any: structlog's own signature carries it

import structlog

# PostgreSQL repeats the whole row in the message of a failed statement.
DETAIL = re.compile(r"DETAIL: .*?(?=\n\[SQL|\n\nThe above exception|\Z)", re.DOTALL)


class JsonHandler(logging.Handler):
    """What libraries log, as lines of our log under one constant message."""

    def __init__(self, event: str) -> None:
        super().__init__()
        self.event = event

    def emit(self, record: logging.LogRecord) -> None:
        line = {"logger": record.name, "message": record.getMessage()}
        structlog.get_logger().log(record.levelno, self.event, **line, exc_info=record.exc_info)


def leave_out_values(logger: object, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A traceback says what failed and where, not with which values."""
    if isinstance(line.get("exception"), str):
        line["exception"] = DETAIL.sub("DETAIL: left out", line["exception"])
    return line


def set_up_logging(level: str) -> None:
    """Every log line from now on is one JSON object on standard error."""
    logging.basicConfig(level=logging.WARNING, handlers=[JsonHandler("library")])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            leave_out_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
