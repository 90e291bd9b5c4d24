"""A reminder counts for the deadline that it was about; those that were sent, for the session's present one. Calls.

The deadline is a day at the venue. Where a session has none any more, it is the day of the reminder.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "1096"
down_revision = "1094"
NEW, FORMER = "uq_reminder_invitation_id_days_deadline", "uq_reminder_invitation_id_days"
REMINDER = sa.table("reminder", sa.column("id"), sa.column("deadline", sa.Date()))
SENT = sa.text(
    "SELECT reminder.id, council_session.nominate_until, reminder.made_at, council_session.time_zone FROM reminder"
    " JOIN invitation ON invitation.id = reminder.invitation_id"
    " JOIN council_session ON council_session.id = invitation.council_session_id"
).columns(
    sa.column("id", sa.Integer()),
    sa.column("nominate_until", sa.DateTime(timezone=True)),
    sa.column("made_at", sa.DateTime(timezone=True)),
    sa.column("time_zone", sa.String()),
)


def upgrade() -> None:
    op.add_column("reminder", sa.Column("deadline", sa.Date(), nullable=True))
    database = op.get_bind()
    for row in database.execute(SENT).all():
        day = _day_at(row.nominate_until or row.made_at, row.time_zone)
        database.execute(sa.update(REMINDER).where(REMINDER.c.id == row.id).values(deadline=day))
    with op.batch_alter_table("reminder") as reminder:
        reminder.alter_column("deadline", existing_type=sa.Date(), nullable=False)
        reminder.drop_constraint(FORMER, type_="unique")
        reminder.create_unique_constraint(NEW, ["invitation_id", "days", "deadline"])
    op.create_index("ix_reminder_letter", "reminder", ["letter"])
    op.create_table(
        "phone_call",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_phone_call_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
        sa.UniqueConstraint(
            "invitation_id", "days", "deadline", name=op.f("uq_phone_call_invitation_id_days_deadline")
        ),
    )


def _day_at(moment: datetime, zone: str) -> date:
    """SQLite gives moments without their zone, which is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone)).date()


def downgrade() -> None:
    """The latest reminder on each rung stays."""
    op.execute("DELETE FROM reminder WHERE id NOT IN (SELECT max(id) FROM reminder GROUP BY invitation_id, days)")
    op.drop_table("phone_call")
    op.drop_index("ix_reminder_letter", table_name="reminder")
    with op.batch_alter_table("reminder") as reminder:
        reminder.drop_constraint(NEW, type_="unique")
        reminder.create_unique_constraint(FORMER, ["invitation_id", "days"])
        reminder.drop_column("deadline")
