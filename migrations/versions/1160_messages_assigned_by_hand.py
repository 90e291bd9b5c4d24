"""Messages that belonged to nobody when they came, and that a person assigned to a body since."""

import sqlalchemy as sa
from alembic import op

revision = "1160"
down_revision = "1165"


def upgrade() -> None:
    op.add_column("inbound_message", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("inbound_message", "assigned_at")
