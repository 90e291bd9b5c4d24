"""A letter knows that it came back, and in whose words."""

import sqlalchemy as sa
from alembic import op

revision = "1020"
down_revision = "1030"


def upgrade() -> None:
    op.add_column("letter", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letter", sa.Column("bounce_words", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("letter", "bounce_words")
    op.drop_column("letter", "bounced_at")
