"""What is handed out about one person is whole: every part that docs/personal-data.md names, and nothing of others."""

import json
import re
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from eventreg.agenda.actions import SpeakerGiven, add_item
from eventreg.agenda.models import ItemKind
from eventreg.attendance.actions import check_in
from eventreg.attendance.models import Channel
from eventreg.bodies.models import Contact, ContactRank, Person
from eventreg.bodies.personal_data import export_person, people_called
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.councils.models import Member
from eventreg.invitations.models import Invitation
from eventreg.mail.subscriptions import subscriptions_of
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.consents.actions import withdraw_consent
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession
from tests.conftest import NOW
from tests.factories import three
from tests.office.test_erasure_by_every_way import (  # noqa: F401  (fixtures)
    PEOPLE,
    council_session,
    crowd,
    invitation,
    neutral,
    traces,
)
from tests.traces import Marked, found_in

PAGE = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text()
PARTS = {
    part for line in PAGE.splitlines() if line.startswith("| `") for part in re.findall(r"`(\w+)`", line.split("|")[5])
}


def person_of(one: Marked) -> Person:
    """The row that is kept, when it was merged."""
    found = people_called(one.details.email)[0]
    return found.merged_into or found


def registration_of(one: Marked) -> Registration:
    return session().scalars(select(Registration).filter_by(person_id=person_of(one).id)).one()


def everywhere_else(one: Marked) -> None:
    """The person sits on the council, came, asked for erasure, is a contact and may stop reminders."""
    registration, own = registration_of(one), one.details
    where, by = registration.council_session, SYSTEM
    session().add(Member(council=where.council, person=registration.person, starts_on=NOW.date()))
    body = session().scalars(select(Invitation)).first()
    assert body
    session().add(Contact(body=body.body, rank=ContactRank.SECOND, place=1, name=own.surname, email=own.email))
    confirm_for(registration, by, NOW)
    check_in(registration, Channel.SCAN, by, NOW)
    subscriptions_of([own.email])
    withdraw_consent(registration, by, NOW + timedelta(hours=1))


def speaks(one: Marked) -> None:
    registration = registration_of(one)
    where, title, speakers = registration.council_session, three("Баяндама"), [SpeakerGiven(registration=registration)]
    add_item(where, kind=ItemKind.REPORT, title=title, minutes=9, speakers=speakers, by=SYSTEM, now=NOW)


def handed_out(one: Marked) -> dict[str, object]:
    with transaction():
        return json.loads(json.dumps(export_person(person_of(one), SYSTEM, NOW)))  # type: ignore[no-any-return]  # any JSON


def test_every_part_that_the_page_names_is_handed_out(crowd: CouncilSession) -> None:  # noqa: F811
    with transaction():
        everywhere_else(PEOPLE[4])
        speaks(PEOPLE[9])

    found = [handed_out(one) for one in PEOPLE]

    assert {name for each in found for name in each} == PARTS
    assert {name for name in PARTS if not any(each.get(name) for each in found)} == set()


def test_everybody_is_told_the_own_data_and_nobody_elses(crowd: CouncilSession) -> None:  # noqa: F811
    for one in PEOPLE:
        text = json.dumps(handed_out(one), ensure_ascii=False)
        others = [trace for other in PEOPLE if other is not one for trace in traces(other)]

        assert {one.details.surname, one.details.email, one.details.phone} <= set(found_in(text, traces(one)))
        assert found_in(text, others) == [], one.details.surname


def test_a_namesake_is_told_nothing_of_the_other(crowd: CouncilSession) -> None:  # noqa: F811
    own = PEOPLE[0].details
    with transaction():
        namesake = Person(
            surname=own.surname, given_name=own.given_name, patronymic=own.patronymic, language="kk",
            email="namesake@delegate.example", search_key="", name_key="",
        )  # fmt: skip
        session().add(namesake)
        session().flush()
        text = json.dumps(export_person(namesake, SYSTEM, NOW), ensure_ascii=False)

    assert found_in(text, [own.email, own.phone, own.post]) == []
