"""The official letters of a mailing: numbers taken once, files made and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.core.db import locked, session
from eventreg.councils.actions import take_outgoing_numbers
from eventreg.documents.official_letter import DocxStencil, official_letter_pdf
from eventreg.documents.types import OfficialLetter
from eventreg.files.actions import store
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.models import Campaign, CampaignRecipient, OutgoingPaper
from eventreg.invitations.outgoing import entered_papers
from eventreg.invitations.queries import seat_counts
from eventreg.invitations.recipients import words_of

PAPERS = 25  # in one go: about a second of rendering
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Paper:
    """An official letter that is to be rendered, for the recipient with this id, and what is its own in the stencil."""

    recipient_id: int
    letter: OfficialLetter
    by_word: Mapping[str, str]
    facts: str


@dataclass(frozen=True)
class Papers:
    """Letters of one mailing that are to be rendered, and the letter from which their Word files are made."""

    stencil: OfficialLetter
    letters: Sequence[Paper]


@dataclass(frozen=True)
class Rendered:
    """Its two files."""

    recipient_id: int
    pdf: bytes
    docx: bytes
    facts: str


def next_papers(campaign: Campaign, recipients: Sequence[CampaignRecipient], now: datetime) -> Papers | None:
    """The papers of those recipients that have no true one, if there are any; each has its number from now on.

    A paper that states what is not so any more is followed by one under a new number; the former number stays taken.
    """
    seats = seat_counts([recipient.invitation_id for recipient in recipients])
    letters = OfficialLetters(campaign.council_session, words_of(campaign), now)
    missing = [one for one in recipients if not has_true_paper(one, letters, seats.get(one.invitation_id, 0))]
    _number([one for one in missing if one.outgoing_number_id is None or one.pdf_sha256], campaign, now)
    if not missing:
        return None
    for one in missing:
        one.pdf_sha256 = one.docx_sha256 = one.paper_facts = None
    stencil, places = letters.stencil()
    papers = []
    for one in missing:
        about = one.invitation, seats.get(one.invitation_id, 0), one.outgoing_number
        facts = letters.facts(*about[:2])
        papers.append(Paper(one.id, letters.letter(*about), letters.by_word(places, *about), facts))
    return Papers(stencil, papers)


def has_true_paper(recipient: CampaignRecipient, letters: OfficialLetters, seats: int) -> bool:
    """The paper was made, and what it states is so; one that is older than the hash of its facts is left alone."""
    if recipient.pdf_sha256 is None:
        return False
    return recipient.paper_facts in (None, letters.facts(recipient.invitation, seats))


def render_papers(papers: Papers) -> list[Rendered]:
    """Outside of any transaction, since it takes a while."""
    stencil = DocxStencil(papers.stencil, list(papers.letters[0].by_word))
    return [
        Rendered(paper.recipient_id, official_letter_pdf(paper.letter), stencil.filled(paper.by_word), paper.facts)
        for paper in papers.letters
    ]


def keep_papers(rendered: Sequence[Rendered], now: datetime) -> None:
    """The files are stored for good and belong to their recipients, and to their lines of the register."""
    lines = _lines([paper.recipient_id for paper in rendered])
    for paper in rendered:
        recipient = session().get_one(CampaignRecipient, paper.recipient_id)
        line = lines[paper.recipient_id]
        recipient.pdf_sha256 = line.pdf_sha256 = store(paper.pdf, PDF, now).sha256
        recipient.docx_sha256 = line.docx_sha256 = store(paper.docx, DOCX, now).sha256
        recipient.paper_facts = paper.facts


def _number(recipients: Sequence[CampaignRecipient], campaign: Campaign, now: datetime) -> None:
    """Each recipient has the number that was entered for its body by hand, else the next of the counter."""
    if not recipients:
        return
    council = locked(campaign.council_session.council)
    entered = {paper.invitation_id: paper for paper in entered_papers([one.invitation_id for one in recipients])}
    counted = [one for one in recipients if one.invitation_id not in entered]
    numbers = take_outgoing_numbers(council, [("invitation", one.invitation.public_id) for one in counted], now)
    for recipient, number in zip(counted, numbers, strict=True):
        recipient.outgoing_number = number
        line = OutgoingPaper(outgoing_number=number, invitation=recipient.invitation, recipient=recipient)
        session().add(line)
    for recipient in recipients:
        if paper := entered.get(recipient.invitation_id):
            recipient.outgoing_number, paper.recipient = paper.outgoing_number, recipient
    session().flush()


def _lines(recipient_ids: Sequence[int]) -> dict[int, OutgoingPaper]:
    """The present line of the register of each of these recipients."""
    present = OutgoingPaper.outgoing_number_id == CampaignRecipient.outgoing_number_id
    query = select(OutgoingPaper).join(CampaignRecipient, present).where(CampaignRecipient.id.in_(recipient_ids))
    return {paper.recipient_id: paper for paper in session().scalars(query) if paper.recipient_id}
