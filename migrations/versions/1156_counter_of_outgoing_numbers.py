"""The counter of outgoing numbers can be set, goes on over the year where wanted, and others are entered by hand."""

import sqlalchemy as sa
from alembic import op

revision = "1156"
down_revision = "1162"

NUMBERING = sa.Enum("yearly", "continuous", name="numbering", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("letterhead") as batch:
        batch.add_column(sa.Column("numbering", NUMBERING, nullable=False, server_default="yearly"))
        batch.add_column(sa.Column("number_floor", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("number_floor_year", sa.Integer(), nullable=True))
    op.add_column("outgoing_number", sa.Column("label_key", sa.String(), nullable=False, server_default=""))
    _write_keys()
    with op.batch_alter_table("outgoing_number") as batch:
        batch.alter_column("number", existing_type=sa.Integer(), nullable=True)
        batch.create_unique_constraint("uq_outgoing_number_label", ["council_id", "year", "label_key"])


def downgrade() -> None:
    _count_those_entered_by_hand()
    with op.batch_alter_table("outgoing_number") as batch:
        batch.drop_constraint("uq_outgoing_number_label", type_="unique")
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("label_key")
    with op.batch_alter_table("letterhead") as batch:
        batch.drop_constraint("numbering", type_="check")
        for column in ("number_floor_year", "number_floor", "numbering"):
            batch.drop_column(column)


def _write_keys() -> None:
    """The second of two numbers that look alike, under a former index, keeps its label and gets a key of its own."""
    connection, seen = op.get_bind(), set()
    rows = connection.execute(sa.text("SELECT id, council_id, year, label FROM outgoing_number ORDER BY id")).all()
    write = sa.text("UPDATE outgoing_number SET label_key = :key WHERE id = :id")
    for number_id, council_id, year, label in rows:
        key = "".join(label.casefold().split())
        if (council_id, year, key) in seen:
            key = f"{key} {number_id}"
        seen.add((council_id, year, key))
        connection.execute(write, {"key": key, "id": number_id})


def _count_those_entered_by_hand() -> None:
    """They get numbers of the counter, which the former schema wants; their labels stay."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, council_id, year FROM outgoing_number WHERE number IS NULL")).all()
    for number_id, council_id, year in rows:
        connection.execute(
            sa.text(
                "UPDATE outgoing_number SET number = (SELECT COALESCE(MAX(number), 0) + 1 FROM outgoing_number AS other "
                "WHERE other.council_id = :council AND other.year = :year) WHERE id = :id"
            ),
            {"council": council_id, "year": year, "id": number_id},
        )
