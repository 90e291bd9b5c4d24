"""Applications to take part."""

import sqlalchemy as sa
from alembic import op

revision = "1063"
down_revision = "1052"


def upgrade() -> None:
    op.create_table(
        "application_option",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_application_option_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_option")),
        sa.UniqueConstraint("council_session_id", name=op.f("uq_application_option_council_session_id")),
    )
    op.create_table(
        "application",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("consent_language", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_application_council_session_id_council_session"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_application_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_application_link_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    op.create_index("ix_application_email", "application", ["council_session_id", "email"], unique=False)
    op.create_index(op.f("ix_application_registration_id"), "application", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_table("application")
    op.drop_table("application_option")
