"""Imports go on where they stopped, rows are found by what they mean and say, and the undoing says what it left."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1077"
down_revision = "1082"

NAME = ("surname", "given_name", "patronymic")


def upgrade() -> None:
    for name in ("rows_to_do", "last_row"):
        op.add_column("import_run", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("row_key", "text", "left_because"):
        op.add_column("import_row", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_index("ix_import_row_key", "import_row", ["import_run_id", "row_key"], unique=False)
    _fill_texts()


def _fill_texts() -> None:
    """Rows of earlier imports say the same to an erasure as rows of later ones."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    rows = sa.table(
        "import_row",
        sa.column("id", sa.Integer()),
        sa.column("text", sa.String()),
        *(sa.column(name, json) for name in ("given", "before")),
    )
    change = rows.update().where(rows.c.id == sa.bindparam("row_id")).values(text=sa.bindparam("said"))
    connection, last = op.get_bind(), 0
    query = sa.select(rows.c.id, rows.c.given, rows.c.before).order_by(rows.c.id).limit(1000)
    while found := connection.execute(query.where(rows.c.id > last)).all():
        connection.execute(change, [{"row_id": key, "said": _said(given, before)} for key, given, before in found])
        last = found[-1][0]


def _said(*held: dict[str, str]) -> str:
    """The whole name, then every value, in small letters."""
    lines = [" ".join(filter(None, (values.get(name, "") for name in NAME))) for values in held]
    lines += [text for values in held for text in values.values()]
    return "\n".join(lines).casefold().replace("\u0307", "")


def downgrade() -> None:
    op.drop_index("ix_import_row_key", table_name="import_row")
    for name in ("left_because", "text", "row_key"):
        op.drop_column("import_row", name)
    for name in ("last_row", "rows_to_do"):
        op.drop_column("import_run", name)
