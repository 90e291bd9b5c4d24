"""Bodies of a mailing whose address asked for no such letters after it was started."""

import sqlalchemy as sa
from alembic import op

revision = "1122"
down_revision = "1121"


def upgrade() -> None:
    op.add_column(
        "campaign_recipient", sa.Column("is_left_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("campaign_recipient", "is_left_out")
