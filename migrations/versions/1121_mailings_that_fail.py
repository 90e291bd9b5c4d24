"""Why the letters of a mailing could not be made, and how often that was tried."""

import sqlalchemy as sa
from alembic import op

revision = "1121"
down_revision = "1112"


def upgrade() -> None:
    op.add_column("campaign", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("campaign", sa.Column("failure", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("campaign", "failure")
    op.drop_column("campaign", "failures")
