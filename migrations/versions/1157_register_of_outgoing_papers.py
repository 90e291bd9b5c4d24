"""The register of outgoing papers: what bears each number, with its files as they froze, also those replaced since.

Of a paper that was replaced before this, the number is known and the file is not: it stands with its letter alone.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "1157"
down_revision = "1156"

UNUSED = sa.text("recipient_id IS NULL")
NUMBERS = """
SELECT n.id, i.id, r.id, r.pdf_sha256, r.docx_sha256,
       (SELECT MIN(later.id) FROM campaign_recipient later
        WHERE later.invitation_id = i.id AND later.outgoing_number_id > n.id),
       (SELECT MIN(other.id) FROM campaign_recipient other WHERE other.invitation_id = i.id)
FROM outgoing_number n
JOIN invitation i ON i.public_id = n.about_id AND n.about_kind = 'invitation'
LEFT JOIN campaign_recipient r ON r.outgoing_number_id = n.id
ORDER BY n.id
"""


def upgrade() -> None:
    op.create_table(
        "outgoing_paper",
        sa.Column("outgoing_number_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("pdf_sha256", sa.String(), nullable=True),
        sa.Column("docx_sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "pdf_sha256 IS NULL OR recipient_id IS NOT NULL", name=op.f("ck_outgoing_paper_paper_has_recipient")
        ),
        *_foreign_keys(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_paper")),
        sa.UniqueConstraint("outgoing_number_id", name=op.f("uq_outgoing_paper_outgoing_number_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_paper_public_id")),
    )
    for column in ("invitation_id", "recipient_id"):
        op.create_index(op.f(f"ix_outgoing_paper_{column}"), "outgoing_paper", [column])
    _enter_what_is_there()
    op.create_index(
        "uq_outgoing_paper_entered",
        "outgoing_paper",
        ["invitation_id"],
        unique=True,
        postgresql_where=UNUSED,
        sqlite_where=UNUSED,
    )


def downgrade() -> None:
    op.drop_table("outgoing_paper")


def _foreign_keys() -> list[sa.ForeignKeyConstraint]:
    referred = (
        ("outgoing_number_id", "outgoing_number", "id"),
        ("invitation_id", "invitation", "id"),
        ("recipient_id", "campaign_recipient", "id"),
        ("pdf_sha256", "stored_file", "sha256"),
        ("docx_sha256", "stored_file", "sha256"),
    )
    return [
        sa.ForeignKeyConstraint([column], [f"{table}.{key}"], name=op.f(f"fk_outgoing_paper_{column}_{table}"))
        for column, table, key in referred
    ]


def _enter_what_is_there() -> None:
    """A number that no recipient has any more was followed by a later one of the same body, and belongs to its mailing."""
    connection = op.get_bind()
    insert = sa.text(
        "INSERT INTO outgoing_paper (public_id, outgoing_number_id, invitation_id, recipient_id, pdf_sha256, docx_sha256) "
        "VALUES (:public_id, :number, :invitation, :recipient, :pdf, :docx)"
    )
    for number, invitation, recipient, pdf, docx, later, other in connection.execute(sa.text(NUMBERS)).all():
        bearer = recipient or later or other
        if bearer is not None:
            row = {"number": number, "invitation": invitation, "recipient": bearer, "pdf": pdf, "docx": docx}
            connection.execute(insert, {"public_id": secrets.token_urlsafe(12), **row})
