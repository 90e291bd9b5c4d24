"""Why a session was called off, and how often people were told of a change.

Columns are added in place, since a rebuilt table is written anew for every row.
"""

import sqlalchemy as sa
from alembic import op

revision = "1073"
down_revision = "1023"


def upgrade() -> None:
    op.add_column("council_session", sa.Column("stage_reason", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("council_session", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("council_session", "revision")
    op.drop_column("council_session", "stage_reason")
