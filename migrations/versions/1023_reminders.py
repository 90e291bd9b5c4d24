"""The reminder ladder, what was sent by it, and days that a decree moved."""

import sqlalchemy as sa
from alembic import op

revision = "1023"
down_revision = "1063"
TARGETS = ("first", "second", "chancellery", "call")


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    op.create_table(
        "rung",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column(
            "target",
            sa.Enum(*TARGETS, name="rungtarget", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0 AND days <= 90", name=op.f("ck_rung_days_in_range")),
        sa.ForeignKeyConstraint(
            ["council_session_id"], ["council_session.id"], name=op.f("fk_rung_council_session_id_council_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung")),
        sa.UniqueConstraint("council_session_id", "days", name=op.f("uq_rung_council_session_id_days")),
    )
    op.create_table(
        "reminder",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_reminder_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("invitation_id", "days", name=op.f("uq_reminder_invitation_id_days")),
    )


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("rung")
    op.drop_table("calendar_day")
