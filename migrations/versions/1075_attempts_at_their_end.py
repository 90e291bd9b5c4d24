"""An attempt is written when it has ended; the index of due letters holds those that are still to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "1075"
down_revision = "1079"
TO_BE_SENT = sa.text("state IN ('queued', 'sending', 'waiting')")


def upgrade() -> None:
    # what a worker of the former release left when it was killed, as `mail.interruptions` writes it
    op.execute("UPDATE letter_attempt SET ended_at = started_at, answer = 'interrupted' WHERE ended_at IS NULL")
    op.execute("UPDATE letter SET state = 'waiting', lease_owner = NULL, lease_until = NULL WHERE state = 'sending'")
    with op.batch_alter_table("letter_attempt") as attempt:
        attempt.alter_column("ended_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_index("ix_letter_due", table_name="letter")
    op.create_index("ix_letter_due", "letter", ["next_at", "id"], postgresql_where=TO_BE_SENT, sqlite_where=TO_BE_SENT)


def downgrade() -> None:
    op.drop_index("ix_letter_due", table_name="letter")
    op.create_index("ix_letter_due", "letter", ["state", "next_at"], unique=False)
    with op.batch_alter_table("letter_attempt") as attempt:
        attempt.alter_column("ended_at", existing_type=sa.DateTime(timezone=True), nullable=True)
