"""Contacts and successors of bodies, name forms of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1050"
down_revision = "1040"

JSONB = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# ADD COLUMN with its constraint inline: both databases take it, and SQLite need not rebuild a table that others
# refer to.
KEYS = (
    ("body", "successor_id", "body"),
    ("body", "merged_into_id", "body"),
    ("person", "merged_into_id", "person"),
)
CHECKS = {
    ("body", "successor_id"): (
        "CONSTRAINT ck_body_successor_is_another CHECK (successor_id <> id) "
        "CONSTRAINT ck_body_successor_has_day CHECK (successor_id IS NULL OR valid_until IS NOT NULL)"
    ),
    ("body", "merged_into_id"): "CONSTRAINT ck_body_merged_into_another CHECK (merged_into_id <> id)",
    ("person", "merged_into_id"): "CONSTRAINT ck_person_merged_into_another CHECK (merged_into_id <> id)",
}


def upgrade() -> None:
    op.add_column("body", sa.Column("short_name", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("body", sa.Column("valid_from", sa.Date(), nullable=True))
    op.execute(
        "ALTER TABLE body ADD COLUMN valid_until DATE CONSTRAINT ck_body_valid_in_order CHECK (valid_from <= valid_until)"
    )
    op.add_column("person", sa.Column("name_key", sa.String(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("name_forms", JSONB, nullable=False, server_default="{}"))
    for table, column, target in KEYS:
        key = f"CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {key} {CHECKS[table, column]}")
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.execute("UPDATE person SET name_key = search_key")
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)
    _create_contact()


def _create_contact() -> None:
    op.create_table(
        "contact",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "rank",
            sa.Enum(
                "first",
                "second",
                "chancellery",
                name="contactrank",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("email <> '' OR phone <> ''", name=op.f("ck_contact_reachable")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_contact_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
    )
    op.create_index("ix_contact_order", "contact", ["body_id", "place"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_contact_order", table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_person_name_key"), table_name="person")
    for table, column, _ in KEYS:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_merged_into_another"), type_="check")
        for column in ("merged_into_id", "name_forms", "name_key"):
            person.drop_column(column)
    with op.batch_alter_table("body") as body:
        for name in ("successor_is_another", "successor_has_day", "merged_into_another", "valid_in_order"):
            body.drop_constraint(op.f(f"ck_body_{name}"), type_="check")
        for column in ("merged_into_id", "successor_id", "valid_until", "valid_from", "short_name"):
            body.drop_column(column)
