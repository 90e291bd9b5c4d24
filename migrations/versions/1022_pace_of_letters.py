"""Letters know their recipient's domain, so that it is sent to at a limited pace."""

import sqlalchemy as sa
from alembic import op

revision = "1022"
down_revision = "1021"
LEASED = sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    for table in ("letter", "letter_attempt"):
        op.add_column(table, sa.Column("domain", sa.String(), nullable=False, server_default=""))
    at = "instr(recipient, '@')" if op.get_bind().dialect.name == "sqlite" else "position('@' in recipient)"
    op.execute(f"UPDATE letter SET domain = lower(substr(recipient, {at} + 1))")  # noqa: S608  # constants of this file
    op.create_index("ix_letter_leased", "letter", ["domain"], postgresql_where=LEASED, sqlite_where=LEASED)
    op.create_index("ix_letter_attempt_pace", "letter_attempt", ["domain", "started_at"])


def downgrade() -> None:
    op.drop_index("ix_letter_attempt_pace", table_name="letter_attempt")
    op.drop_index("ix_letter_leased", table_name="letter")
    for table in ("letter_attempt", "letter"):
        op.drop_column(table, "domain")
