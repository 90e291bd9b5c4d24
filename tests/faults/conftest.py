"""Which databases the small forms of the fault runs use."""

from pathlib import Path

import pytest

# The others kill processes, and most of their time is a worker's start: with the suite they run on PostgreSQL alone.
ON_BOTH = {"test_bad_server.py", "test_pressed_often.py", "test_seat_duel.py"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`make faults` runs everything on both."""
    if config.getoption("--full"):
        return
    here = Path(__file__).parent
    left_out = [
        item for item in items if item.path.parent == here and item.path.name not in ON_BOTH and "sqlite" in item.name
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
