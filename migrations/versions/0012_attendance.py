"""Tables of attendance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "quorum_snapshot",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "base",
            sa.Enum("members", "bodies", name="quorumbase", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("represented", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_quorum_snapshot_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quorum_snapshot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quorum_snapshot_public_id")),
    )
    op.create_index(
        op.f("ix_quorum_snapshot_council_session_id"), "quorum_snapshot", ["council_session_id"], unique=False
    )
    op.create_table(
        "presence",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "scan", "code", "name", "online", name="channel", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("left_at IS NULL OR left_at >= entered_at", name=op.f("ck_presence_leaves_after_entry")),
        sa.ForeignKeyConstraint(
            ["council_session_id"], ["council_session.id"], name=op.f("fk_presence_council_session_id_council_session")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_presence_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_presence_public_id")),
    )
    op.create_index(op.f("ix_presence_council_session_id"), "presence", ["council_session_id"], unique=False)
    op.create_index(op.f("ix_presence_registration_id"), "presence", ["registration_id"], unique=False)
    op.create_index(
        "uq_presence_open",
        "presence",
        ["registration_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_presence_open",
        table_name="presence",
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.drop_index(op.f("ix_presence_registration_id"), table_name="presence")
    op.drop_index(op.f("ix_presence_council_session_id"), table_name="presence")
    op.drop_table("presence")
    op.drop_index(op.f("ix_quorum_snapshot_council_session_id"), table_name="quorum_snapshot")
    op.drop_table("quorum_snapshot")
