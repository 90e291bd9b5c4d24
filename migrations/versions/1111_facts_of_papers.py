"""Papers that would state what is not so any more are known by a hash, which those made before lack."""

import sqlalchemy as sa
from alembic import op

revision = "1111"
down_revision = "1102"


def upgrade() -> None:
    op.add_column("campaign_recipient", sa.Column("paper_facts", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("campaign_recipient", "paper_facts")
