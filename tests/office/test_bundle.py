"""Bundles: imported whole or not at all, twice without harm, exported as they came."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.agenda.models import AgendaItem
from eventreg.bodies.models import Body
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import SYSTEM
from eventreg.core.db import Base, session, transaction
from eventreg.invitations.models import Invitation, Seat
from eventreg.office.bundles.exporting import export_bundle
from eventreg.office.bundles.importing import ImportReport, import_bundle
from eventreg.office.bundles.schema import BundleBroken, read_bundle
from eventreg.sessions.models import Stage
from tests.conftest import NOW

OWN = Path(__file__).resolve().parents[2] / "eventreg" / "cli" / "demo" / "aktobe-2015.json"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "aktobe-2015.json"


def imported(content: bytes) -> ImportReport:
    with transaction():
        return import_bundle(read_bundle(content), SYSTEM, NOW)


def count(model: type[Base]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def aktobe() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OWN.read_text())
    return found


def test_aktobe_comes_in_with_40_bodies_88_seats_and_8_items(app: Flask) -> None:
    report = imported(OWN.read_bytes())

    assert report.council_session.address == "rcc-stc/2015-11-18"
    assert report.council_session.stage is Stage.ANNOUNCED
    assert (count(Body), count(Invitation), count(Seat), count(AgendaItem)) == (40, 40, 88, 8)
    assert report.council_session.starts_at.isoformat() == "2015-11-18T05:00:00+00:00"


def test_a_second_import_adds_nothing_and_changes_nothing(app: Flask) -> None:
    imported(OWN.read_bytes())

    report = imported(OWN.read_bytes())

    assert sum(report.added.values()) == 0
    assert report.kept == []
    assert (count(Body), count(Seat), count(AgendaItem)) == (40, 88, 8)


def test_a_field_that_the_office_edited_is_kept_and_listed(app: Flask) -> None:
    imported(OWN.read_bytes())
    with transaction():
        body = body_by_code("MON")
        assert body is not None
        body.email = "corrected@mon.example"
        body.language = "kk"

    report = imported(OWN.read_bytes())

    assert report.kept == ["MON: email", "MON: language"]
    body = body_by_code("MON")
    assert body is not None
    assert (body.email, body.language) == ("corrected@mon.example", "kk")


def test_a_second_import_adds_what_is_missing(app: Flask) -> None:
    bundle = aktobe()
    late = bundle["bodies"].pop(10)  # a body that does not speak
    imported(json.dumps(bundle).encode())

    report = imported(OWN.read_bytes())

    assert report.added["bodies"] == 1
    assert body_by_code(late["code"]) is not None


def test_an_exported_session_is_what_was_imported(app: Flask) -> None:
    report = imported(OWN.read_bytes())

    exported = export_bundle(report.council_session)

    given = aktobe()
    given["session"] |= {"code": "2015-11-18", "stage": "announced"}
    assert {key: value for key, value in exported.items() if key != "_about"} == {
        key: value for key, value in given.items() if key != "_about"
    }


@pytest.mark.skipif(not SHARED.exists(), reason="the original data is not beside this checkout")
def test_the_original_bundle_is_read_as_it_is(app: Flask) -> None:
    report = imported(SHARED.read_bytes())

    assert report.council_session.address == "rcc-stc/2015-11-18"
    assert report.council_session.figures == json.loads(SHARED.read_text())["figures"]


def test_every_fault_of_a_broken_bundle_is_named_with_its_place(app: Flask) -> None:
    bundle = aktobe()
    bundle["council"]["time_zone"] = "Asia/Nowhere"
    bundle["session"]["ends_at"] = "yesterday"
    bundle["bodies"][3]["email"] = "nobody"
    bundle["bodies"][5]["kind"] = "club"
    bundle["agenda"][0]["minutes"] = 0
    bundle["agenda"][1]["speekers"] = []

    with pytest.raises(BundleBroken) as raised:
        imported(json.dumps(bundle).encode())

    places = [fault.split(":")[0] for fault in raised.value.faults]
    assert places == [
        "council.time_zone",
        "session.ends_at",
        "agenda.0.minutes",
        "agenda.1.speekers",
        "bodies.3.email",
        "bodies.5.kind",
    ]
    assert count(Body) == 0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda bundle: bundle["bodies"].append(bundle["bodies"][0]), "bodies.40.code: SENATE stands twice"),
        (lambda bundle: bundle["agenda"][0].update(speakers=["X"]), "agenda.0.speakers: no body has the code X"),
        (lambda bundle: bundle["bodies"][0].update(region="KZ-X"), "bodies.0.region: no region has the code KZ-X"),
        (lambda bundle: bundle["session"].update(ends_at="2015-11-18T09:00"), "session.ends_at: must be later"),
    ],
)
def test_what_does_not_fit_together_is_named(change: Any, fault: str) -> None:
    bundle = aktobe()
    change(bundle)

    with pytest.raises(BundleBroken, match=fault):
        read_bundle(json.dumps(bundle).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"council": 1}', b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(BundleBroken):
        read_bundle(content)
