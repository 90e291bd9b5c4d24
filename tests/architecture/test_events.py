"""The vocabulary of the business: every event says in a sentence what happened."""

import pytest

from eventreg import wiring
from eventreg.app import create_app
from eventreg.journal.events import Event, all_events, event_sentence
from eventreg.office.words import thing_words
from eventreg.paths import PACKAGE
from tests.databases import settings_for

EVENTS = [event for event in all_events() if event.__module__.startswith("eventreg.")]  # tests define some, too


def test_the_domains_bring_their_events() -> None:
    assert len(EVENTS) > 40
    assert wiring.REACTIONS.keys() <= set(EVENTS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_has_a_kind_and_a_sentence(event: type[Event]) -> None:
    assert event.object_kind
    assert event.sentence


def test_what_a_row_is_about_has_a_word() -> None:
    app = create_app(settings_for("sqlite:///:memory:", PACKAGE))
    with app.test_request_context():
        assert {event.object_kind for event in EVENTS} <= set(thing_words())


def test_names_of_events_are_told_apart() -> None:
    assert len({event.__name__ for event in EVENTS}) == len(EVENTS)


def test_an_event_of_a_former_release_is_shown_by_its_name() -> None:
    assert event_sentence("SomethingOfOld") == "SomethingOfOld"
