"""Tables of recommendations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "recommendations",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "collecting",
                "drafting",
                "tabled",
                "adopted",
                "published",
                "superseded",
                name="recommendationsstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("preamble", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quorum_snapshot_id", sa.Integer(), nullable=True),
        sa.Column("adopted_text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("adopted_sha256", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_recommendations_council_session_id_council_session"),
        ),
        sa.ForeignKeyConstraint(
            ["quorum_snapshot_id"],
            ["quorum_snapshot.id"],
            name=op.f("fk_recommendations_quorum_snapshot_id_quorum_snapshot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint("council_session_id", name=op.f("uq_recommendations_council_session_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recommendations_public_id")),
    )
    op.create_table(
        "clause",
        sa.Column("recommendations_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column(
            "deadline_kind",
            sa.Enum(
                "by_date",
                "within_days",
                "quarter",
                "continuous",
                "quarterly",
                "none",
                name="deadlinekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("deadline_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(deadline_kind IN ('by_date', 'quarter')) = (deadline_on IS NOT NULL)",
            name=op.f("ck_clause_deadline_has_date"),
        ),
        sa.CheckConstraint(
            "(deadline_kind IN ('within_days', 'quarterly')) = (deadline_days IS NOT NULL)",
            name=op.f("ck_clause_deadline_has_days"),
        ),
        sa.CheckConstraint("deadline_days IS NULL OR deadline_days > 0", name=op.f("ck_clause_deadline_days_positive")),
        sa.ForeignKeyConstraint(
            ["recommendations_id"], ["recommendations.id"], name=op.f("fk_clause_recommendations_id_recommendations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clause_public_id")),
    )
    op.create_index("ix_clause_order", "clause", ["recommendations_id", "position"], unique=False)
    op.create_table(
        "clause_addressee",
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column(
            "addressee_class",
            sa.Enum(
                "ministries",
                "akimats",
                "education_authorities",
                "education_organisations",
                "ngos",
                "companies",
                name="addresseeclass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(body_id IS NULL) <> (addressee_class IS NULL)", name=op.f("ck_clause_addressee_body_or_class")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_clause_addressee_body_id_body")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_addressee_clause_id_clause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_addressee")),
        sa.UniqueConstraint("clause_id", "position", name=op.f("uq_clause_addressee_clause_id_position")),
    )
    op.create_table(
        "clause_revision",
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("addressees", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("deadline", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_revision_clause_id_clause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_revision")),
        sa.UniqueConstraint("clause_id", "number", name=op.f("uq_clause_revision_clause_id_number")),
    )


def downgrade() -> None:
    op.drop_table("clause_revision")
    op.drop_table("clause_addressee")
    op.drop_index("ix_clause_order", table_name="clause")
    op.drop_table("clause")
    op.drop_table("recommendations")
