"""What sending the invitation to everybody whom the board is narrowed to would do, however many they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import session
from eventreg.invitations.checks import can_carry
from eventreg.invitations.models import (
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
    letter_language,
)
from eventreg.invitations.queries import Narrowed, board
from eventreg.invitations.reaching import on_its_way
from eventreg.invitations.recipients import Wording, campaigns_of, facts_stated, wording_of
from eventreg.sessions.models import CouncilSession

SHOWN = 20  # bodies by name
ANSWERS = (InvitationState.ANSWERED, InvitationState.DECLINED)

Found = Row[int, InvitationState, str, str, bool, int | None, bool, int]  # in the order of `_found`


@dataclass(frozen=True)
class Bodies:
    """How many bodies, and the first of them."""

    number: int
    first: Sequence[Invitation]


@dataclass(frozen=True)
class Part:
    """What one mailing brings; without a mailing what a new one with the session's present words would."""

    campaign: Campaign | None
    ids: Sequence[int]  # of the invitations, in protocol order
    has_papers: bool


@dataclass(frozen=True)
class NarrowedSending:
    """Who gets the letter by which mailing, who is left out, and what is missing before it may go."""

    wording: Wording  # the session's present words
    parts: Sequence[Part]
    languages: Mapping[str, int]  # how many letters in each, most first
    by_present_words: frozenset[str]  # languages of letters that the present words are needed for
    answered: int  # letters to bodies that answered or declined already
    new_papers: Sequence[int]  # ids of those that get their numbered paper by this sending
    bodies: Bodies
    without_address: Bodies
    on_their_way: Bodies
    fingerprint: str  # changes with the list, what the letters say, where they go, and what was sent already

    @property
    def number(self) -> int:
        return self.bodies.number


def narrowed_sending(council_session: CouncilSession, narrowed: Narrowed, now: datetime) -> NarrowedSending:
    """What would be sent now to those whom `narrowed` leaves on the board, and whose invitation was not withdrawn."""
    rows, wording = _found(council_session, narrowed, now), wording_of(council_session)
    ready = [row for row in rows if row.email and not row.is_on_its_way]
    campaigns = {campaign.id: campaign for campaign in session().scalars(campaigns_of(council_session))}
    kept = {row.id: row.campaign_id for row in ready if can_carry(campaigns.get(row.campaign_id), _language(row))}
    ways = {row.id: kept.get(row.id, _present(wording)) for row in ready}
    parts = [
        _part(campaigns.get(one), [row.id for row in ready if ways[row.id] == one], wording)
        for one in sorted(set(ways.values()))
    ]
    return NarrowedSending(
        wording=wording,
        parts=parts,
        languages=dict(Counter(_language(row) for row in ready).most_common()),
        by_present_words=frozenset(_language(row) for row in ready if row.id not in kept),
        answered=sum(row.state in ANSWERS for row in ready),
        new_papers=_new_papers(parts),
        bodies=_bodies([row.id for row in ready]),
        without_address=_bodies([row.id for row in rows if not row.email]),
        on_their_way=_bodies([row.id for row in rows if row.email and row.is_on_its_way]),
        fingerprint=_fingerprint(council_session, ready, parts, ways, wording),
    )


def _found(council_session: CouncilSession, narrowed: Narrowed, now: datetime) -> Sequence[Found]:
    """Only what is asked of each, since there may be thousands."""
    sent = select(func.coalesce(func.sum(CampaignRecipient.sending), 0)).join(CampaignRecipient.campaign)
    sent = sent.where(CampaignRecipient.invitation_id == Invitation.id, Campaign.kind == CampaignKind.INVITATION)
    query = board(council_session, narrowed, now).with_only_columns(
        Invitation.id,
        Invitation.state,
        Invitation.email,
        Invitation.language,
        Invitation.is_bilingual,
        Invitation.campaign_id,
        on_its_way().label("is_on_its_way"),
        sent.scalar_subquery().label("sendings"),
        maintain_column_froms=True,
    )
    return session().execute(query.where(Invitation.state != InvitationState.WITHDRAWN).options()).all()


def _language(row: Found) -> str:
    return letter_language(row.language, row.is_bilingual)


def _present(wording: Wording) -> int:
    """The id of the mailing for those whose former one cannot bring the letter; 0 for a new one."""
    present = wording.campaign
    return present.id if present is not None and present.state is not CampaignState.CANCELLED else 0


def _part(campaign: Campaign | None, ids: Sequence[int], wording: Wording) -> Part:
    return Part(campaign, ids, campaign.has_official_letter if campaign else wording.words.has_official_letter)


def _new_papers(parts: Sequence[Part]) -> Sequence[int]:
    found: list[int] = []
    for part in (one for one in parts if one.has_papers):
        done = select(CampaignRecipient.invitation_id).where(CampaignRecipient.pdf_sha256.is_not(None))
        papers = set(session().scalars(done.filter_by(campaign=part.campaign))) if part.campaign else set()
        found += [one for one in part.ids if one not in papers]
    return found


def _bodies(ids: Sequence[int]) -> Bodies:
    query = select(Invitation).where(Invitation.id.in_(ids[:SHOWN])).options(joinedload(Invitation.body))
    by_id = {invitation.id: invitation for invitation in session().scalars(query)}
    return Bodies(len(ids), [by_id[one] for one in ids[:SHOWN]])


def _fingerprint(
    council_session: CouncilSession,
    rows: Sequence[Found],
    parts: Sequence[Part],
    ways: Mapping[int, int],
    wording: Wording,
) -> str:
    letters = [[row.id, row.email, _language(row), row.sendings, ways[row.id]] for row in rows]
    words = [
        [campaign.id, campaign.version, campaign.state is CampaignState.PAUSED]
        for campaign in (part.campaign for part in parts)
        if campaign is not None
    ]
    facts = facts_stated(council_session, any(part.has_papers for part in parts))
    return sha256_hex(canonical_json([letters, words, wording.version, facts]))[:24]
