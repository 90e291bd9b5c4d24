"""Tables of publication."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("recommendations", name="publicationkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("canonical_sha256", sa.String(), nullable=False),
        sa.Column("previous_sha256", sa.String(), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_publication_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "council_session_id", "kind", "version", name=op.f("uq_publication_council_session_id_kind_version")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_publication_public_id")),
    )
    op.create_table(
        "published_file",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_published_file_publication_id_publication")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_published_file_stored_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_file")),
        sa.UniqueConstraint(
            "publication_id", "format", "languages", name=op.f("uq_published_file_publication_id_format_languages")
        ),
    )


def downgrade() -> None:
    op.drop_table("published_file")
    op.drop_table("publication")
