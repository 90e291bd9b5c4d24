"""Tables of agenda."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "report",
                "presentation",
                "discussion",
                "procedural",
                "break",
                "decision",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_agenda_item_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_agenda_item_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
    )
    op.create_index("ix_agenda_item_order", "agenda_item", ["council_session_id", "position"], unique=False)
    op.create_table(
        "agenda_release",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_agenda_release_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_release")),
        sa.UniqueConstraint("council_session_id", "number", name=op.f("uq_agenda_release_council_session_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_release_public_id")),
    )
    op.create_table(
        "item_speaker",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_item_speaker_one_of_three"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_item_speaker_body_id_body")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_speaker_item_id_agenda_item")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_item_speaker_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_speaker")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_item_speaker_item_id_position")),
    )


def downgrade() -> None:
    op.drop_table("item_speaker")
    op.drop_table("agenda_release")
    op.drop_index("ix_agenda_item_order", table_name="agenda_item")
    op.drop_table("agenda_item")
