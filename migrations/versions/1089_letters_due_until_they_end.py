"""A letter that has ended is due at no moment; no index looks at its state or its lease any more.

PostgreSQL then changes a letter that is claimed and begun in its place, without touching its ten indexes, if there is
room on its page: pages of new letters are filled by half, and the texts of letters lie beside them.
"""

import sqlalchemy as sa
from alembic import op

revision = "1089"
down_revision = "1088"
ENDED = "state IN ('sent', 'refused', 'missed', 'cancelled')"
MOMENT = sa.DateTime(timezone=True)
INDEXES = (
    ("ix_letter_due", ["next_at", "id"], "state IN ('queued', 'sending', 'waiting')"),
    ("ix_letter_leased", ["domain"], "lease_until IS NOT NULL"),
    ("ix_letter_due", ["next_at", "id"], "next_at IS NOT NULL"),
    ("ix_letter_to_be_sent_to", ["domain"], "next_at IS NOT NULL"),
)


def upgrade() -> None:
    for name, _, _ in INDEXES[:2]:
        op.drop_index(name, table_name="letter")
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("next_at", existing_type=MOMENT, nullable=True)
    op.execute(f"UPDATE letter SET next_at = NULL WHERE {ENDED}")  # noqa: S608  (words of this file)
    with op.batch_alter_table("letter") as letter:
        letter.create_check_constraint(op.f("ck_letter_ended_or_due"), f"(next_at IS NULL) = ({ENDED})")
    _create(INDEXES[2:])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE letter SET (fillfactor = 50, toast_tuple_target = 256)")


def downgrade() -> None:
    for name, _, _ in INDEXES[2:]:
        op.drop_index(name, table_name="letter")
    with op.batch_alter_table("letter") as letter:
        letter.drop_constraint(op.f("ck_letter_ended_or_due"), type_="check")
    op.execute("UPDATE letter SET next_at = coalesce(sent_at, queued_at) WHERE next_at IS NULL")
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("next_at", existing_type=MOMENT, nullable=False)
    _create(INDEXES[:2])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE letter RESET (fillfactor, toast_tuple_target)")


def _create(indexes: tuple[tuple[str, list[str], str], ...]) -> None:
    for name, columns, where in indexes:
        op.create_index(name, "letter", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
