"""Imports of tables: runs, rows, remembered columns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1051"
down_revision = "1062"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _states(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("council_session_id", sa.Integer(), nullable=True),
        sa.Column("kind", _states("importkind", "bodies", "people", "registrations"), nullable=False),
        sa.Column(
            "state",
            _states(
                "importstate",
                "uploaded",
                "checking",
                "checked",
                "importing",
                "imported",
                "undoing",
                "undone",
                "refused",
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("sample", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_import_run_council_id_council")),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_import_run_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_run_public_id")),
    )
    op.create_index(op.f("ix_import_run_council_id"), "import_run", ["council_id"], unique=False)
    _create_rows()
    op.create_table(
        "remembered_columns",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("kind", _states("importkind", "bodies", "people", "registrations"), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_remembered_columns_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_columns")),
        sa.UniqueConstraint("council_id", "kind", name=op.f("uq_remembered_columns_council_id_kind")),
    )


def _create_rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("import_run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", _states("rowoutcome", "new", "changed", "same", "bad"), nullable=False),
        sa.Column("given", JSON, nullable=False),
        sa.Column("faults", JSON, nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_import_row_import_run_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_run_id", "number", name=op.f("uq_import_row_import_run_id_number")),
    )
    op.create_index("ix_import_row_outcome", "import_row", ["import_run_id", "outcome", "number"], unique=False)
    op.create_index("ix_import_row_thing", "import_row", ["thing"], unique=False)


def downgrade() -> None:
    op.drop_table("remembered_columns")
    op.drop_index("ix_import_row_thing", table_name="import_row")
    op.drop_index("ix_import_row_outcome", table_name="import_row")
    op.drop_table("import_row")
    op.drop_index(op.f("ix_import_run_council_id"), table_name="import_run")
    op.drop_table("import_run")
