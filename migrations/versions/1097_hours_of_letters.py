"""The hours within which alone a letter is sent."""

import sqlalchemy as sa
from alembic import op

revision = "1097"
down_revision = "1096"


def upgrade() -> None:
    op.add_column("letter", sa.Column("send_hours", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "send_hours")
