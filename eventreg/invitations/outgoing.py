"""The register of outgoing letters: every number that a council gave, what bears it, and what became of that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.councils.models import Council, OutgoingNumber
from eventreg.councils.rules import number_key
from eventreg.i18n.search_keys import search_words
from eventreg.invitations.models import Campaign, CampaignRecipient, CampaignState, Invitation, OutgoingPaper
from eventreg.mail.models import Letter, LetterAttachment, LetterState
from eventreg.mail.rules import UNSENT
from eventreg.sessions.models import CouncilSession


class PaperState(StrEnum):
    """What became of the letter that brings a paper."""

    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    REPLACED = "replaced"  # a paper under a new number followed it
    NEVER_SENT = "never_sent"


@dataclass(frozen=True)
class RegisterFilter:
    """What the register is narrowed to; empty for all."""

    text: str = ""
    council_session: str = ""  # its code
    state: PaperState | None = None

    @property
    def is_narrowing(self) -> bool:
        return self != RegisterFilter()


def entered_paper(invitation: Invitation) -> OutgoingPaper | None:
    """The number that was entered by hand for the next paper to this body, if there is one."""
    return next(iter(entered_papers([invitation.id])), None)


def entered_papers(invitation_ids: Sequence[int]) -> Sequence[OutgoingPaper]:
    """Those numbers of these invitations."""
    query = select(OutgoingPaper).where(OutgoingPaper.recipient_id.is_(None))
    query = query.where(OutgoingPaper.invitation_id.in_(invitation_ids))
    return session().scalars(query.options(joinedload(OutgoingPaper.outgoing_number))).all()


def number_entered(invitation_ids: Collection[int]) -> int:
    """For how many of these invitations a number waits that was entered by hand."""
    query = select(OutgoingPaper.invitation_id).where(OutgoingPaper.recipient_id.is_(None))
    return len(set(session().scalars(query)).intersection(invitation_ids))


def register_of(council: Council, narrowed: RegisterFilter) -> Select[OutgoingPaper]:
    """The lines of the register, the latest first; text is found in numbers and in names of bodies in any script."""
    found = _lines(select(OutgoingPaper)).where(OutgoingNumber.council_id == council.id)
    if narrowed.text:
        found = found.where(_says(narrowed.text))
    if narrowed.council_session:
        found = found.where(CouncilSession.code == narrowed.council_session)
    if narrowed.state:
        found = found.where(_state() == narrowed.state.value)
    found = found.options(
        contains_eager(OutgoingPaper.outgoing_number),
        contains_eager(OutgoingPaper.invitation).contains_eager(Invitation.body),
        contains_eager(OutgoingPaper.invitation).contains_eager(Invitation.council_session),
        contains_eager(OutgoingPaper.recipient).contains_eager(CampaignRecipient.campaign),
    )
    return found.order_by(OutgoingNumber.dated.desc(), OutgoingNumber.id.desc())


def states_of(paper_ids: Sequence[int]) -> dict[int, PaperState]:
    """What became of each of these papers, in one statement."""
    rows = session().execute(_lines(select(OutgoingPaper.id, _state())).where(OutgoingPaper.id.in_(paper_ids)))
    return {paper_id: PaperState(state) for paper_id, state in rows}


def paper_in(council: Council, public_id: str) -> OutgoingPaper | None:
    """The line of the council's register with that id."""
    own = OutgoingPaper.outgoing_number.has(OutgoingNumber.council_id == council.id)
    query = select(OutgoingPaper).filter_by(public_id=public_id).where(own)
    return session().scalar(query.options(joinedload(OutgoingPaper.outgoing_number)))


def replaced_papers_of(invitation: Invitation) -> list[tuple[OutgoingPaper, OutgoingNumber]]:
    """The papers to this body that others followed, each with the number of the next one, latest first."""
    query = select(OutgoingPaper).filter_by(invitation_id=invitation.id).where(OutgoingPaper.pdf_sha256.is_not(None))
    query = query.options(joinedload(OutgoingPaper.outgoing_number)).order_by(OutgoingPaper.outgoing_number_id)
    by_mailing: dict[int | None, list[OutgoingPaper]] = {}
    for paper in session().scalars(query):
        by_mailing.setdefault(paper.recipient_id, []).append(paper)
    found = [pair for papers in by_mailing.values() for pair in pairwise(papers)]
    replaced = [(former, following.outgoing_number) for former, following in found]
    return sorted(replaced, key=lambda one: one[0].outgoing_number_id, reverse=True)


def sessions_in_register(council: Council) -> Sequence[CouncilSession]:
    """The sessions whose letters stand in the register, the latest first."""
    named = select(Invitation.council_session_id).join(OutgoingPaper, OutgoingPaper.invitation_id == Invitation.id)
    query = select(CouncilSession).where(CouncilSession.council_id == council.id, CouncilSession.id.in_(named))
    return session().scalars(query.order_by(CouncilSession.starts_at.desc())).all()


def _lines(chosen: Select) -> Select:  # type: ignore[type-arg]  # the columns are the caller's
    """Joined with what the state and the filters look at."""
    found = chosen.join(OutgoingPaper.outgoing_number).join(OutgoingPaper.invitation).join(Invitation.body)
    found = found.join(Invitation.council_session).outerjoin(OutgoingPaper.recipient)
    return found.outerjoin(CampaignRecipient.campaign).outerjoin(CampaignRecipient.letter)


def _says(text: str) -> ColumnElement[bool]:
    in_number = OutgoingNumber.label_key.contains(number_key(text.lstrip("№ ")), autoescape=True)
    words = [Body.search_key.contains(word, autoescape=True) for word in search_words(text)]
    return or_(in_number, and_(*words)) if words else in_number


def _state() -> ColumnElement[str]:
    """The `PaperState` of a line. A letter that was erased had been sent; what was sent once under the number was."""
    state, recipient = PaperState, CampaignRecipient
    is_over = or_(recipient.is_left_out, Campaign.state == CampaignState.CANCELLED)
    return case(
        (recipient.id.is_(None), state.WAITING.value),
        (recipient.outgoing_number_id != OutgoingPaper.outgoing_number_id, state.REPLACED.value),
        (and_(recipient.queued_at.is_not(None), ~recipient.is_left_out, Letter.id.is_(None)), state.SENT.value),
        (and_(recipient.queued_at.is_not(None), Letter.state.in_(UNSENT)), state.WAITING.value),
        (and_(recipient.queued_at.is_(None), ~is_over), state.WAITING.value),
        (OutgoingPaper.pdf_sha256.is_(None), state.NEVER_SENT.value),  # the letter is one before this number
        (_went(), state.SENT.value),
        (or_(Letter.state == LetterState.REFUSED, Letter.bounced_at.is_not(None)), state.REFUSED.value),
        (Letter.state == LetterState.SENT, state.SENT.value),
        else_=state.NEVER_SENT.value,
    )


def _went() -> ColumnElement[bool]:
    """Some letter to the body brought this very file, and did not come back."""
    letter, attachment = aliased(Letter), aliased(LetterAttachment)
    brought = select(letter.id).join(attachment, attachment.letter_id == letter.id)
    brought = brought.where(letter.about_kind == "invitation", letter.about_id == Invitation.public_id)
    brought = brought.where(letter.state == LetterState.SENT, letter.bounced_at.is_(None))
    return brought.where(attachment.sha256 == OutgoingPaper.pdf_sha256).correlate(Invitation, OutgoingPaper).exists()
