"""A third, small session that was postponed after people had confirmed, and an address that wants no reminders."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.actions.campaigns import start_invitations
from eventreg.invitations.actions.listing import add_invitation
from eventreg.invitations.actions.queueing import claim_mailing, queue_mailing
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.news_to_bodies import tell_some_bodies
from eventreg.invitations.recipients import Audience, sending_of
from eventreg.mail.subscriptions import stop_letters, subscriptions_of
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.news_to_people import tell_some_people
from eventreg.sessions.actions import SessionDetails, add_session, move_to
from eventreg.sessions.models import CouncilSession, SessionKind, Stage

BODIES = 4
TITLE = Translated(
    kk="Ауыл мектептеріндегі техникалық үйірмелер",
    ru="Технические кружки в сельских школах",
    en="Technical clubs in rural schools",
)
WHY = Translated(
    kk="Қолайсыз ауа райына байланысты жолдар жабық",
    ru="Дороги закрыты из-за непогоды",
    en="Roads are closed because of the weather",
)
PEOPLE = (
    PersonDetails("Досжанов", "Нұрлан", "Бекұлы", "Әдіскер", "nurlan.doszhanov@delegate.example"),
    PersonDetails("Лебедева", "Анна", "Игоревна", "Методист", "anna.lebedeva@delegate.example", language="ru"),
)


def show_announced(held: CouncilSession, by: Actor, now: datetime) -> CouncilSession:
    """A small session was announced ten days before `now`; two people of the first body confirmed."""
    began = now - timedelta(days=10)
    with transaction():
        announced = _announced(held, by, began)
        campaign = start_invitations(announced, Audience(), sending_of(announced, began).fingerprint, by, began)
        claim_mailing(campaign, "demo", began)
        campaign_id = campaign.id
    queue_mailing(campaign_id, "demo", lambda: began, lambda: False)
    with transaction():
        first = session().scalars(select(Invitation).filter_by(council_session_id=announced.id)).first()
        if first is None:
            raise LookupError("the session has bodies")
        itself = Actor("invitation", first.public_id)
        for registration in nominate_delegates(first, [Nominee(person) for person in PEOPLE], itself, began):
            confirm_for(registration, by, began + timedelta(days=1))
    return announced


def postpone(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    """It does not take place on that day, and everybody has a letter about it."""
    with transaction():
        move_to(council_session, Stage.POSTPONED, by, now, WHY)
    with transaction():
        tell_some_people(council_session, now)
        tell_some_bodies(council_session, now)


def show_stopped(council_session: CouncilSession, now: datetime) -> None:
    """The last of the silent bodies has stopped reminders at its address."""
    silent = select(Invitation).filter_by(council_session_id=council_session.id, state=InvitationState.INVITED)
    with transaction():
        invitation = session().scalars(silent.where(Invitation.email != "").order_by(Invitation.id.desc())).first()
        if invitation is not None:
            for subscription in subscriptions_of([invitation.email]).values():
                stop_letters(subscription, Actor("subscription", subscription.public_id), now)


def _announced(held: CouncilSession, by: Actor, now: datetime) -> CouncilSession:
    day = (now + timedelta(days=24)).date()
    starts_at = datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
    details = SessionDetails(
        kind=SessionKind.FIELD,
        title=TITLE,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        time_zone=held.time_zone,
        city=held.city,
        region_code=held.region_code,
    )
    postponed = add_session(held.council, day.isoformat(), details, by, now)
    invited = select(Invitation).filter_by(council_session_id=held.id).order_by(Invitation.id).limit(BODIES)
    for invitation in session().scalars(invited):
        add_invitation(postponed, invitation.body, {ParticipantRole.DELEGATE: 2}, by, now)
    move_to(postponed, Stage.ANNOUNCED, by, now)
    return postponed
