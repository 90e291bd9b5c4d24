"""What the demo shows of the registry: contacts, a body that another one replaced, a duplicate to be found."""

from datetime import date, datetime

from sqlalchemy import select

from eventreg.bodies.actions import (
    BodyDetails,
    ContactDetails,
    PersonDetails,
    add_body,
    add_contact,
    enter_person,
    replace_body,
)
from eventreg.bodies.models import Body, BodyKind, ContactRank, Person
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.i18n.names import PersonName, to_latin, to_russian
from eventreg.i18n.text import Translated

LAST_DAY = date(2022, 6, 11)  # the ministry of education and science was split by decree № 917
MINISTRY = Translated(
    kk="Қазақстан Республикасының Оқу-ағарту министрлігі",
    ru="Министерство просвещения Республики Казахстан",
    en="Ministry of Enlightenment of the Republic of Kazakhstan",
)
TO_THE_MINISTRY = Translated(
    kk="Қазақстан Республикасының Оқу-ағарту министрлігіне", ru="Министерству просвещения Республики Казахстан"
)
WITH_CONTACTS = 12
DUPLICATE = "Жұмабаев"


def build_registry(by: Actor, now: datetime) -> None:
    """The first bodies have contacts, the old ministry a successor, and one delegate stands there twice."""
    with transaction():
        _add_contacts(by, now)
        _replace_ministry(by, now)
        _repeat_somebody(by, now)


def _add_contacts(by: Actor, now: datetime) -> None:
    for number, body in enumerate(session().scalars(select(Body).order_by(Body.id).limit(WITH_CONTACTS))):
        code, phone = body.code.lower(), f"+7717224930{number % 10}"
        chancellery = ContactDetails(ContactRank.CHANCELLERY, email=f"office@{code}.example", phone=phone)
        second = ContactDetails(ContactRank.SECOND, "Сапарова Гүлнар", "Бас маман", f"second@{code}.example")
        for details in (chancellery, second):
            add_contact(body, details, by, now)


def _replace_ministry(by: Actor, now: datetime) -> None:
    former = body_by_code("MON")
    if former is None:
        raise LookupError("the bundle has the ministry")
    details = BodyDetails(BodyKind.MINISTRY, MINISTRY, TO_THE_MINISTRY, "mp@invitee.example", "kk")
    replace_body(former, add_body("MP", details, by, now), LAST_DAY, by, now)


def _repeat_somebody(by: Actor, now: datetime) -> None:
    """The same person once more, in Russian letters and with a phone, as a list on paper had it."""
    person = session().scalars(select(Person).filter_by(surname=DUPLICATE).order_by(Person.id)).first()
    if person is None:
        raise LookupError("the demo has this delegate")
    details = PersonDetails(
        surname=to_russian(person.surname),
        given_name=to_russian(person.given_name),
        patronymic=to_russian(person.patronymic),
        post="Руководитель управления",
        phone="+77022617286",
        language="ru",
    )
    latin = PersonName(to_latin(person.surname, "kk"), to_latin(person.given_name, "kk"))
    enter_person(details, person.body, {"latin": latin}, by, now)
