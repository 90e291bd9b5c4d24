"""From how many devices something was sent by a body's link."""

import sqlalchemy as sa
from alembic import op

revision = "1081"
down_revision = "1074"


def upgrade() -> None:
    op.create_table(
        "link_use",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_link_use_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_use")),
        sa.UniqueConstraint("invitation_id", "device", name=op.f("uq_link_use_invitation_id_device")),
    )


def downgrade() -> None:
    op.drop_table("link_use")
