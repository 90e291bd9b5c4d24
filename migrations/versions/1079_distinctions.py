"""Pairs that are no duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "1079"
down_revision = "1087"


def upgrade() -> None:
    op.create_table(
        "distinction",
        sa.Column(
            "kind",
            sa.Enum("body", "person", name="mergekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinction")),
        sa.UniqueConstraint("kind", "first", "second", name=op.f("uq_distinction_kind_first_second")),
        sa.UniqueConstraint("public_id", name=op.f("uq_distinction_public_id")),
    )
    op.create_index(op.f("ix_distinction_first"), "distinction", ["first"], unique=False)
    op.create_index(op.f("ix_distinction_second"), "distinction", ["second"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_distinction_second"), table_name="distinction")
    op.drop_index(op.f("ix_distinction_first"), table_name="distinction")
    op.drop_table("distinction")
