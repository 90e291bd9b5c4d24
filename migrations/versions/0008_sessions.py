"""Tables of sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "council_session",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary",
                "extraordinary",
                "extended",
                "field",
                "correspondence",
                name="sessionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("city", sa.JSON(), nullable=False),
        sa.Column("venue", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "announced",
                "open",
                "held",
                "closed",
                "postponed",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nominate_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("imported", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_council_session_capacity_positive")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_council_session_ends_after_start")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_session_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_council_session_council_id_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_council_session_public_id")),
    )


def downgrade() -> None:
    op.drop_table("council_session")
