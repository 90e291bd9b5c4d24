"""A reason code means one thing, and every reason that an action gives has its sentence."""

import re
from collections import Counter
from pathlib import Path

from flask import Flask

from eventreg import wiring
from eventreg.app import create_app
from eventreg.paths import PACKAGE
from tests.databases import settings_for

RAISED = re.compile(r'Refusal\(\s*"(\w+)"')


def codes(app: Flask) -> Counter[str]:
    with app.test_request_context():
        return Counter(code for table in wiring.REFUSALS for code in table())


def test_every_reason_has_one_sentence(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path))
    raised = {code for path in PACKAGE.rglob("*.py") for code in RAISED.findall(path.read_text())}
    known = codes(app)

    assert [code for code, number in known.items() if number > 1] == []
    assert sorted(raised - set(known)) == []
