"""Tables of journal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("council_session", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_journal_entry_number")),
    )
    op.create_index("ix_journal_entry_council_session", "journal_entry", ["council_session"], unique=False)
    op.create_index("ix_journal_entry_object", "journal_entry", ["object_kind", "object_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_journal_entry_object", table_name="journal_entry")
    op.drop_index("ix_journal_entry_council_session", table_name="journal_entry")
    op.drop_table("journal_entry")
