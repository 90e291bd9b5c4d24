"""Merges of duplicates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1052"
down_revision = "1051"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column(
            "kind",
            sa.Enum("body", "person", name="mergekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("gone", sa.String(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("filled", JSON, nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_merge_public_id")),
    )
    op.create_index(op.f("ix_merge_kept"), "merge", ["kept"], unique=False)
    op.create_index(op.f("ix_merge_gone"), "merge", ["gone"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_merge_gone"), table_name="merge")
    op.drop_index(op.f("ix_merge_kept"), table_name="merge")
    op.drop_table("merge")
