"""Snapshots: what a letter looks like stands in git, one file per letter and language, and is read in the diff."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"


class Snapshots:
    """Compares a text with the file of that name; with `--update-snapshots` the file becomes the text."""

    def __init__(self, is_updating: bool) -> None:
        self.is_updating = is_updating

    def match(self, name: str, text: str) -> None:
        file = FOLDER / f"{name}.txt"
        if self.is_updating:
            FOLDER.mkdir(exist_ok=True)
            file.write_text(text)
        assert file.exists(), f"no snapshot {name}: run pytest --update-snapshots and read the diff"
        assert text == file.read_text()


@pytest.fixture
def snapshots(request: pytest.FixtureRequest) -> Snapshots:
    return Snapshots(bool(request.config.getoption("--update-snapshots")))
