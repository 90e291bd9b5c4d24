"""A link in optional letters that stops them, and who used it."""

import sqlalchemy as sa
from alembic import op

revision = "1074"
down_revision = "1073"


def upgrade() -> None:
    op.add_column("letter", sa.Column("unsubscribe", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "subscription",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("address", name=op.f("uq_subscription_address")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_subscription_link_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subscription_public_id")),
    )


def downgrade() -> None:
    op.drop_table("subscription")
    op.drop_column("letter", "unsubscribe")
