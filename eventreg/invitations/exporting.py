"""The board of a session as a table, in the language of whoever takes it out."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.models import Body
from eventreg.bodies.words import body_kind_words
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.documents.sheets import Cell
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local, stamp
from eventreg.i18n.languages import LETTER_ENDONYMS
from eventreg.invitations.events import InvitationsExported
from eventreg.invitations.models import Invitation
from eventreg.invitations.queries import BoardRow, Narrowed, board, board_rows, numbers_of_papers
from eventreg.invitations.rules import Standing
from eventreg.invitations.words import standing_words
from eventreg.journal.actions import announce
from eventreg.sessions.models import CouncilSession

PORTION = 500  # rows read at a time


def note_board_export(
    council_session: CouncilSession, narrowed: Narrowed, file_type: str, by: Actor, now: datetime
) -> None:
    """The journal knows who took how many rows out."""
    found = board(council_session, narrowed, now).order_by(None).with_only_columns(func.count(Invitation.id))
    about = council_session.public_id
    rows = session().scalar(found.options()) or 0
    announce(InvitationsExported(about=about, council_session=about, file_type=file_type, rows=rows), by, now)


def board_columns() -> Sequence[str]:
    return (
        _("No."),
        _("Body"),
        _("Kind"),
        _("Region"),
        _("E-mail"),
        _("Language"),
        _("State"),
        _("Outgoing number"),
        _("Invited"),
        _("Sent"),
        _("Answered"),
        _("Seats taken"),
        _("Seats"),
        _("Reason"),
        _("Words of the server"),
    )


def board_lines(council_session: CouncilSession, narrowed: Narrowed, now: datetime) -> Iterator[Sequence[Cell]]:
    """One row each in protocol order, read in portions; times are those of the venue."""
    with_region = joinedload(Invitation.body).joinedload(Body.region)
    query = board(council_session, narrowed, now)
    ids = session().scalars(query.with_only_columns(Invitation.id, maintain_column_froms=True).options()).all()
    number = 0
    for first in range(0, len(ids), PORTION):
        portion = select(Invitation).where(Invitation.id.in_(ids[first : first + PORTION])).options(with_region)
        found = {invitation.id: invitation for invitation in session().scalars(portion)}
        ordered = [found[one] for one in ids[first : first + PORTION]]
        papers = numbers_of_papers([invitation.id for invitation in ordered])
        for row in board_rows(council_session, ordered, now):
            number += 1
            yield (number, *_line(row, papers.get(row.invitation.id, ""), council_session.time_zone))


def _line(row: BoardRow, paper: str, zone: str) -> Sequence[Cell]:
    invitation, language = row.invitation, current_language()
    body = invitation.body
    return (
        body.name.in_language(language),
        body_kind_words()[body.kind],
        body.region.name.in_language(language) if body.region else "",
        invitation.email,
        LETTER_ENDONYMS[invitation.letter_language],
        standing_words()[row.standing],
        paper,
        _written(invitation.invited_at, zone),
        _written(row.letter.sent_at if row.letter else None, zone),
        _written(invitation.answered_at, zone),
        sum(seat.registration_id is not None for seat in invitation.seats),
        len(invitation.seats),
        invitation.decline_reason or invitation.withdrawal_reason,
        _server_words(row),
    )


def _server_words(row: BoardRow) -> str:
    if row.standing is Standing.BOUNCED and row.letter:
        return row.letter.bounce_words
    return f"{row.attempt.code or ''} {row.attempt.answer}".strip() if row.attempt else ""


def _written(moment: datetime | None, zone: str) -> str:
    return stamp(local(moment, zone)) if moment else ""
