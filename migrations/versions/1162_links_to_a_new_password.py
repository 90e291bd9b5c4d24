"""A link to a new password of staff is asked for as links of bodies and people are."""

from alembic import op

revision = "1162"
down_revision = "1161"
BEFORE = "purpose IN ('invitation', 'registration')"
NOW = "purpose IN ('invitation', 'registration', 'password')"
NAME = "ck_link_request_linkpurpose"


def upgrade() -> None:
    _allow(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM link_request WHERE purpose = 'password'")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    with op.batch_alter_table("link_request") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), condition)
