"""Duplicates are found and merged, and parted again exactly as they were."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.actions.merging import merge_bodies, merge_people, undo_merge
from eventreg.bodies.duplicates import duplicate_bodies, duplicate_people
from eventreg.bodies.models import Body, Merge, Person
from eventreg.bodies.queries import bodies, body_by_code, people
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.councils.models import Member
from eventreg.i18n.text import Translated
from eventreg.invitations.models import Invitation
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import alphabet_key
from eventreg.sessions.models import Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_person, a_registration, a_session, an_invitation
from tests.tables import all_rows

NOTED = ("journal_entry", "merge")


def content() -> dict[str, list[tuple[object, ...]]]:
    """Every row but those that say that something was done."""
    return {table: rows for table, rows in all_rows().items() if table not in NOTED}


def the_merge() -> Merge:
    return session().scalars(select(Merge)).one()


def merge_the_people() -> None:
    with transaction():
        kept, gone = session().scalars(select(Person).order_by(Person.id)).all()[:2]
        merge_people(kept, gone, SYSTEM, NOW)


def merge_the_bodies() -> None:
    with transaction():
        kept, gone = session().scalars(select(Body).order_by(Body.id)).all()[:2]
        merge_bodies(kept, gone, SYSTEM, NOW)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (PersonDetails("Жүсіпов", "Ерлан"), PersonDetails("Жусипов", "Ерлан"), ("name",)),
        (PersonDetails("Ли", email="Li@b.kz"), PersonDetails("Ким", email="li@b.kz"), ("email",)),
        (PersonDetails("Ли", phone="+77011112233"), PersonDetails("Ким", phone="+77011112233"), ("phone",)),
        (PersonDetails("Ли"), PersonDetails("Ким"), None),
    ],
)
def test_people_who_look_like_one_are_found(
    app: Flask, one: PersonDetails, other: PersonDetails, alike: tuple[str, ...] | None
) -> None:
    with transaction():
        body = a_body()
        add_person(one, body)
        add_person(other, body)

    assert [pair.alike for pair in duplicate_people(people())] == ([alike] if alike else [])


def test_bodies_with_one_name_in_two_scripts_are_found(app: Flask) -> None:
    with transaction():
        a_body("A").name = Translated(kk="Ақтөбе қаласының әкімдігі")
        a_body("B").name = Translated(ru="Актобе каласынын акимдиги")
        a_body("C").name = Translated(ru="Другая организация")

    assert [(pair.first.code, pair.second.code) for pair in duplicate_bodies()] == [("A", "B")]


def test_everything_about_a_duplicate_person_is_about_the_kept_one_and_back(app: Flask) -> None:
    with transaction():
        add_person(PersonDetails("Жүсіпов", "Ерлан"), a_body())
        gone = add_person(PersonDetails("Жусипов", "Ерлан", phone="+77011112233"), None)
        registration = a_registration(a_session())
        registration.person, registration.sort_key = gone, alphabet_key(gone)
        session().add(Member(council=a_council(), person=gone, starts_on=date(2020, 1, 1)))
    before = content()

    merge_the_people()

    kept = session().scalars(people().where(Person.surname.like("Ж%"))).one()
    assert (kept.surname, kept.phone) == ("Жүсіпов", "+77011112233")
    assert session().scalars(select(Registration)).one().person == kept
    assert session().scalars(select(Member)).one().person == kept
    with transaction():
        undo_merge(the_merge(), SYSTEM, NOW)
    assert content() == before


def test_who_is_written_to_elsewhere_after_a_merge_is_told_there_and_back(app: Flask) -> None:
    with transaction():
        add_person(PersonDetails("Жүсіпов", "Ерлан", email="right@mon.example"), a_body())
        gone = add_person(PersonDetails("Жусипов", "Ерлан", email="wrong@stranger.example"), None)
        registration, other = a_registration(a_session()), a_registration(a_session())
        registration.person = gone
        former = registration.link, other.link

    merge_the_people()

    assert [one.recipient for one in session().scalars(select(Letter))] == ["right@mon.example"]
    assert registration.link != former[0]
    assert other.link == former[1], "somebody else stays as they were"
    with transaction():
        undo_merge(the_merge(), SYSTEM, NOW)
    assert [(one.recipient, one.state) for one in session().scalars(select(Letter).order_by(Letter.id))] == [
        ("right@mon.example", LetterState.CANCELLED),
        ("wrong@stranger.example", LetterState.QUEUED),
    ]


def test_everything_about_a_duplicate_body_is_about_the_kept_one_and_back(app: Flask) -> None:
    with transaction():
        kept, gone = a_body("A"), a_body("B")
        kept.email = ""
        council_session = a_session()
        an_invitation(council_session, gone)
        a_registration(council_session, gone).sort_key = "1"
    with transaction():
        before = content()

    merge_the_bodies()

    kept = session().scalars(select(Body).where(Body.merged_into_id.is_(None))).one()
    assert (kept.code, kept.email) == ("A", "b@invitee.example")
    assert session().scalars(select(Invitation)).one().body == kept
    assert session().scalars(select(Registration)).one().body == kept
    assert [body.code for body in session().scalars(bodies())] == ["A"]
    assert body_by_code("B") == kept
    with transaction():
        undo_merge(the_merge(), SYSTEM, NOW)
    after = content()
    assert {table for table in after if after[table] != before[table]} <= {"body"}  # factories have short search keys
    assert session().scalars(select(Invitation)).one().body.code == "B"


def test_two_who_both_take_part_in_a_coming_session_are_not_merged(app: Flask) -> None:
    with transaction():
        council_session = a_session()
        a_registration(council_session, surname="Жүсіпов")
        a_registration(council_session, surname="Жусипов")

    with pytest.raises(Refusal, match="both_are_registered"):
        merge_the_people()


def test_of_a_session_that_was_held_each_keeps_the_own_registration(app: Flask) -> None:
    with transaction():
        council_session = a_session(stage=Stage.HELD)
        a_registration(council_session, surname="Жүсіпов")
        a_registration(council_session, surname="Жусипов")

    merge_the_people()

    assert len({one.person_id for one in session().scalars(select(Registration))}) == 2


def test_two_bodies_on_the_list_of_a_coming_session_are_not_merged(app: Flask) -> None:
    with transaction():
        council_session = a_session()
        an_invitation(council_session, a_body("A"))
        an_invitation(council_session, a_body("B"))

    with pytest.raises(Refusal, match="both_are_invited"):
        merge_the_bodies()


def test_what_was_edited_after_the_merge_survives_the_undoing(app: Flask) -> None:
    with transaction():
        a_person("Жүсіпов").email = ""
        a_person("Жусипов").email = "old@b.kz"
    merge_the_people()
    with transaction():
        session().scalars(people()).one().email = "new@b.kz"

    with transaction():
        undo_merge(the_merge(), SYSTEM, NOW)

    assert [person.email for person in session().scalars(select(Person).order_by(Person.id))] == [
        "new@b.kz",
        "old@b.kz",
    ]


def test_a_merge_is_undone_once(app: Flask) -> None:
    with transaction():
        a_person("Жүсіпов")
        a_person("Жусипов")
    merge_the_people()
    with transaction():
        undo_merge(the_merge(), SYSTEM, NOW)

    def once_more() -> None:
        with transaction():
            undo_merge(the_merge(), SYSTEM, NOW)

    with pytest.raises(Refusal, match="merge_not_undoable"):
        once_more()


def test_an_organizer_compares_merges_and_parts(app: Flask, browser: Browser) -> None:
    with transaction():
        council, body = a_council(), a_body()
        add_person(PersonDetails("Жүсіпов", "Ерлан"), body)
        add_person(PersonDetails("Жусипов", "Ерлан", phone="+77011112233"), body)
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get("/office/duplicates/?lang=en")
    assert "same name" in page.text
    page = browser.get(next(link for link in page.links if "/duplicates/people/" in link))
    page = browser.submit(page, "/merge")
    assert "They are one now." in page.text
    assert len(session().scalars(people()).all()) == 1
    page = browser.submit(page, "/undo")

    assert "They are two again." in page.text
    assert len(session().scalars(people()).all()) == 2


def test_people_of_another_council_are_not_merged(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        one, other = (a_registration(a_session(), surname=name).person.public_id for name in ("А", "Б"))
    sign_in(browser, council, Role.ORGANIZER)

    assert browser.get(f"/office/duplicates/people/{one}/{other}").status == 404
