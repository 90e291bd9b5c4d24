"""A letter that is made anew goes until the deadline that was the next one when somebody sent it."""

import sqlalchemy as sa
from alembic import op

revision = "1111"
down_revision = "1097"


def upgrade() -> None:
    op.add_column("campaign_recipient", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("campaign_recipient", "asked_at")
