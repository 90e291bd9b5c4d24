"""What the QR code that goes with a letter holds, without its seal."""

import sqlalchemy as sa
from alembic import op

revision = "1087"
down_revision = "1081"


def upgrade() -> None:
    op.add_column("letter", sa.Column("qr_content", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("letter", "qr_content")
