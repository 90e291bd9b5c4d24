"""Since when the mail server or the mailbox cannot be reached."""

import sqlalchemy as sa
from alembic import op

revision = "1165"
down_revision = "1142"
SERVICES = "'sending', 'reading'"


def upgrade() -> None:
    op.create_table(
        "mail_outage",
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"service IN ({SERVICES})", name=op.f("ck_mail_outage_mailservice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outage")),
        sa.UniqueConstraint("service", name=op.f("uq_mail_outage_service")),
    )


def downgrade() -> None:
    op.drop_table("mail_outage")
