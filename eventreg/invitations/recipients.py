"""Mailings as they are read: their words, whom one would go to, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventreg.bodies.models import Body, BodyKind, Region
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import session
from eventreg.councils.queries import letterhead_of
from eventreg.i18n.text import Translated
from eventreg.invitations.default_texts import DEFAULT_OFFICIAL_TEXT, DEFAULT_SUBJECT, DEFAULT_TEXT
from eventreg.invitations.models import (
    NOT_INVITED,
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
    letter_language,
)
from eventreg.invitations.queries import standing_at
from eventreg.invitations.rules import Standing, can_be_edited
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.rules import UNSENT
from eventreg.mail.subscriptions import stopped_addresses
from eventreg.sessions.models import CouncilSession

SHOWN_WITHOUT_ADDRESS = 50


@dataclass(frozen=True)
class Words:
    """What a mailing says; the official text is in Kazakh and Russian."""

    subject: Translated
    text: Translated
    has_official_letter: bool = False
    official_text: Translated = field(default_factory=Translated)


READY = Words(DEFAULT_SUBJECT, DEFAULT_TEXT, False, DEFAULT_OFFICIAL_TEXT)
BLANK = Words(Translated(), Translated())


@dataclass(frozen=True)
class Wording:
    """The words of the next mailing of a kind, their version (0: never saved) and the mailing that they are from."""

    words: Words
    version: int
    campaign: Campaign | None
    kind: CampaignKind = CampaignKind.INVITATION


@dataclass(frozen=True)
class Audience:
    """Which bodies of the session's list; empty for all of them."""

    kinds: tuple[BodyKind, ...] = ()
    regions: tuple[str, ...] = ()  # codes
    standings: tuple[Standing, ...] = ()
    bodies: tuple[str, ...] = ()  # public ids of invitations that were ticked one by one


@dataclass(frozen=True)
class Sending:
    """What would be sent now, and to whom it cannot go; the fingerprint changes with whatever the letters say and where
    they go.
    """

    wording: Wording
    audience: Audience
    ids: Sequence[int]  # of the invitations
    languages: Mapping[str, int]  # how many letters in each, most first
    without_address: Sequence[Invitation]  # the first of them
    number_without_address: int
    unwilling: Sequence[Invitation] = ()  # whose address asked for no such letters
    stated: Sequence[object] = ()  # addresses and languages, and what all letters say alike

    @property
    def number(self) -> int:
        return len(self.ids)

    @property
    def fingerprint(self) -> str:
        campaign = self.wording.campaign
        words = [campaign.number, can_be_edited(campaign)] if campaign else [0]  # cancelled is not as it was before
        return sha256_hex(canonical_json([*self.ids, *words, self.wording.version, *self.stated]))[:24]


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come: letters in all, those still to be queued, and those in the outbox by state."""

    total: int
    to_queue: int
    held: int
    by_state: Mapping[LetterState, int]

    @property
    def sent(self) -> int:
        return self.by_state.get(LetterState.SENT, 0)

    @property
    def unsent(self) -> int:
        """What a pause would keep back."""
        return self.to_queue + sum(self.by_state.get(state, 0) for state in UNSENT)


def words_of(campaign: Campaign) -> Words:
    return Words(campaign.subject, campaign.text, campaign.has_official_letter, campaign.official_text)


def wording_of(council_session: CouncilSession) -> Wording:
    """The words of the session's latest invitation mailing, also of a cancelled one; else the ready texts."""
    query = select(Campaign).filter_by(council_session_id=council_session.id, kind=CampaignKind.INVITATION)
    campaign = session().scalar(query.order_by(Campaign.number.desc()).limit(1))
    return wording_in(campaign) if campaign else Wording(READY, 0, None)


def wording_in(campaign: Campaign) -> Wording:
    return Wording(words_of(campaign), campaign.version, campaign, campaign.kind)


def campaigns_of(council_session: CouncilSession) -> Select[Campaign]:
    """Every mailing of a session, latest first."""
    return select(Campaign).filter_by(council_session_id=council_session.id).order_by(Campaign.number.desc())


def campaign_in(council_session: CouncilSession, number: int) -> Campaign | None:
    return session().scalar(select(Campaign).filter_by(council_session_id=council_session.id, number=number))


def next_number(council_session: CouncilSession) -> int:
    """The number of the session's next mailing."""
    last = select(func.max(Campaign.number)).filter_by(council_session_id=council_session.id)
    return (session().scalar(last) or 0) + 1


def sending_of(
    council_session: CouncilSession, now: datetime, wording: Wording | None = None, audience: Audience | None = None
) -> Sending:
    """What this mailing would send now; without a wording the invitations that were not sent yet."""
    wording, audience = wording or wording_of(council_session), audience or Audience()
    chosen = _chosen(council_session, wording.kind, audience, now)
    if wording.kind is CampaignKind.LETTER:
        chosen = chosen.where(func.lower(Invitation.email).not_in(stopped_addresses()))
    ids = chosen.with_only_columns(Invitation.id, Invitation.language, Invitation.is_bilingual, Invitation.email).where(
        Invitation.email != ""
    )
    rows = session().execute(ids.order_by(Body.protocol_rank, Invitation.id)).all()
    found = [letter_language(language, is_bilingual) for _, language, is_bilingual, _ in rows]
    languages = {code: found.count(code) for code in sorted(set(found), key=found.count, reverse=True)}
    nowhere = chosen.where(Invitation.email == "").order_by(Body.protocol_rank, Invitation.id)
    number = session().scalar(select(func.count()).select_from(nowhere.order_by(None).subquery())) or 0
    shown = nowhere.options(contains_eager(Invitation.body)).limit(SHOWN_WITHOUT_ADDRESS)
    unwilling = _unwilling(council_session, audience, now) if wording.kind is CampaignKind.LETTER else ()
    ids_chosen = [row[0] for row in rows]
    stated = [*(row[3] for row in rows), *found, *facts_stated(council_session, wording.words.has_official_letter)]
    return Sending(wording, audience, ids_chosen, languages, session().scalars(shown).all(), number, unwilling, stated)


def progress_of(campaign: Campaign) -> Progress:
    """The numbers as they are now, from the rows; whoever was left out counts for nothing."""
    is_pending = CampaignRecipient.queued_at.is_(None).label("is_pending")
    is_held = Letter.held_at.is_not(None).label("is_held")
    query = select(is_pending, Letter.state, is_held, func.count()).outerjoin(CampaignRecipient.letter)
    query = query.where(CampaignRecipient.campaign_id == campaign.id, CampaignRecipient.is_left_out.is_(False))
    query = query.group_by(is_pending, Letter.state, is_held)
    rows = session().execute(query).all()
    by_state: dict[LetterState, int] = {}
    for pending, state, _, number in rows:
        if not pending:  # a letter that was erased had been sent
            by_state[state or LetterState.SENT] = by_state.get(state or LetterState.SENT, 0) + number
    to_queue = sum(row[3] for row in rows if row[0]) if campaign.state is not CampaignState.CANCELLED else 0
    return Progress(sum(row[3] for row in rows), to_queue, sum(row[3] for row in rows if row[2]), by_state)


def languages_to_come(campaign: Campaign) -> set[str]:
    """The languages of those letters of the mailing that are still to be queued."""
    query = select(Invitation.language, Invitation.is_bilingual).join(CampaignRecipient)
    query = query.where(CampaignRecipient.campaign_id == campaign.id, CampaignRecipient.queued_at.is_(None))
    return {letter_language(language, is_bilingual) for language, is_bilingual in session().execute(query.distinct())}


def letters_of(campaign: Campaign) -> Select[int]:
    """The ids of the letters of a mailing that are in the outbox."""
    return select(CampaignRecipient.letter_id).where(
        CampaignRecipient.campaign_id == campaign.id, CampaignRecipient.letter_id.is_not(None)
    )  # type: ignore[return-value]  # the condition leaves no NULL


def recipient_in(campaign: Campaign, invitation: Invitation) -> CampaignRecipient | None:
    """What became of this body in the mailing; None when it is not among its recipients."""
    query = select(CampaignRecipient).filter_by(campaign_id=campaign.id, invitation_id=invitation.id)
    return session().scalar(query.options(joinedload(CampaignRecipient.outgoing_number)))


def papers_of(invitation: Invitation) -> Sequence[CampaignRecipient]:
    """The official letters that went to this body, latest first; none of one that was cancelled at first."""
    query = select(CampaignRecipient).filter_by(invitation_id=invitation.id).outerjoin(CampaignRecipient.letter)
    query = query.where(CampaignRecipient.pdf_sha256.is_not(None), CampaignRecipient.queued_at.is_not(None))
    query = query.where(CampaignRecipient.is_left_out.is_(False))
    went = CampaignRecipient.sending > 1, Letter.id.is_(None), Letter.state != LetterState.CANCELLED
    query = query.where(or_(*went))
    query = query.options(joinedload(CampaignRecipient.campaign), joinedload(CampaignRecipient.outgoing_number))
    return session().scalars(query.order_by(CampaignRecipient.id.desc())).all()


def sendings_of(invitation_ids: Sequence[int]) -> dict[int, int]:
    """How often the invitation was sent to each of these, also by letters still to be queued; 0 where never."""
    counted = select(CampaignRecipient.invitation_id, func.sum(CampaignRecipient.sending))
    counted = counted.join(CampaignRecipient.campaign).where(Campaign.kind == CampaignKind.INVITATION)
    counted = counted.where(CampaignRecipient.invitation_id.in_(invitation_ids))
    rows = session().execute(counted.group_by(CampaignRecipient.invitation_id)).all()
    return {**dict.fromkeys(invitation_ids, 0), **{invitation_id: int(number) for invitation_id, number in rows}}


def recipients_of(campaign: Campaign) -> Select[CampaignRecipient]:
    """The bodies of a mailing with letter, number and body, in the order of sending."""
    query = select(CampaignRecipient).filter_by(campaign_id=campaign.id).order_by(CampaignRecipient.id)
    return query.options(
        joinedload(CampaignRecipient.invitation).joinedload(Invitation.body),
        joinedload(CampaignRecipient.letter),
        joinedload(CampaignRecipient.outgoing_number),
    )


def mailing_of(letter: Letter) -> Campaign | None:
    """The mailing that brings this letter; None for one that was caused otherwise."""
    found = select(Campaign).join(CampaignRecipient, CampaignRecipient.campaign_id == Campaign.id)
    return session().scalar(found.where(CampaignRecipient.letter_id == letter.id).limit(1))


def stands_in_mailing(invitation: Invitation) -> bool:
    """True when a mailing has chosen the body; then it stays on the list."""
    found = select(exists().where(CampaignRecipient.invitation_id == invitation.id))
    return bool(session().scalar(found))


def facts_stated(council_session: CouncilSession, has_papers: bool) -> Sequence[object]:
    """What the letters say about the session and the council, and the papers about who signs them."""
    council, letterhead = council_session.council, letterhead_of(council_session.council)
    moments = (council_session.starts_at, council_session.ends_at, council_session.nominate_until)
    signed = (letterhead.name, letterhead.details, letterhead.signatory_post, letterhead.signatory_name)
    return [
        *(moment and moment.isoformat() for moment in moments),
        council_session.time_zone,
        *(dict(text) for text in (council_session.title, council_session.city, council_session.venue, council.name)),
        *(council.contact_email, council.contact_phone),
        *([dict(text) for text in signed] if has_papers else ()),
    ]


def _unwilling(council_session: CouncilSession, audience: Audience, now: datetime) -> Sequence[Invitation]:
    """Bodies of the audience whose address asked for no optional letters."""
    found = _chosen(council_session, CampaignKind.LETTER, audience, now)
    found = found.where(func.lower(Invitation.email).in_(stopped_addresses()))
    return session().scalars(found.options(contains_eager(Invitation.body)).order_by(Invitation.id)).all()


def _chosen(
    council_session: CouncilSession, kind: CampaignKind, audience: Audience, now: datetime
) -> Select[Invitation]:
    """Invitations go to those who got none; another letter, unless told otherwise, to those who did.

    Whose invitation was withdrawn gets neither: only by hand, on its own page, is a body invited again.
    """
    found = select(Invitation).join(Invitation.body).where(Invitation.council_session_id == council_session.id)
    if kind is CampaignKind.INVITATION:
        found = found.where(Invitation.state == InvitationState.DRAFT)
    elif not audience.standings and not audience.bodies:
        found = found.where(Invitation.state.not_in(NOT_INVITED))
    else:
        found = found.where(Invitation.state != InvitationState.WITHDRAWN)
    if audience.kinds:
        found = found.where(Body.kind.in_(audience.kinds))
    if audience.regions:
        found = found.where(Body.region.has(Region.code.in_(audience.regions)))
    if audience.bodies:
        found = found.where(Invitation.public_id.in_(audience.bodies))
    if audience.standings:
        standings = [standing.value for standing in audience.standings]
        found = found.where(standing_at(council_session, now).in_(standings))
    return found
