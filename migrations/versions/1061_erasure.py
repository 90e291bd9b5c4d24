"""Periods for personal data; when a person was erased, and when a letter was emptied."""

import sqlalchemy as sa
from alembic import op

revision = "1061"
down_revision = "1060"


def upgrade() -> None:
    op.create_table(
        "retention_period",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contacts",
                "needs",
                "logistics",
                "answers",
                "letters",
                "applications",
                name="datakind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 3650", name=op.f("ck_retention_period_days_in_range")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_retention_period_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
        sa.UniqueConstraint("council_id", "kind", name=op.f("uq_retention_period_council_id_kind")),
    )
    op.create_index(op.f("ix_retention_period_council_id"), "retention_period", ["council_id"], unique=False)
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letter", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "forgotten_at")
    op.drop_column("person", "erased_at")
    op.drop_table("retention_period")
