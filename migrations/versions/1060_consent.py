"""What people agree to, their consent, and requests for erasure."""

import sqlalchemy as sa
from alembic import op

revision = "1060"
down_revision = "1010"


def upgrade() -> None:
    op.create_table(
        "consent_text",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_consent_text_version_positive")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_consent_text_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text")),
        sa.UniqueConstraint("council_id", "version", name=op.f("uq_consent_text_council_id_version")),
    )
    op.create_index(op.f("ix_consent_text_council_id"), "consent_text", ["council_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("consent_text_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_text_id"], ["consent_text.id"], name=op.f("fk_consent_consent_text_id_consent_text")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_consent_text_id"), "consent", ["consent_text_id"], unique=False)
    op.create_index(op.f("ix_consent_registration_id"), "consent", ["registration_id"], unique=False)
    _unique_where("uq_consent_standing", "consent", ["registration_id", "consent_text_id"], "withdrawn_at IS NULL")
    op.create_table(
        "erasure_request",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "erased",
                "refused",
                name="erasurerequeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (handled_at IS NULL)", name=op.f("ck_erasure_request_handled_has_moment")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_erasure_request_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_request_public_id")),
    )
    op.create_index(op.f("ix_erasure_request_registration_id"), "erasure_request", ["registration_id"], unique=False)
    _unique_where("uq_erasure_request_open", "erasure_request", ["registration_id"], "state = 'open'")


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("erasure_request", "consent", "consent_text"):
        op.drop_table(table)
