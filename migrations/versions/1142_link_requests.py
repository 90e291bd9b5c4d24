"""Who asked for a link on a page, until a worker has looked whether there is one to send."""

import sqlalchemy as sa
from alembic import op

revision = "1142"
down_revision = "1141"
PURPOSES = "'invitation', 'registration'"


def upgrade() -> None:
    op.create_table(
        "link_request",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"purpose IN ({PURPOSES})", name=op.f("ck_link_request_linkpurpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
    )


def downgrade() -> None:
    op.drop_table("link_request")
