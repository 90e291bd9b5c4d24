"""Clock times compute themselves and never overlap; a number that was released stays."""

from datetime import timedelta
from itertools import pairwise

from eventreg.agenda.actions import move_item, remove_item
from eventreg.agenda.models import ItemKind
from eventreg.agenda.queries import items_of
from eventreg.agenda.rules import computed_times
from eventreg.core.actors import SYSTEM
from eventreg.core.db import transaction
from eventreg.sessions.models import CouncilSession
from tests.agenda.agendas import an_item, numbers_in, released
from tests.conftest import NOW


def test_items_follow_each_other_from_the_sessions_beginning(council_session: CouncilSession) -> None:
    slots = computed_times(items_of(council_session), council_session.starts_at)

    begins = [(slot.starts_at - council_session.starts_at).total_seconds() / 60 for slot in slots]
    assert begins == [0, 30, 60, 90]


def test_a_fixed_start_leaves_a_gap(council_session: CouncilSession) -> None:
    items = items_of(council_session)
    items[1].pinned_at = council_session.starts_at + timedelta(minutes=45)

    slots = computed_times(items, council_session.starts_at)

    assert [slot.gap for slot in slots] == [timedelta(0), timedelta(minutes=15), timedelta(0), timedelta(0)]
    assert slots[1].starts_at == items[1].pinned_at


def test_an_overrun_is_shown_and_times_never_overlap(council_session: CouncilSession) -> None:
    items = items_of(council_session)
    items[3].pinned_at = council_session.starts_at + timedelta(minutes=60)

    slots = computed_times(items, council_session.starts_at)

    assert [slot.overrun for slot in slots] == [timedelta(0), timedelta(0), timedelta(0), timedelta(minutes=30)]
    assert all(later.starts_at == earlier.ends_at for earlier, later in pairwise(slots))


def test_questions_are_numbered_and_what_is_only_in_the_programme_is_not(council_session: CouncilSession) -> None:
    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "2"]


def test_a_late_item_between_others_gets_a_decimal(council_session: CouncilSession) -> None:
    with transaction():
        an_item(council_session, "Үшінші")
    released(council_session)
    with transaction():
        for place in (5, 6):
            move_item(an_item(council_session, "Кешіккен"), place, SYSTEM, NOW)

    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "2", "2.1", "2.2", "3"]


def test_a_late_item_at_the_end_gets_the_next_number(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Соңғы")

    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "2", "3"]


def test_late_items_before_all_others_get_the_next_numbers_too(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        for place in (1, 2):
            move_item(an_item(council_session, "Алдымен"), place, SYSTEM, NOW)

    released(council_session)

    assert numbers_in(council_session) == ["3", "4", "", "1", "", "2"]


def test_moving_a_released_item_keeps_its_number(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        move_item(items_of(council_session)[3], 1, SYSTEM, NOW)

    released(council_session)

    assert numbers_in(council_session) == ["2", "", "1", ""]


def test_the_number_of_a_removed_item_is_not_given_again(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        remove_item(items_of(council_session)[3], SYSTEM, NOW)
        an_item(council_session, "Жаңа")

    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "3"]


def test_a_question_that_becomes_a_break_and_back_has_its_number_again(council_session: CouncilSession) -> None:
    released(council_session)
    with transaction():
        items_of(council_session)[1].kind = ItemKind.BREAK
    released(council_session)
    with transaction():
        items_of(council_session)[1].kind = ItemKind.QUESTION

    released(council_session)

    assert numbers_in(council_session) == ["", "1", "", "2"]
