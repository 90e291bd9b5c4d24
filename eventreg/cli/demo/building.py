"""Building the demo's sessions through actions, each step at the moment when it would have happened."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import select

from eventreg.accounts.actions import Roles, invite_staff
from eventreg.accounts.models import StaffUser
from eventreg.agenda.actions import SpeakerGiven, add_item, release_agenda
from eventreg.agenda.models import AgendaItem
from eventreg.attendance.actions import check_in, check_out
from eventreg.attendance.models import Channel
from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.queries import body_by_code
from eventreg.bodies.rules import body_on
from eventreg.cli.demo.content import (
    ADMIN,
    CLAUSES,
    LETTERHEAD,
    PEOPLE,
    PREAMBLE,
    PROGRAMME_LETTER,
    STAFF,
    DemoClause,
)
from eventreg.cli.demo.postponed import postpone, show_announced, show_stopped
from eventreg.cli.demo.privacy import show_privacy
from eventreg.cli.demo.questions import answers_of_demo, ask_questions
from eventreg.cli.demo.registry import build_registry
from eventreg.cli.demo.seats import show_seats
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import edit_letterhead
from eventreg.councils.models import Council
from eventreg.i18n.names import to_latin
from eventreg.invitations.actions.answers import Nominee, decline_invitation, nominate_delegates
from eventreg.invitations.actions.campaigns import add_letter, save_invitation_words, start_invitations
from eventreg.invitations.actions.listing import add_invitation
from eventreg.invitations.actions.queueing import claim_mailing, queue_mailing
from eventreg.invitations.actions.reminders import save_ladder
from eventreg.invitations.models import Invitation, RungTarget
from eventreg.invitations.recipients import READY, Audience, sending_of
from eventreg.mail.attempts import Ended, begin, note
from eventreg.mail.outbox import claim
from eventreg.mail.smtp import Answer
from eventreg.office.bundles.importing import import_bundle
from eventreg.office.bundles.schema import read_bundle
from eventreg.publication.actions import publish_recommendations
from eventreg.publication.documents import prepare_edition
from eventreg.recommendations.actions import ClauseDetails, add_clause, adopt, edit_preamble, table
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import AddresseeClass, Deadline
from eventreg.recommendations.queries import recommendations_of
from eventreg.registrations.actions.registering import Answers
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.questions.actions.taking_part import confirm_with_answers
from eventreg.sessions.actions import SessionDetails, add_session, move_to
from eventreg.sessions.models import CouncilSession, SessionKind, Stage

BUNDLE = Path(__file__).with_name("aktobe-2015.json")
INVITED_AT = datetime(2015, 10, 20, 4, 0, tzinfo=UTC)
RELEASED_AT = datetime(2015, 11, 10, 6, 0, tzinfo=UTC)
DOORS_OPEN = datetime(2015, 11, 18, 4, 15, tzinfo=UTC)  # 09:15 in Aktobe
ADOPTED_AT = datetime(2015, 11, 18, 11, 30, tzinfo=UTC)
PUBLISHED_AT = datetime(2015, 11, 20, 5, 0, tzinfo=UTC)
LADDER = {8: RungTarget.FIRST, 5: RungTarget.SECOND, 3: RungTarget.CHANCELLERY, 2: RungTarget.CALL}
SILENT_EVERY, DECLINED_EVERY = 9, 13  # every ninth body stays silent, every thirteenth declines


@dataclass(frozen=True)
class Demo:
    """What the demo shows: its three sessions and its staff by role ("admin" too)."""

    held: CouncilSession
    coming: CouncilSession
    postponed: CouncilSession
    staff: dict[str, StaffUser]


def build_demo(now: datetime) -> Demo:
    """Aktobe 2015, held and published, the council's next session three weeks after `now`, and one that was postponed.

    Each step is a transaction of its own, as it is for people.
    """
    with transaction():
        held = import_bundle(read_bundle(BUNDLE.read_bytes()), SYSTEM, INVITED_AT - timedelta(days=5)).council_session
        staff = _add_staff(held.council, now)
        edit_letterhead(held.council, LETTERHEAD, SYSTEM, INVITED_AT - timedelta(days=4))
    secretary = _actor(staff["secretary"], held.council)
    _invite(held, secretary, INVITED_AT)
    _deliver(INVITED_AT)
    _answer(held, INVITED_AT + timedelta(days=3), count=len(PEOPLE) * 4)
    _release(held, secretary, RELEASED_AT)
    _meet(held, secretary)
    _recommend(held, secretary)
    with transaction():
        move_to(held, Stage.HELD, secretary, PUBLISHED_AT)
    build_registry(secretary, now)
    postponed = show_announced(held, secretary, now)
    _deliver(now - timedelta(days=2))
    postpone(postponed, secretary, now - timedelta(days=1))
    _deliver(now)
    coming = _next_session(held, secretary, now)
    show_stopped(coming, now)
    show_privacy(coming, secretary, now)
    return Demo(held, coming, postponed, staff)


def _add_staff(council: Council, now: datetime) -> dict[str, StaffUser]:
    users = {}
    for role, name, email in STAFF:
        roles = Roles(by_council={council.public_id: frozenset({role})})
        users[role.value] = invite_staff(email, name, "ru", roles, SYSTEM, now)
    users["admin"] = invite_staff(ADMIN[1], ADMIN[0], "ru", Roles(is_admin=True), SYSTEM, now)
    return users


def _actor(user: StaffUser, council: Council) -> Actor:
    return Actor("staff", user.public_id, user.name, roles={council.public_id: frozenset({Role.SECRETARY})})


def _invite(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    with transaction():
        move_to(council_session, Stage.OPEN, by, now)
        save_invitation_words(council_session, replace(READY, has_official_letter=True), 0, by, now)
        fingerprint = sending_of(council_session, now).fingerprint
        campaign = start_invitations(council_session, Audience(), fingerprint, by, now)
        claim_mailing(campaign, "demo", now)
        campaign_id = campaign.id
    queue_mailing(campaign_id, "demo", lambda: now, lambda: False)


def _deliver(now: datetime) -> None:
    """The letters that are due went out at that moment, as a server of the time would have said."""
    taken = Answer(250, "2.0.0 Ok: queued")
    with transaction():
        while claimed := claim("demo", now):
            ended = [Ended(letter, now, taken) for letter in begin(claimed, "demo", "demo", now)()]
            note(ended, "demo", "demo", (), now + timedelta(seconds=1))


def _answer(council_session: CouncilSession, now: datetime, count: int) -> None:
    """Bodies nominate within their seats, decline or stay silent; most delegates confirm."""
    people = islice(cycle(PEOPLE), count)
    for number, public_id in enumerate(_invitation_ids(council_session), start=1):
        with transaction():
            invitation = session().scalars(select(Invitation).filter_by(public_id=public_id)).one()
            body_itself = Actor("invitation", invitation.public_id)
            moment = now + timedelta(minutes=37 * number)
            if number % SILENT_EVERY == 0:
                continue
            if number % DECLINED_EVERY == 0:
                decline_invitation(invitation, "Басқа іс-шараға қатысады", body_itself, moment)
                continue
            nominees = [
                Nominee(_details(person, invitation, place))
                for place, person in zip(range(len(invitation.seats)), people, strict=False)
            ]
            for registration in nominate_delegates(invitation, nominees, body_itself, moment):
                if (number + registration.id) % 11:
                    _confirm(registration, moment + timedelta(hours=5))


def _invitation_ids(council_session: CouncilSession) -> list[str]:
    query = select(Invitation.public_id).filter_by(council_session_id=council_session.id).order_by(Invitation.id)
    return list(session().scalars(query))


def _details(person: object, invitation: Invitation, place: int) -> PersonDetails:
    values = dict(vars(person))
    login = to_latin(values["surname"], "kk").lower().replace("'", "")
    email = f"{login}.{invitation.body.code.lower()}.{place + 1}@delegate.example"
    return PersonDetails(**values, email=email, language=invitation.language)


def _confirm(registration: Registration, now: datetime) -> None:
    person = registration.person
    names = ("surname", "given_name", "patronymic", "post", "email", "phone", "language")
    details = PersonDetails(**{name: getattr(person, name) for name in names})
    person_itself = Actor("registration", registration.public_id)
    confirm_with_answers(registration, Answers(details), answers_of_demo(registration), person_itself, now)


def _release(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    with transaction():
        release_agenda(council_session, "", by, now)


def _meet(council_session: CouncilSession, by: Actor) -> None:
    """Confirmed delegates come in one after the other; two leave early."""
    query = select(Registration).filter_by(council_session_id=council_session.id, state=RegistrationState.CONFIRMED)
    with transaction():
        present = list(session().scalars(query.order_by(Registration.id)))[:-4]
        for number, registration in enumerate(present):
            channel = Channel.CODE if number % 6 == 0 else Channel.SCAN
            check_in(registration, channel, by, DOORS_OPEN + timedelta(seconds=31 * number))
        for registration in present[-2:]:
            check_out(registration, by, ADOPTED_AT - timedelta(hours=2))


def _recommend(council_session: CouncilSession, by: Actor) -> None:
    with transaction():
        for clause in CLAUSES:
            add_clause(council_session, _clause(clause), by, RELEASED_AT)
        recommendations = recommendations_of(council_session)
        if recommendations is None:
            raise LookupError("a clause begins the recommendations")
        edit_preamble(council_session, recommendations.version, PREAMBLE, by, RELEASED_AT)
        table(recommendations, by, ADOPTED_AT - timedelta(hours=1))
        adopt(recommendations, content_hash(text_content(recommendations)), by, ADOPTED_AT)
    edition = prepare_edition(recommendations, "", PUBLISHED_AT)
    with transaction():
        publish_recommendations(recommendations, edition, by, PUBLISHED_AT)


def _clause(clause: DemoClause) -> ClauseDetails:
    addressees = [found if isinstance(found, AddresseeClass) else body_by_code(found) for found in clause.addressees]
    deadline = Deadline(clause.deadline_kind, clause.deadline_on, clause.deadline_days)
    return ClauseDetails(clause.text, [found for found in addressees if found], deadline)


def _next_session(held: CouncilSession, by: Actor, now: datetime) -> CouncilSession:
    """The same bodies and agenda three weeks ahead, with deadlines; some bodies have answered."""
    day = (now + timedelta(days=21)).date()
    starts_at = datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
    with transaction():
        coming = add_session(held.council, day.isoformat(), _details_of_next(held, starts_at), by, now)
        for invitation in session().scalars(select(Invitation).filter_by(council_session_id=held.id)):
            seats = {ParticipantRole.DELEGATE: len(invitation.seats)}
            add_invitation(coming, body_on(invitation.body, day), seats, by, now)
        for item in session().scalars(select(AgendaItem).filter_by(council_session_id=held.id)):
            speakers = [SpeakerGiven(body=speaker.body) for speaker in item.speakers if speaker.body]
            add_item(coming, kind=item.kind, title=item.title, minutes=item.minutes, speakers=speakers, by=by, now=now)
        move_to(coming, Stage.ANNOUNCED, by, now)
        ask_questions(coming, by, now)
    _invite(coming, by, now - timedelta(days=2))
    _answer(coming, now - timedelta(days=1), count=30)
    show_seats(coming, by, now)
    with transaction():
        add_letter(coming, PROGRAMME_LETTER, by, now)
        save_ladder(coming, LADDER, by, now)
    return coming


def _details_of_next(held: CouncilSession, starts_at: datetime) -> SessionDetails:
    return SessionDetails(
        kind=SessionKind.ORDINARY,
        title=held.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=7),
        time_zone=held.time_zone,
        city=held.city,
        venue=held.venue,
        region_code=held.region_code,
        capacity=held.capacity,
        nominate_until=starts_at - timedelta(days=7),
        confirm_until=starts_at - timedelta(days=3),
    )
