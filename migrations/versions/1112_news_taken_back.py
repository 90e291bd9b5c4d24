"""What people and bodies knew of a session before the latest news, which they are told anew if that was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "1112"
down_revision = "1111"
TOLD = ("registration", "invitation")


def upgrade() -> None:
    """The latest news of before is taken for one change."""
    for table in TOLD:
        op.add_column(table, sa.Column("told_before", sa.Integer(), nullable=False, server_default="0"))
        op.execute(f"UPDATE {table} SET told_before = told_revision - 1 WHERE told_revision > 0")  # noqa: S608


def downgrade() -> None:
    for table in TOLD:
        op.drop_column(table, "told_before")
