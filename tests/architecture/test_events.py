"""The vocabulary of the business: every event says in a sentence what happened."""

import pytest

from eventreg import wiring
from eventreg.journal.events import Event, all_events, event_sentence

EVENTS = all_events()


def test_the_domains_bring_their_events() -> None:
    assert len(EVENTS) > 40
    assert wiring.REACTIONS.keys() <= set(EVENTS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_has_a_kind_and_a_sentence(event: type[Event]) -> None:
    assert event.object_kind
    assert event.sentence


def test_names_of_events_are_told_apart() -> None:
    assert len({event.__name__ for event in EVENTS}) == len(EVENTS)


def test_an_event_of_a_former_release_is_shown_by_its_name() -> None:
    assert event_sentence("SomethingOfOld") == "SomethingOfOld"
