"""Finding invitations, their letters, and where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, or_, select, tuple_, type_coerce
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eventreg.bodies.models import Body, BodyKind, Region
from eventreg.bodies.queries import bodies
from eventreg.core.db import session
from eventreg.core.links import linked_by_token
from eventreg.councils.models import OutgoingNumber
from eventreg.councils.working_days import moved_days
from eventreg.i18n.dates import local, short_date
from eventreg.i18n.search_keys import search_words
from eventreg.invitations.letter_kinds import INVITATION
from eventreg.invitations.models import (
    NOT_INVITED,
    Campaign,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
    Reminder,
    Seat,
)
from eventreg.invitations.rules import Standing, silent_since
from eventreg.mail.models import InboundMessage, Letter, LetterAttempt, LetterState
from eventreg.mail.queries import WITH_LETTER, letter_standing
from eventreg.mail.subscriptions import stopped_addresses
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession, Stage

BODY_MESSAGE = "body_message"  # from the body to the secretariat
WHOLE = (
    joinedload(Invitation.body),
    joinedload(Invitation.council_session).joinedload(CouncilSession.council),
    selectinload(Invitation.seats).joinedload(Seat.registration).joinedload(Registration.person),
)


@dataclass(frozen=True)
class BoardRow:
    """One line of the board: the invitation, where it stands, its latest letter and the last attempt at that."""

    invitation: Invitation
    standing: Standing
    letter: Letter | None
    attempt: LetterAttempt | None


@dataclass(frozen=True)
class Narrowed:
    """What the board is narrowed to; empty for all."""

    text: str = ""
    standing: Standing | None = None
    kind: BodyKind | None = None
    region: str = ""  # its code

    @property
    def is_narrowing(self) -> bool:
        return self != Narrowed()


def invitation_by_public_id(public_id: str) -> Invitation | None:
    """The invitation with its body, session, seats and delegates."""
    return session().scalar(select(Invitation).filter_by(public_id=public_id).options(*WHOLE))


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation that this personal link opens now."""
    return linked_by_token(Invitation, token)


def invitation_in(council_session: CouncilSession, public_id: str) -> Invitation | None:
    """The invitation, when it belongs to that session."""
    query = select(Invitation).filter_by(public_id=public_id, council_session_id=council_session.id)
    return session().scalar(query.options(*WHOLE))


def invitations_with(council_session: CouncilSession, public_ids: Sequence[str]) -> Sequence[Invitation]:
    """Those of these invitations that belong to the session, in protocol order."""
    query = select(Invitation).join(Invitation.body).where(Invitation.public_id.in_(public_ids))
    query = query.where(Invitation.council_session_id == council_session.id).options(*WHOLE)
    return session().scalars(query.order_by(Body.protocol_rank, Invitation.id)).all()


def invitations_by_code(council_session: CouncilSession) -> dict[str, Invitation]:
    """The invitations of a session by the codes of their bodies in small letters."""
    query = select(Invitation).filter_by(council_session_id=council_session.id).options(*WHOLE[:2])
    return {invitation.body.code.lower(): invitation for invitation in session().scalars(query)}


def invitation_of(council_session: CouncilSession, body: Body) -> Invitation | None:
    """The one invitation of a body to a session."""
    query = select(Invitation).filter_by(council_session_id=council_session.id, body_id=body.id)
    return session().scalar(query.options(*WHOLE))


def neighbours(invitation: Invitation) -> tuple[Invitation | None, Invitation | None]:
    """The invitations before and after this one in protocol order."""
    place = tuple_(Body.protocol_rank, Invitation.id)
    here = tuple_(literal(invitation.body.protocol_rank), literal(invitation.id))
    of_session = select(Invitation).join(Invitation.body).options(contains_eager(Invitation.body))
    of_session = of_session.where(Invitation.council_session_id == invitation.council_session_id).limit(1)
    before = of_session.where(place < here).order_by(Body.protocol_rank.desc(), Invitation.id.desc())
    after = of_session.where(place > here).order_by(Body.protocol_rank, Invitation.id)
    return session().scalar(before), session().scalar(after)


def invitations_by_email(email: str) -> Sequence[Invitation]:
    """Invitations that were sent to that address and whose link opens a page, newest first, five at most."""
    query = (
        select(Invitation)
        .join(Invitation.council_session)
        .where(
            func.lower(Invitation.email) == email.lower(),
            Invitation.state.not_in(NOT_INVITED),
            Invitation.link_hash.is_not(None),
            CouncilSession.stage != Stage.CLOSED,
        )
    )
    return session().scalars(query.options(*WHOLE).order_by(Invitation.id.desc()).limit(5)).all()


def bodies_not_invited(council_session: CouncilSession, text: str = "", kind: BodyKind | None = None) -> Select[Body]:
    """Bodies that exist on the session's day and are not on its list, in protocol order."""
    on_list = select(Invitation.body_id).where(Invitation.council_session_id == council_session.id)
    return bodies(text, kind, on=local(council_session.starts_at, council_session.time_zone).date()).where(
        Body.id.not_in(on_list)
    )


def board(council_session: CouncilSession, narrowed: Narrowed, now: datetime) -> Select[Invitation]:
    """The invitations of a session in protocol order; text is found in names of bodies in any script."""
    found = select(Invitation).join(Invitation.body).where(Invitation.council_session_id == council_session.id)
    for word in search_words(narrowed.text):
        found = found.where(Body.search_key.contains(word, autoescape=True))
    if narrowed.standing:
        found = found.where(standing_at(council_session, now) == narrowed.standing.value)
    if narrowed.kind:
        found = found.where(Body.kind == narrowed.kind)
    if narrowed.region:
        found = found.where(Body.region.has(Region.code == narrowed.region))
    found = found.options(contains_eager(Invitation.body), selectinload(Invitation.seats))
    return found.order_by(Body.protocol_rank, Invitation.id)


def board_rows(council_session: CouncilSession, invitations: Sequence[Invitation], now: datetime) -> list[BoardRow]:
    """Each invitation with where it stands and its latest letter, in three more statements however many there are."""
    letters = _latest_letters({invitation.public_id: invitation.email for invitation in invitations})
    standing = select(Invitation.id, standing_at(council_session, now))
    rows = session().execute(standing.where(Invitation.id.in_([invitation.id for invitation in invitations])))
    standings = {invitation_id: Standing(value) for invitation_id, value in rows}
    found = ((invitation, letters.get(invitation.public_id)) for invitation in invitations)
    return [
        BoardRow(
            invitation, standings[invitation.id], letter, letter.attempts[-1] if letter and letter.attempts else None
        )
        for invitation, letter in found
    ]


def numbers_by_standing(council_session: CouncilSession, now: datetime) -> dict[Standing, int]:
    """How many invitations stand where."""
    standing = standing_at(council_session, now).label("standing")
    found = select(standing).where(Invitation.council_session_id == council_session.id).subquery()
    query = select(found.c.standing, func.count()).group_by(found.c.standing)
    return {Standing(value): number for value, number in session().execute(query)}


def unwilling(invitations: Sequence[Invitation]) -> set[int]:
    """The ids of those whose address asked for no reminders."""
    stopped = set(session().scalars(stopped_addresses()))
    return {invitation.id for invitation in invitations if invitation.email.lower() in stopped}


def numbers_of_seats(council_session: CouncilSession) -> tuple[int, int]:
    """Seats taken, and seats in all, of bodies whose invitation was not withdrawn."""
    query = select(func.count(Seat.registration_id), func.count(Seat.id)).join(Seat.invitation)
    expected = Invitation.council_session_id == council_session.id, Invitation.state != InvitationState.WITHDRAWN
    taken, total = session().execute(query.where(*expected)).one()
    return taken, total


def letters_to_cancel(invitation: Invitation) -> Select[int]:
    """The ids of letters to the body at the address that stands there now, reminders about others among them included.

    What went to the body's other contacts, or from the body to the secretariat, is not theirs.
    """
    about_it = (Letter.about_kind == "invitation") & (Letter.about_id == invitation.public_id)
    reminding = Letter.public_id.in_(select(Reminder.letter).where(Reminder.invitation_id == invitation.id))
    to_body = func.lower(Letter.recipient) == invitation.email.lower(), Letter.kind != BODY_MESSAGE
    return select(Letter.id).where(or_(about_it, reminding), *to_body)


def numbers_of_papers(invitation_ids: Sequence[int]) -> dict[int, str]:
    """The number and date of the latest official letter of each of these invitations that got one."""
    query = select(CampaignRecipient.invitation_id, OutgoingNumber).join(CampaignRecipient.outgoing_number)
    query = query.where(CampaignRecipient.invitation_id.in_(invitation_ids)).order_by(CampaignRecipient.id)
    return {one: f"{number.label}, {short_date(number.dated)}" for one, number in session().execute(query)}


def seat_counts(invitation_ids: Sequence[int]) -> dict[int, int]:
    """How many seats each of these invitations has."""
    counted = select(Seat.invitation_id, func.count()).where(Seat.invitation_id.in_(invitation_ids))
    rows = session().execute(counted.group_by(Seat.invitation_id))
    return {invitation_id: number for invitation_id, number in rows}  # noqa: C416  (a Row is no pair for the type checker)


def letters_about(invitation: Invitation) -> Sequence[Letter]:
    """Every letter about this invitation, perhaps among others, with the attempts to deliver it, newest first."""
    digests = session().scalars(_digests(invitation)).all()  # named, so that each side of the "or" has its index
    its_own = and_(Letter.about_kind == "invitation", Letter.about_id == invitation.public_id)
    query = select(Letter).where(or_(its_own, Letter.public_id.in_(digests)))
    return session().scalars(query.options(selectinload(Letter.attempts)).order_by(Letter.id.desc())).all()


def returned_to_body(invitation: Invitation) -> Sequence[InboundMessage]:
    """What came back to those letters, and to the ones to the body's people in this session, newest first."""
    message, people = InboundMessage, select(Registration.public_id).filter_by(body_id=invitation.body_id)
    people = people.filter_by(council_session_id=invitation.council_session_id)
    digests = select(Letter.id).where(Letter.public_id.in_(_digests(invitation)))
    about = or_(
        and_(message.about_kind == "invitation", message.about_id == invitation.public_id),
        and_(message.about_kind == "registration", message.about_id.in_(people)),
        message.letter_id.in_(digests),
    )
    query = select(message).where(about).options(WITH_LETTER)
    return session().scalars(query.order_by(message.id.desc()).limit(100)).all()


def _digests(invitation: Invitation) -> Select[str]:
    """Public ids of the reminders that speak of it, perhaps among others."""
    return select(Reminder.letter).where(Reminder.invitation_id == invitation.id)


def _latest_letters(addresses: Mapping[str, str]) -> dict[str, Letter]:
    """By the public id of the invitation; those that went to the address which stands there now."""
    to_present = tuple_(Letter.about_id, Letter.recipient).in_(list(addresses.items()))
    latest = (
        select(func.max(Letter.id))
        .where(Letter.about_kind == "invitation", Letter.kind == INVITATION, Letter.about_id.in_(list(addresses)))
        .where(or_(to_present, Letter.forgotten_at.is_not(None)))
        .group_by(Letter.about_id)
    )
    letters = session().scalars(select(Letter).where(Letter.id.in_(latest)).options(selectinload(Letter.attempts)))
    return {letter.about_id: letter for letter in letters}


def standing_at(council_session: CouncilSession, now: datetime) -> ColumnElement[str]:
    """The `Standing` of an invitation of this session: its own state, or that of its latest invitation letter.

    A letter that is still to be put into the outbox comes first; one that was erased had been sent. What went to an
    address that was corrected since then counts for nothing.
    """
    is_draft = Invitation.state == InvitationState.DRAFT
    is_open = Invitation.state == InvitationState.INVITED
    pending, sent = _pending(), _word(Standing.SENT)
    since = silent_since(council_session, now, moved_days())
    return case(
        (and_(is_draft, Invitation.email == ""), _word(Standing.NO_ADDRESS)),
        (and_(is_open, pending == CampaignState.RUNNING.value), _word(Standing.QUEUED)),
        (and_(is_open, pending == CampaignState.PAUSED.value), _word(Standing.PAUSED)),
        (is_open, func.coalesce(_latest_standing(since), _sent_elsewhere(), sent)),
        else_=type_coerce(Invitation.state, String),
    )


def _pending() -> ColumnElement[str | None]:
    """The state of the mailing that still has to queue a letter to the invitation."""
    query = select(type_coerce(Campaign.state, String)).join(CampaignRecipient.campaign)
    query = query.where(CampaignRecipient.invitation_id == Invitation.id, CampaignRecipient.queued_at.is_(None))
    return query.where(Campaign.state.in_((CampaignState.RUNNING, CampaignState.PAUSED))).limit(1).scalar_subquery()


def _latest_standing(silent_since: datetime) -> ColumnElement[str | None]:
    """Where the latest invitation letter stands; sent before `silent_since` and not answered is silent."""
    about_it = _is_about_invitation() & or_(Letter.recipient == Invitation.email, Letter.forgotten_at.is_not(None))
    is_silent = and_(Letter.bounced_at.is_(None), Letter.state == LetterState.SENT, Letter.sent_at < silent_since)
    standing = case((is_silent, _word(Standing.SILENT)), else_=letter_standing())
    query = select(standing).where(about_it, Letter.kind == INVITATION)
    return query.order_by(Letter.id.desc()).limit(1).scalar_subquery()


def _sent_elsewhere() -> ColumnElement[str | None]:
    """Not sent, where letters went to other addresses alone."""
    query = select(_word(Standing.DRAFT)).where(_is_about_invitation(), Letter.kind == INVITATION)
    return query.where(Letter.recipient != Invitation.email).limit(1).scalar_subquery()


def _is_about_invitation() -> ColumnElement[bool]:
    return and_(Letter.about_kind == "invitation", Letter.about_id == Invitation.public_id)


def _word(standing: Standing) -> ColumnElement[str]:
    return literal(standing.value)
