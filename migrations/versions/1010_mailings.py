"""Mailings with recipients and states, outgoing numbers, letterheads, letters that are held back."""

import sqlalchemy as sa
from alembic import op

revision = "1010"
down_revision = "1022"

KINDS = sa.Enum("invitation", "letter", name="campaignkind", native_enum=False, create_constraint=True, length=40)
STATES = sa.Enum(
    "draft", "running", "paused", "done", "cancelled",
    name="campaignstate", native_enum=False, create_constraint=True, length=40,
)  # fmt: skip


def upgrade() -> None:
    op.add_column("letter", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    _create_letterhead()
    _create_outgoing_number()
    _let_go_of_campaigns()
    with op.batch_alter_table("campaign") as batch:
        batch.drop_constraint(op.f("uq_campaign_council_session_id_version"), type_="unique")
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("kind", KINDS, nullable=False, server_default="invitation"))
        batch.add_column(sa.Column("state", STATES, nullable=False, server_default="draft"))
        batch.add_column(sa.Column("has_official_letter", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("official_text", sa.JSON(), nullable=False, server_default="{}"))
        for moment in ("started_at", "ended_at", "lease_until"):
            batch.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
        for actor in ("started_by_kind", "started_by_id"):
            batch.add_column(sa.Column(actor, sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("lease_owner", sa.String(), nullable=True))
    op.execute("UPDATE campaign SET number = version")  # until now a session had one mailing in versions
    op.execute(
        "UPDATE campaign SET state = 'done', started_at = created_at, ended_at = created_at "
        "WHERE id IN (SELECT campaign_id FROM kept_campaign)"
    )
    with op.batch_alter_table("campaign") as batch:
        for column in (
            "number",
            "kind",
            "state",
            "has_official_letter",
            "official_text",
            "started_by_kind",
            "started_by_id",
        ):
            batch.alter_column(column, server_default=None)
        batch.create_unique_constraint(op.f("uq_campaign_council_session_id_number"), ["council_session_id", "number"])
        batch.create_check_constraint(
            op.f("ck_campaign_started_has_moment"), "(state = 'draft') = (started_at IS NULL)"
        )
    _take_campaigns_again()
    _create_recipient()


def downgrade() -> None:
    op.drop_table("campaign_recipient")
    _let_go_of_campaigns()
    with op.batch_alter_table("campaign") as batch:
        batch.drop_constraint(op.f("ck_campaign_started_has_moment"), type_="check")
        batch.drop_constraint("campaignkind", type_="check")
        batch.drop_constraint("campaignstate", type_="check")
        batch.drop_constraint(op.f("uq_campaign_council_session_id_number"), type_="unique")
        for column in (
            "lease_owner",
            "started_by_id",
            "started_by_kind",
            "lease_until",
            "ended_at",
            "started_at",
            "official_text",
            "has_official_letter",
            "state",
            "kind",
        ):
            batch.drop_column(column)
    op.execute("UPDATE campaign SET version = number")
    with op.batch_alter_table("campaign") as batch:
        batch.drop_column("number")
        batch.create_unique_constraint(
            op.f("uq_campaign_council_session_id_version"), ["council_session_id", "version"]
        )
    _take_campaigns_again()
    op.drop_table("outgoing_number")
    op.drop_table("letterhead")
    op.drop_column("letter", "held_at")


def _let_go_of_campaigns() -> None:
    """SQLite rebuilds the table, which no row may point to meanwhile."""
    op.execute(
        "CREATE TEMPORARY TABLE kept_campaign AS SELECT id, campaign_id FROM invitation WHERE campaign_id IS NOT NULL"
    )
    op.execute("UPDATE invitation SET campaign_id = NULL")


def _take_campaigns_again() -> None:
    op.execute(
        "UPDATE invitation SET campaign_id = "
        "(SELECT campaign_id FROM kept_campaign WHERE kept_campaign.id = invitation.id)"
    )
    op.execute("DROP TABLE kept_campaign")


def _create_letterhead() -> None:
    op.create_table(
        "letterhead",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("number_index", sa.String(), nullable=False),
        sa.Column("signatory_post", sa.JSON(), nullable=False),
        sa.Column("signatory_name", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_letterhead_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
        sa.UniqueConstraint("council_id", name=op.f("uq_letterhead_council_id")),
    )


def _create_outgoing_number() -> None:
    op.create_table(
        "outgoing_number",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_outgoing_number_number_positive")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_outgoing_number_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_number")),
        sa.UniqueConstraint("council_id", "year", "number", name=op.f("uq_outgoing_number_council_id_year_number")),
    )


def _create_recipient() -> None:
    op.create_table(
        "campaign_recipient",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("sending", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("outgoing_number_id", sa.Integer(), nullable=True),
        sa.Column("pdf_sha256", sa.String(), nullable=True),
        sa.Column("docx_sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pdf_sha256 IS NULL OR outgoing_number_id IS NOT NULL",
            name=op.f("ck_campaign_recipient_paper_has_number"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_recipient_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_campaign_recipient_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_campaign_recipient_letter_id_letter"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_number_id"],
            ["outgoing_number.id"],
            name=op.f("fk_campaign_recipient_outgoing_number_id_outgoing_number"),
        ),
        sa.ForeignKeyConstraint(
            ["pdf_sha256"], ["stored_file.sha256"], name=op.f("fk_campaign_recipient_pdf_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["docx_sha256"], ["stored_file.sha256"], name=op.f("fk_campaign_recipient_docx_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_recipient")),
        sa.UniqueConstraint(
            "campaign_id", "invitation_id", name=op.f("uq_campaign_recipient_campaign_id_invitation_id")
        ),
        sa.UniqueConstraint("outgoing_number_id", name=op.f("uq_campaign_recipient_outgoing_number_id")),
    )
    for column in ("invitation_id", "letter_id"):
        op.create_index(op.f(f"ix_campaign_recipient_{column}"), "campaign_recipient", [column])
    op.create_index("ix_campaign_recipient_pending", "campaign_recipient", ["campaign_id", "queued_at"])
