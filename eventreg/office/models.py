"""Imports of tables: one run per file, one row per line of it, and the columns remembered per council."""

from datetime import datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.councils.models import Council
from eventreg.sessions.models import CouncilSession


class ImportKind(StrEnum):
    """What the rows of the file are."""

    BODIES = "bodies"
    PEOPLE = "people"
    REGISTRATIONS = "registrations"


class ImportState(StrEnum):
    """Where a run is; from `checked` a person decides, the other steps are work of a job."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"


class RowOutcome(StrEnum):
    """What a row brings: something new, a change, nothing that is not there already, or faults."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


class ImportRun(PublicId, Base):
    """One file on its way into the registry, with who brought it; the command line has no council."""

    __tablename__ = "import_run"

    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    council_session_id: Mapped[int | None] = mapped_column(ForeignKey("council_session.id"))
    kind: Mapped[ImportKind]
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED)
    file_name: Mapped[str]
    headers: Mapped[list[Any]]
    sample: Mapped[list[Any]]  # the first rows, to recognise columns by
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field → number of its column, from 0
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_to_do: Mapped[int] = mapped_column(default=0)  # of the present step, where that is known
    last_row: Mapped[int] = mapped_column(default=0)  # number of the row that the present step did last, 0 for none
    refusal: Mapped[str] = mapped_column(default="")  # why the file was refused, a code
    created_at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]

    council: Mapped[Council | None] = relationship()
    council_session: Mapped[CouncilSession | None] = relationship()


class ImportRow(Base):
    """One row of a file: what it says, what is wrong with it, and what was done with it."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_run_id", "number"),
        Index("ix_import_row_outcome", "import_run_id", "outcome", "number"),
        Index("ix_import_row_thing", "thing"),
        Index("ix_import_row_key", "import_run_id", "row_key"),
    )

    import_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    number: Mapped[int]  # as a spreadsheet counts, from 1 with the header
    outcome: Mapped[RowOutcome]
    given: Mapped[dict[str, Any]]  # field → text, as it will be stored
    faults: Mapped[list[Any]]  # pairs of field and reason code
    thing: Mapped[str] = mapped_column(default="")  # public id of the body, person or registration
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the changed fields held
    is_done: Mapped[bool] = mapped_column(default=False)
    row_key: Mapped[str] = mapped_column(default="")  # equal for two rows that mean the same thing; "" for a bad row
    text: Mapped[str] = mapped_column(default="")  # all that it says, in small letters: what an erasure looks through
    left_because: Mapped[str] = mapped_column(default="")  # why the undoing left its thing as it is, a code

    run: Mapped[ImportRun] = relationship()


class RememberedColumns(Base):
    """Under which headers a council's files hold the fields; offered for the next file."""

    __tablename__ = "remembered_columns"
    __table_args__ = (UniqueConstraint("council_id", "kind"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[ImportKind]
    headers: Mapped[dict[str, Any]]  # field → header

    council: Mapped[Council] = relationship()
