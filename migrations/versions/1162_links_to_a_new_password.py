"""A link to a new password of staff is asked for as links of bodies and people are; papers that were replaced stay."""

import sqlalchemy as sa
from alembic import op

revision = "1162"
down_revision = "1161"
BEFORE = "purpose IN ('invitation', 'registration')"
NOW = "purpose IN ('invitation', 'registration', 'password')"
NAME = "ck_link_request_linkpurpose"


def upgrade() -> None:
    _allow(NOW)
    op.create_table(
        "former_paper",
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("outgoing_number_id", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["campaign_recipient.id"], name=op.f("fk_former_paper_recipient_id_campaign_recipient")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_number_id"],
            ["outgoing_number.id"],
            name=op.f("fk_former_paper_outgoing_number_id_outgoing_number"),
        ),
        sa.ForeignKeyConstraint(
            ["pdf_sha256"], ["stored_file.sha256"], name=op.f("fk_former_paper_pdf_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_paper")),
        sa.UniqueConstraint("outgoing_number_id", name=op.f("uq_former_paper_outgoing_number_id")),
    )
    op.create_index(op.f("ix_former_paper_recipient_id"), "former_paper", ["recipient_id"])


def downgrade() -> None:
    op.drop_table("former_paper")
    op.execute("DELETE FROM link_request WHERE purpose = 'password'")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    with op.batch_alter_table("link_request") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), condition)
