"""Finding invitations, their letters and the words of a mailing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, select, type_coerce
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eventreg.bodies.models import Body, BodyKind
from eventreg.bodies.queries import bodies
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import session
from eventreg.core.links import linked_by_token
from eventreg.i18n.dates import local
from eventreg.i18n.search_keys import search_words
from eventreg.i18n.text import Translated
from eventreg.invitations.default_texts import DEFAULT_SUBJECT, DEFAULT_TEXT
from eventreg.invitations.models import Campaign, Invitation, InvitationState, Seat
from eventreg.invitations.rules import TAKING_ANSWERS, Standing, standing_of
from eventreg.mail.models import Letter, LetterAttempt
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession

LETTER_KIND = "invitation"
WHOLE = (
    joinedload(Invitation.body),
    joinedload(Invitation.council_session).joinedload(CouncilSession.council),
    selectinload(Invitation.seats).joinedload(Seat.registration).joinedload(Registration.person),
)


@dataclass(frozen=True)
class Wording:
    """The letter's words as they stand: a saved campaign, or the ready texts (version 0)."""

    subject: Translated
    text: Translated
    version: int
    campaign: Campaign | None


@dataclass(frozen=True)
class BoardRow:
    """One line of the board: the invitation, its latest letter and the last attempt to deliver that."""

    invitation: Invitation
    letter: Letter | None
    attempt: LetterAttempt | None
    standing: Standing


@dataclass(frozen=True)
class Sending:
    """What would be sent now, and to whom it cannot go; the fingerprint changes with the list and with the text."""

    ready: Sequence[Invitation]
    without_address: Sequence[Invitation]
    wording: Wording

    @property
    def fingerprint(self) -> str:
        ids = sorted(invitation.public_id for invitation in self.ready)
        return sha256_hex(canonical_json([*ids, self.wording.version]))[:24]

    @property
    def languages(self) -> Mapping[str, int]:
        """How many letters go out in each language."""
        found = [invitation.language for invitation in self.ready]
        return {language: found.count(language) for language in sorted(set(found), key=found.count, reverse=True)}


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


def invitation_of(council_session: CouncilSession, body: Body) -> Invitation | None:
    """The one invitation of a body to a session."""
    query = select(Invitation).filter_by(council_session_id=council_session.id, body_id=body.id)
    return session().scalar(query.options(*WHOLE))


def invitations_by_email(email: str) -> Sequence[Invitation]:
    """Invitations that were sent to that address, to sessions that take answers."""
    query = (
        select(Invitation)
        .join(Invitation.council_session)
        .where(
            func.lower(Invitation.email) == email.lower(),
            Invitation.state != InvitationState.DRAFT,
            CouncilSession.stage.in_(TAKING_ANSWERS),
        )
    )
    return session().scalars(query.options(*WHOLE).order_by(Invitation.id).limit(5)).all()


def bodies_not_invited(council_session: CouncilSession, text: str = "", kind: BodyKind | None = None) -> Select[Body]:
    """Bodies that exist on the session's day and are not on its list, in protocol order."""
    on_list = select(Invitation.body_id).where(Invitation.council_session_id == council_session.id)
    return bodies(text, kind, on=local(council_session.starts_at, council_session.time_zone).date()).where(
        Body.id.not_in(on_list)
    )


def board(council_session: CouncilSession, text: str = "", standing: Standing | None = None) -> Select[Invitation]:
    """The invitations of a session in protocol order; `text` is found in names of bodies in any script."""
    found = select(Invitation).join(Invitation.body).where(Invitation.council_session_id == council_session.id)
    for word in search_words(text):
        found = found.where(Body.search_key.contains(word, autoescape=True))
    if standing:
        found = found.where(_standing() == standing.value)
    found = found.options(contains_eager(Invitation.body), selectinload(Invitation.seats))
    return found.order_by(Body.protocol_rank, Invitation.id)


def board_rows(invitations: Sequence[Invitation]) -> list[BoardRow]:
    """Each invitation with its latest letter, in two more statements however many there are."""
    letters = _latest_letters([invitation.public_id for invitation in invitations])
    rows = []
    for invitation in invitations:
        letter = letters.get(invitation.public_id)
        attempt = letter.attempts[-1] if letter and letter.attempts else None
        rows.append(BoardRow(invitation, letter, attempt, standing_of(invitation, letter.state if letter else None)))
    return rows


def numbers_by_standing(council_session: CouncilSession) -> dict[Standing, int]:
    """How many invitations stand where."""
    found = select(_standing().label("standing")).where(Invitation.council_session_id == council_session.id).subquery()
    query = select(found.c.standing, func.count()).group_by(found.c.standing)
    return {Standing(standing): number for standing, number in session().execute(query)}


def numbers_of_seats(council_session: CouncilSession) -> tuple[int, int]:
    """Seats taken, and seats in all."""
    query = select(func.count(Seat.registration_id), func.count(Seat.id)).join(Seat.invitation)
    taken, total = session().execute(query.where(Invitation.council_session_id == council_session.id)).one()
    return taken, total


def letters_about(invitation: Invitation) -> Sequence[Letter]:
    """Every letter about this invitation with the attempts to deliver it, newest first."""
    query = select(Letter).filter_by(about_kind="invitation", about_id=invitation.public_id)
    return session().scalars(query.options(selectinload(Letter.attempts)).order_by(Letter.id.desc())).all()


def wording_of(council_session: CouncilSession) -> Wording:
    """The latest campaign of the session, else the ready texts."""
    query = select(Campaign).filter_by(council_session_id=council_session.id).order_by(Campaign.version.desc())
    campaign = session().scalar(query.limit(1))
    if campaign is None:
        return Wording(DEFAULT_SUBJECT, DEFAULT_TEXT, 0, None)
    return Wording(campaign.subject, campaign.text, campaign.version, campaign)


def is_used(campaign: Campaign) -> bool:
    """True when an invitation was sent with these words."""
    return session().scalar(select(Invitation.id).filter_by(campaign_id=campaign.id).limit(1)) is not None


def sending_of(council_session: CouncilSession) -> Sending:
    """Every invitation that was not sent yet, by whether it has an address."""
    query = (
        select(Invitation)
        .join(Invitation.body)
        .where(Invitation.council_session_id == council_session.id, Invitation.state == InvitationState.DRAFT)
    )
    found = session().scalars(query.options(*WHOLE).order_by(Body.protocol_rank, Invitation.id)).all()
    ready = [invitation for invitation in found if invitation.email]
    return Sending(ready, [one for one in found if not one.email], wording_of(council_session))


def _latest_letters(public_ids: Sequence[str]) -> dict[str, Letter]:
    latest = (
        select(func.max(Letter.id))
        .where(Letter.about_kind == "invitation", Letter.kind == LETTER_KIND, Letter.about_id.in_(public_ids))
        .group_by(Letter.about_id)
    )
    letters = session().scalars(select(Letter).where(Letter.id.in_(latest)).options(selectinload(Letter.attempts)))
    return {letter.about_id: letter for letter in letters}


def _standing() -> ColumnElement[str]:
    """`rules.standing_of` as an expression."""
    about_it = and_(Letter.about_kind == "invitation", Letter.about_id == Invitation.public_id)
    latest = (
        select(type_coerce(Letter.state, String))
        .where(about_it, Letter.kind == LETTER_KIND)
        .order_by(Letter.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_draft = Invitation.state == InvitationState.DRAFT
    return case(
        (and_(is_draft, Invitation.email == ""), literal(Standing.NO_ADDRESS.value)),
        (Invitation.state == InvitationState.INVITED, func.coalesce(latest, literal(Standing.SENT.value))),
        else_=type_coerce(Invitation.state, String),
    )
