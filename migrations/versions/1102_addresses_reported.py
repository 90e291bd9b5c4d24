"""An address to which letters still go, though a report that quotes no letter of ours says that nothing arrives there.

Rows of former releases stopped letters, and go on doing so.
"""

import sqlalchemy as sa
from alembic import op

revision = "1102"
down_revision = "1101"


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column("is_stopped", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("bounced_address", column)


def downgrade() -> None:
    op.execute("DELETE FROM bounced_address WHERE NOT is_stopped")
    with op.batch_alter_table("bounced_address") as bounced_address:
        bounced_address.drop_column("is_stopped")
