"""Why a mailing failed is kept as a reason of our own and the error's type; its words may hold personal data."""

import sqlalchemy as sa
from alembic import op

revision = "1161"
down_revision = "1160"
campaign = sa.table("campaign", sa.column("failure", sa.String()))


def upgrade() -> None:
    op.add_column("campaign", sa.Column("failure_type", sa.String(), nullable=False, server_default=""))
    op.execute(campaign.update().where(campaign.c.failure != "").values(failure="letter_cannot_be_made"))


def downgrade() -> None:
    op.drop_column("campaign", "failure_type")
