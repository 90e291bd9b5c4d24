"""Two rows that look alike and are two: offered no more, whatever happens to either, until that is taken back."""

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.actions.distinguishing import doubt_again, tell_apart
from eventreg.bodies.actions.merging import merge_bodies, merge_people, undo_merge
from eventreg.bodies.duplicates import duplicate_bodies, duplicate_people
from eventreg.bodies.models import Body, Distinction, Merge, Person
from eventreg.bodies.personal_data import erase_person
from eventreg.bodies.queries import people
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.journal.models import JournalEntry
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session


def namesakes(number: int) -> list[Person]:
    """People of one body with one name; adds them in the present transaction."""
    body = a_body()
    return [add_person(PersonDetails("Ким", "Виктор"), body) for _ in range(number)]


def tell_two_apart(rows: Sequence[Body | Person]) -> None:
    tell_apart(rows[0], rows[1], SYSTEM, NOW)


def everybody() -> list[Person]:
    return list(session().scalars(select(Person).order_by(Person.id)))


def offered() -> set[tuple[int, int]]:
    return {(pair.first.id, pair.second.id) for pair in duplicate_people(people())}


def test_a_pair_that_was_told_apart_is_offered_no_more_until_it_is_taken_back(app: Flask) -> None:
    with transaction():
        first, second, third = namesakes(3)
        ids = first.id, second.id, third.id
        tell_apart(second, first, SYSTEM, NOW)
        tell_apart(first, second, SYSTEM, NOW)

    assert offered() == {(ids[0], ids[2]), (ids[1], ids[2])}
    with transaction():
        doubt_again(session().scalars(select(Distinction)).one(), SYSTEM, NOW)
    assert (ids[0], ids[1]) in offered()


def test_what_they_come_to_have_in_common_later_does_not_bring_them_back(app: Flask) -> None:
    with transaction():
        tell_two_apart(namesakes(2))
    with transaction():
        for person in everybody():
            person.phone = "+77011112233"

    assert offered() == set()


def test_bodies_are_told_apart_as_people_are(app: Flask) -> None:
    with transaction():
        one, other = a_body("A"), a_body("B")
        one.email = other.email = "office@b.kz"
    assert len(duplicate_bodies()) == 1

    with transaction():
        tell_two_apart(session().scalars(select(Body).order_by(Body.id)).all())

    assert duplicate_bodies() == []


@pytest.mark.parametrize("goes", [0, 1])
def test_a_mark_follows_whichever_row_is_merged_and_comes_back_with_it(app: Flask, goes: int) -> None:
    with transaction():
        marked = namesakes(3)
        tell_apart(marked[0], marked[1], SYSTEM, NOW)
    with transaction():
        rows = everybody()
        merge_people(rows[2], rows[goes], SYSTEM, NOW)

    assert offered() == set()  # the third now stands for the one that was told apart from the other
    with transaction():
        undo_merge(session().scalars(select(Merge)).one(), SYSTEM, NOW)
    assert len(offered()) == 2


def test_a_mark_of_bodies_follows_through_two_merges(app: Flask) -> None:
    with transaction():
        for code in "ABCD":
            a_body(code).email = "office@b.kz"
    with transaction():
        a, b, c, d = session().scalars(select(Body).order_by(Body.id))
        tell_apart(a, b, SYSTEM, NOW)
        merge_bodies(c, b, SYSTEM, NOW)
        merge_bodies(d, c, SYSTEM, NOW)

    assert duplicate_bodies() == []


def test_nothing_is_left_of_the_marks_of_an_erased_person(app: Flask) -> None:
    with transaction():
        tell_two_apart(namesakes(2))
    with transaction():
        erase_person(everybody()[1], SYSTEM, NOW)

    assert session().scalars(select(Distinction)).all() == []


def test_an_erased_or_merged_row_is_not_told_apart(app: Flask) -> None:
    with transaction():
        first, second = namesakes(2)
        merge_people(first, second, SYSTEM, NOW)

    for one, other in ((0, 0), (0, 1)):
        rows = everybody()
        with pytest.raises(Refusal, match="not_mergeable"):
            tell_apart(rows[one], rows[other], SYSTEM, NOW)


def test_an_organizer_marks_a_pair_and_takes_it_back_and_both_cards_say_so(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        ids = [person.public_id for person in namesakes(2)]
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.submit(browser.get("/office/duplicates/?lang=en"), "/apart")
    assert "They are offered as duplicates no more." in page.text
    assert "Compare" not in page.text
    cards = [browser.get(f"/office/history/people/{public_id}?lang=en").text for public_id in ids]
    page = browser.submit(browser.get("/office/duplicates/?lang=en"), "/undo")

    assert "Compare" in page.text
    assert all("Marked as no duplicate of another person" in card for card in cards)
    told = session().scalars(select(JournalEntry.event).order_by(JournalEntry.number)).all()
    assert [event for event in told if event.startswith("People")] == [
        "PeopleToldApart",
        "PeopleToldApart",
        "PeopleDoubted",
        "PeopleDoubted",
    ]


def test_people_of_another_council_are_neither_told_apart_nor_doubted(app: Flask, browser: Browser) -> None:
    with transaction():
        council, other = a_council(), a_session()
        one, two = (a_registration(other, surname=name).person for name in ("А", "Б"))
        tell_apart(one, two, SYSTEM, NOW)
        ids = one.public_id, two.public_id
        mark = session().scalars(select(Distinction.public_id)).one()
    sign_in(browser, council, Role.ORGANIZER)
    page = browser.get("/office/account")
    token = {"csrf_token": page.form("")["csrf_token"]}

    assert "Not duplicates" not in browser.get("/office/duplicates/?lang=en").text
    assert browser.post(f"/office/duplicates/people/{ids[0]}/{ids[1]}/apart", token).status == 404
    assert browser.post(f"/office/duplicates/apart/{mark}/undo", token).status == 404


def test_finding_duplicates_takes_the_same_statements_however_many_there_are(app: Flask) -> None:
    numbers = []
    for _ in range(2):
        with transaction():
            tell_two_apart(namesakes(3))
        with counted_statements() as statements:
            duplicate_people(people())
        numbers.append(len([text for text in statements if text.startswith("SELECT")]))

    assert numbers == [5, 5]
