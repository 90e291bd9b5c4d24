"""Official letters to look at and to take: drafts and sent ones in the office, a body's own on its page."""

from collections.abc import Callable, Sequence

from flask import abort, request
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.guards import public
from eventreg.documents.official_letter import official_letter_docx, official_letter_pdf, official_letter_pictures
from eventreg.documents.types import OfficialLetter
from eventreg.files.queries import read_digest
from eventreg.invitations.actions.papers import DOCX, PDF
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.models import Campaign, CampaignRecipient, Invitation
from eventreg.invitations.outgoing import entered_paper
from eventreg.invitations.recipients import papers_of, recipient_in, words_of
from eventreg.invitations.views.blueprints import (
    Answer,
    guest,
    invitation_of_session,
    mailing_of_session,
    mailings,
    opened,
    readable_session,
)

FILES = {"pdf": PDF, "docx": DOCX}


@mailings.get("/<int(max=999999):number>/official-letter/<public_id>.<suffix>")
def official_letter(council_slug: str, session_code: str, number: int, public_id: str, suffix: str) -> Answer:
    """The paper to this body: the one that was sent, or a draft without a number, unless one was entered by hand.

    `png` is a picture of a page.

    With `?draft=1` the paper that the next mailing with these words would bring.
    """
    council_session = readable_session(council_slug, session_code)
    campaign = mailing_of_session(council_session, number)
    invitation = invitation_of_session(council_session, public_id)
    if not campaign.has_official_letter or suffix not in (*FILES, "png"):
        abort(404)
    recipient = None if "draft" in request.args else recipient_in(campaign, invitation)
    if suffix == "png":
        return _picture(_paper(campaign, invitation, recipient))
    if recipient and recipient.pdf_sha256:
        return _stored(recipient, suffix)
    render = official_letter_pdf if suffix == "pdf" else official_letter_docx
    return _file(render(_paper(campaign, invitation, recipient)), suffix, "draft")


@guest.get("/b/<public_id>/official-letters/<int(max=999999):number>.<suffix>")
@public
def official_letter_of_body(public_id: str, number: int, suffix: str) -> Answer:
    """A paper that was sent to this body; anybody else's looks like nobody's."""
    invitation = opened(public_id)
    found = next((paper for paper in papers_of(invitation) if paper.campaign.number == number), None)
    if suffix not in FILES or found is None:
        abort(404)
    return _stored(found, suffix)


@guest.context_processor
def papers_of_body() -> dict[str, Callable[[Invitation], Sequence[CampaignRecipient]]]:
    """Pages of a body may show the papers that went to it, but for those of an invitation that was withdrawn."""
    return {"papers_of": lambda invitation: [one for one in papers_of(invitation) if not one.is_paper_withdrawn]}


def _paper(campaign: Campaign, invitation: Invitation, recipient: CampaignRecipient | None) -> OfficialLetter:
    letters = OfficialLetters(campaign.council_session, words_of(campaign), clock.now())
    entered = entered_paper(invitation)
    number = recipient.outgoing_number if recipient else None
    return letters.letter(invitation, len(invitation.seats), number or (entered.outgoing_number if entered else None))


def _picture(letter: OfficialLetter) -> Response:
    """The page that `?page=` names, the first without."""
    pages = official_letter_pictures(letter)
    number = request.args.get("page", 1, type=int)
    return Response(pages[number - 1], mimetype="image/png") if 1 <= number <= len(pages) else abort(404)


def _stored(recipient: CampaignRecipient, suffix: str) -> Response:
    digest = recipient.pdf_sha256 if suffix == "pdf" else recipient.docx_sha256
    label = recipient.outgoing_number.label if recipient.outgoing_number else ""
    return paper_file(digest or "", label, suffix)


def paper_file(digest: str, label: str, suffix: str) -> Response:
    """A paper as it was kept, under a name with its number."""
    return _file(read_digest(digest), suffix, "".join(sign if sign.isalnum() else "-" for sign in label))


def _file(content: bytes, suffix: str, name: str) -> Response:
    """PDFs open in the browser, Word files are saved."""
    disposition = "inline" if suffix == "pdf" else "attachment"
    plain = name.encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'{disposition}; filename="official-letter-{plain}.{suffix}"'}
    return Response(content, mimetype=FILES[suffix], headers=headers)
