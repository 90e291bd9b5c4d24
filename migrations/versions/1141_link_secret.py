"""With which secret the personal links were made; the next start notes it."""

import sqlalchemy as sa
from alembic import op

revision = "1141"
down_revision = "1122"


def upgrade() -> None:
    op.create_table(
        "link_secret",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_link_secret_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_secret")),
    )


def downgrade() -> None:
    op.drop_table("link_secret")
