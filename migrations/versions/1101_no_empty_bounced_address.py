"""No address is none at which nothing arrives: a report about a letter that was emptied had left such a row."""

from alembic import op

revision = "1101"
down_revision = "1097"


def upgrade() -> None:
    op.execute("DELETE FROM bounced_address WHERE address = ''")


def downgrade() -> None:
    """Nothing: no such row is wanted back."""
