"""Letters to bodies in Kazakh and Russian, and the council that says for whom."""

import sqlalchemy as sa
from alembic import op

revision = "1088"
down_revision = "1077"


def upgrade() -> None:
    op.add_column("invitation", sa.Column("is_bilingual", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("letterhead", sa.Column("bilingual_letters", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("letterhead", "bilingual_letters")
    op.drop_column("invitation", "is_bilingual")
