"""One portion of a mailing goes into the outbox: a stencil per language, and only what is personal for each letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy import select, update

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.files.models import StoredFile
from eventreg.i18n.dates import long_date
from eventreg.i18n.languages import parts_of
from eventreg.invitations.events import BodyInvited, BodyWrittenTo
from eventreg.invitations.mails import LETTERS, Paper, mailing_stencil, personal_values, way_of_papers
from eventreg.invitations.models import Campaign, CampaignKind, CampaignRecipient, Invitation
from eventreg.invitations.queries import seat_counts
from eventreg.invitations.reaching import has_heard
from eventreg.invitations.recipients import wording_in
from eventreg.journal.actions import announce
from eventreg.mail.bulk import Copy, post_copies
from eventreg.mail.stencils import Stencil
from eventreg.mail.stored_parts import joined
from eventreg.mail.subscriptions import subscriptions_of

PORTION = 250  # letters in one transaction
PDF_NAME, DOCX_NAME = "official-letter.pdf", "official-letter.docx"  # ASCII: other names hurt delivery


def post_portion(campaign: Campaign, recipients: Sequence[CampaignRecipient], now: datetime) -> None:
    """Every recipient's letter stands in the outbox, and the journal names who sent it this time.

    Whom an invitation reaches first by this letter knows of the session what it says.
    """
    if campaign.kind is CampaignKind.INVITATION:
        first = Invitation.id.in_([recipient.invitation_id for recipient in recipients]), ~has_heard()
        revision = campaign.council_session.revision
        session().execute(update(Invitation).where(*first).values(told_revision=revision, told_before=revision))
    copies = _Copies(campaign, recipients)
    keys = {recipient.id: _letter_key(recipient) for recipient in recipients}
    council_session = campaign.council_session
    ids = post_copies(
        LETTERS[campaign.kind],
        [copies.copy(recipient, keys[recipient.id]) for recipient in recipients],
        about_kind="invitation",
        council_session=council_session.public_id,
        reply_to=council_session.council.contact_email,
        not_after=last_moment_of(campaign),
        now=now,
    )
    rows = [{"id": one.id, "queued_at": now, "letter_id": ids[keys[one.id]]} for one in recipients]
    session().execute(update(CampaignRecipient), rows)
    for recipient in recipients:
        announce(_event(campaign, recipient), Actor(recipient.sent_by_kind, recipient.sent_by_id), now)


def last_moment_of(campaign: Campaign) -> datetime | None:
    """When nobody should get the letter any more: an invitation after the deadline for nominating, if there is one.

    A later deadline for delegates does not count: whom the letter reaches after the first can name nobody to them.
    """
    council_session = campaign.council_session
    is_invitation = campaign.kind is CampaignKind.INVITATION
    return council_session.nominate_until if is_invitation else council_session.ends_at


def _letter_key(recipient: CampaignRecipient) -> str:
    """Names the cause: this mailing to this body for the n-th time."""
    return f"campaign:{recipient.campaign.public_id}:{recipient.invitation.public_id}:{recipient.sending}"


class _Copies:
    """What the letters of a portion share is worked out once."""

    def __init__(self, campaign: Campaign, recipients: Sequence[CampaignRecipient]) -> None:
        self.campaign = campaign
        self.stencils: dict[tuple[str, Paper], Stencil] = {}
        self.seats = seat_counts([recipient.invitation_id for recipient in recipients])
        self.sizes = _sizes(recipients)
        is_optional = campaign.kind is CampaignKind.LETTER
        addresses = [recipient.invitation.email for recipient in recipients] if is_optional else []
        self.stop_links = {address: found.link.mark for address, found in subscriptions_of(addresses).items()}

    def copy(self, recipient: CampaignRecipient, key: str) -> Copy:
        invited, files = recipient.invitation, _files(recipient)
        paper = way_of_papers([self.sizes[sha256] for sha256, _ in files])
        language, stop_link = invited.letter_language, self.stop_links.get(invited.email.lower(), "")
        letters = [
            self._stencil(code, paper).filled(self._values(recipient, stop_link, code)) for code in parts_of(language)
        ]
        return Copy(
            key,
            invited.email,
            language,
            invited.public_id,
            reduce(joined, letters),
            stop_link,
            files if paper == "attached" else (),
        )

    def _values(self, recipient: CampaignRecipient, stop_link: str, language: str) -> Mapping[str, str]:
        invited, number = recipient.invitation, recipient.outgoing_number
        return {
            **personal_values(invited, self.seats.get(invited.id, 0), language),
            "link": invited.link.mark,
            "stop_link": stop_link,
            "number": number.label if number else "",
            "dated": long_date(number.dated, language) if number else "",
        }

    def _stencil(self, language: str, paper: Paper) -> Stencil:
        if (language, paper) not in self.stencils:
            wording = wording_in(self.campaign)
            self.stencils[language, paper] = mailing_stencil(self.campaign.council_session, wording, language, paper)
        return self.stencils[language, paper]


def _files(recipient: CampaignRecipient) -> tuple[tuple[str, str], ...]:
    named = ((recipient.pdf_sha256, PDF_NAME), (recipient.docx_sha256, DOCX_NAME))
    return tuple((sha256, name) for sha256, name in named if sha256)


def _sizes(recipients: Sequence[CampaignRecipient]) -> Mapping[str, int]:
    digests = [sha256 for recipient in recipients for sha256, _ in _files(recipient)]
    rows = session().execute(select(StoredFile.sha256, StoredFile.size).where(StoredFile.sha256.in_(digests)))
    return {sha256: size for sha256, size in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _event(campaign: Campaign, recipient: CampaignRecipient) -> BodyInvited | BodyWrittenTo:
    kind = BodyInvited if campaign.kind is CampaignKind.INVITATION else BodyWrittenTo
    return kind(
        about=recipient.invitation.public_id,
        council_session=campaign.council_session.public_id,
        body=recipient.invitation.body.public_id,
        campaign=campaign.public_id,
        number=recipient.outgoing_number.label if recipient.outgoing_number else "",
        sending=recipient.sending,
    )
