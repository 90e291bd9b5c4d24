"""Plain factories: each adds one row (and what it needs) in the present transaction and returns it."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from eventreg.bodies.models import Body, BodyKind, Person
from eventreg.core.db import Base, session
from eventreg.councils.models import Council
from eventreg.i18n.search_keys import search_key
from eventreg.i18n.text import Translated
from eventreg.invitations.models import Invitation, InvitationState, Seat
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, SessionKind, Stage

STARTS = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 10:00 in Aktobe
_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def three(text: str) -> Translated:
    """A text in three languages that can be told apart."""
    return Translated(kk=f"{text} (қаз)", ru=f"{text} (рус)", en=f"{text} (eng)")


def a_council(slug: str | None = None) -> Council:
    slug = slug or f"council-{next(_numbers)}"
    council = Council(
        code=slug.upper(),
        slug=slug,
        name=three("Үйлестіру кеңесі"),
        organiser=three("Орталық"),
        co_organiser=three("Әкімдік"),
        time_zone="Asia/Aqtobe",
        languages=["kk", "ru", "en"],
        contact_email="secretary@eventreg.example",
        contact_phone="+77172249305",
    )
    return _added(council)


def a_session(council: Council | None = None, code: str = "2026-11-23", stage: Stage = Stage.OPEN) -> CouncilSession:
    return _added(
        CouncilSession(
            council=council or a_council(),
            code=code,
            kind=SessionKind.EXTENDED,
            title=three("Дамыту"),
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=7),
            time_zone="Asia/Aqtobe",
            city=Translated(kk="Ақтөбе", ru="Актобе", en="Aktobe"),
            venue=three("Әкімдік, үлкен зал"),
            region_code="KZ-AKT",
            capacity=120,
            stage=stage,
            figures=[],
        )
    )


def a_body(code: str | None = None, kind: BodyKind = BodyKind.AKIMAT, language: str = "ru") -> Body:
    code = code or f"BODY-{next(_numbers)}"
    return _added(
        Body(
            code=code,
            kind=kind,
            name=three(f"Ұйым {code}"),
            dative=Translated(kk=f"Ұйым {code}-ға", ru=f"Организации {code}"),
            email=f"{code.lower()}@invitee.example",
            language=language,
            search_key=code.lower(),
        )
    )


def a_person(surname: str = "Касымова", body: Body | None = None) -> Person:
    return _added(
        Person(
            surname=surname,
            given_name="Айгүл",
            patronymic="Серікқызы",
            post="Директор",
            email=f"person-{next(_numbers)}@delegate.example",
            language="ru",
            search_key=search_key(f"{surname} Айгүл Серікқызы"),
            name_key=surname.lower(),
            body=body,
        )
    )


def a_registration(
    council_session: CouncilSession,
    body: Body | None = None,
    surname: str = "Касымова",
    state: RegistrationState = RegistrationState.CONFIRMED,
) -> Registration:
    number = next(_numbers)
    body = body or a_body()
    registration = Registration(
        council_session=council_session,
        person=a_person(surname, body),
        body=body,
        role=ParticipantRole.DELEGATE,
        state=state,
        language="ru",
        reference=f"R-{number:06d}",
        short_code=f"C{number:05d}",
        nominated_at=STARTS - timedelta(days=20),
        confirmed_at=STARTS - timedelta(days=19) if state is RegistrationState.CONFIRMED else None,
    )
    registration.renew_link()
    return _added(registration)


def an_invitation(
    council_session: CouncilSession,
    body: Body | None = None,
    seats: int = 2,
    state: InvitationState = InvitationState.INVITED,
) -> Invitation:
    body = body or a_body()
    invitation = Invitation(
        council_session=council_session,
        body=body,
        state=state,
        email=body.email,
        language=body.language,
        invited_at=STARTS - timedelta(days=21) if state is not InvitationState.DRAFT else None,
        declined_at=STARTS - timedelta(days=20) if state is InvitationState.DECLINED else None,
        seats=[Seat(role=ParticipantRole.DELEGATE, position=position + 1) for position in range(seats)],
    )
    invitation.renew_link()
    return _added(invitation)


def _added(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row
