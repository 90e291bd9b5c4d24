"""The register of outgoing letters as a table, in the language of whoever takes it out."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.models import Council, OutgoingNumber
from eventreg.documents.sheets import Cell
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import short_date
from eventreg.invitations.events import OutgoingLettersExported
from eventreg.invitations.models import OutgoingPaper
from eventreg.invitations.outgoing import PaperState, RegisterFilter, register_of, states_of
from eventreg.invitations.words import paper_kind_words, paper_state_words
from eventreg.journal.actions import announce

PORTION = 500  # rows read at a time


def note_register_export(council: Council, narrowed: RegisterFilter, file_type: str, by: Actor, now: datetime) -> None:
    """The journal knows who took how many rows out."""
    found = register_of(council, narrowed).order_by(None).options().with_only_columns(func.count(OutgoingPaper.id))
    rows = session().scalar(found) or 0
    announce(OutgoingLettersExported(about=council.public_id, file_type=file_type, rows=rows), by, now)


def register_columns() -> Sequence[str]:
    return (
        _("No."),
        _("Outgoing number"),
        _("Date"),
        _("Addressee"),
        _("Session"),
        _("Kind"),
        _("State"),
    )


def register_lines(council: Council, narrowed: RegisterFilter) -> Iterator[Sequence[Cell]]:
    """One row for each number, the earliest first as in a register on paper, read in portions."""
    query = register_of(council, narrowed).order_by(None).order_by(OutgoingNumber.dated, OutgoingNumber.id)
    ids = session().scalars(query.options().with_only_columns(OutgoingPaper.id, maintain_column_froms=True)).all()
    for first in range(0, len(ids), PORTION):
        portion = ids[first : first + PORTION]
        states = states_of(portion)
        papers = session().scalars(query.where(OutgoingPaper.id.in_(portion))).all()
        for number, paper in enumerate(papers, start=first + 1):
            yield (number, *_line(paper, states[paper.id]))


def _line(paper: OutgoingPaper, state: PaperState) -> Sequence[Cell]:
    invitation, language = paper.invitation, current_language()
    return (
        paper.outgoing_number.label,
        short_date(paper.outgoing_number.dated),
        invitation.body.name.in_language(language),
        f"{invitation.council_session.code} {invitation.council_session.title.in_language(language)}",
        paper_kind_words()[paper.recipient.campaign.kind] if paper.recipient else "",
        paper_state_words()[state],
    )
