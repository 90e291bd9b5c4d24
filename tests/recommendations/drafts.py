"""Drafts and a room full of members, for the stories about recommendations."""

from datetime import date, datetime, timedelta

from eventreg.attendance.models import Channel, Presence
from eventreg.core.actors import Actor, Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council, Member
from eventreg.i18n.text import Translated
from eventreg.recommendations.actions import ClauseDetails, add_clause, adopt, edit_preamble, table
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import AddresseeClass, Clause, Deadline, DeadlineKind, Recommendations
from eventreg.recommendations.queries import recommendations_of
from eventreg.sessions.models import CouncilSession
from tests.factories import a_registration, a_session

BY_MARCH = Deadline(DeadlineKind.BY_DATE, on=date(2027, 3, 1))
PREAMBLE = Translated(
    kk="Отырысқа қатысушылар 28 станцияның жұмысын талқылап, атап өтеді:",
    ru="Участники заседания, обсудив работу 28 станций, отмечают:",
    en="The participants, having discussed the work of 28 stations, note:",
)


def secretary_of(council: Council) -> Actor:
    """The secretary, as an action sees her."""
    return Actor("staff", "secretary", "Сәуле", roles={council.public_id: frozenset({Role.SECRETARY})})


def plan(months: str = "1 жоспар", plans: str = "1 план") -> Translated:
    """A clause in three languages without a fault."""
    return Translated(kk=f"{months} әзірлеуді", ru=f"разработать {plans}", en="draw up 1 plan")


def a_clause(
    council_session: CouncilSession, now: datetime, text: Translated | None = None, **details: object
) -> Clause:
    """A clause to the akimats by 1 March 2027, unless told otherwise; in the present transaction."""
    given = {"addressees": [AddresseeClass.AKIMATS], "deadline": BY_MARCH, **details}
    by = secretary_of(council_session.council)
    return add_clause(council_session, ClauseDetails(text or plan(), **given), by, now)  # type: ignore[arg-type]  # plain values


def a_draft(now: datetime, clauses: int = 2) -> CouncilSession:
    """A session with a preamble and clauses without faults; opens a transaction of its own."""
    with transaction():
        council_session = a_session()
        for number in range(1, clauses + 1):
            a_clause(council_session, now, plan(f"{number} жоспар", f"{number} план"))
        edit_preamble(council_session, 1, PREAMBLE, secretary_of(council_session.council), now)
    return council_session


def a_full_room(council_session: CouncilSession, now: datetime, present: int = 3, members: int = 4) -> None:
    """So many members with a vote, of whom so many are in the room; in the present transaction."""
    for number in range(members):
        registration = a_registration(council_session, surname=f"Мүше {number}")
        term = {"starts_on": date(2020, 1, 1), "ends_on": None}
        session().add(Member(council=council_session.council, person=registration.person, **term))
        if number < present:
            session().add(
                Presence(
                    council_session_id=council_session.id,
                    registration=registration,
                    channel=Channel.SCAN,
                    entered_at=now - timedelta(hours=1),
                )
            )
    session().flush()


def found(council_session: CouncilSession) -> Recommendations:
    """The recommendations as they stand now."""
    recommendations = recommendations_of(council_session)
    assert recommendations is not None
    return recommendations


def adopted(now: datetime, clauses: int = 2) -> CouncilSession:
    """A session whose recommendations were adopted with a quorum."""
    council_session = a_draft(now, clauses)
    by = secretary_of(council_session.council)
    with transaction():
        a_full_room(council_session, now)
        table(found(council_session), by, now)
    with transaction():
        recommendations = found(council_session)
        adopt(recommendations, content_hash(text_content(recommendations)), by, now)
    return council_session


def office(council_session: CouncilSession, path: str = "") -> str:
    """The address of the recommendations in the office, in English."""
    return f"/office/{council_session.address}/recommendations/{path}?lang=en"
