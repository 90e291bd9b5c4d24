"""What people are told of a session, and of which revision everybody was told.

Columns are added in place, since a rebuilt table is written anew for every row. Until now everybody was told at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "1082"
down_revision = "1075"


def upgrade() -> None:
    op.create_table(
        "session_news",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("former_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("former_city", sa.JSON(), nullable=False),
        sa.Column("former_venue", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_session_news_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_news")),
        sa.UniqueConstraint("council_session_id", "revision", name=op.f("uq_session_news_council_session_id_revision")),
    )
    for table in ("registration", "invitation"):
        op.add_column(table, sa.Column("told_revision", sa.Integer(), nullable=False, server_default="0"))
        op.execute(
            f"UPDATE {table} SET told_revision = (SELECT revision FROM council_session"  # noqa: S608  (names are ours)
            f" WHERE council_session.id = {table}.council_session_id)"
        )


def downgrade() -> None:
    for table in ("invitation", "registration"):
        op.drop_column(table, "told_revision")
    op.drop_table("session_news")
