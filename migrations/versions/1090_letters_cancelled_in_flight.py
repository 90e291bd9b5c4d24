"""A letter that is cancelled while it is handed over gets no other attempt."""

import sqlalchemy as sa
from alembic import op

revision = "1090"
down_revision = "1089"


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column("is_last_attempt", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("letter") as letter:
        letter.add_column(column)


def downgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("is_last_attempt")
