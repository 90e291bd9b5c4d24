"""Admission, waiting list, substitutions; what bodies upload and write. The database itself refuses one too many.

Triggers on `registration` count those who hold a place and refuse the one beyond the session's capacity, on PostgreSQL
under a lock of the session's row. A later migration that rebuilds `registration` on SQLite (batch mode) loses them and
must call `create_triggers` again; `tests/architecture/test_migrations.py` watches over that.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1030"
down_revision = "1050"

BEFORE = ("nominated", "confirmed", "withdrawn", "replaced")
STATES = (*BEFORE, "pending", "asked", "waiting", "lapsed", "rejected")
HOLDING = "('nominated', 'confirmed', 'pending')"
FULL = "the session is full"


def upgrade() -> None:
    with op.batch_alter_table("registration") as batch:
        batch.drop_constraint(op.f("ck_registration_registrationstate"), type_="check")
        batch.create_check_constraint(op.f("ck_registration_registrationstate"), _one_of(STATES))
        batch.add_column(sa.Column("waiting_number", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("decision_reason", sa.String(), nullable=False, server_default=""))
        batch.create_unique_constraint(
            op.f("uq_registration_council_session_id_waiting_number"), ["council_session_id", "waiting_number"]
        )
        batch.create_check_constraint(
            op.f("ck_registration_waiting_has_number"), "(state = 'waiting') = (waiting_number IS NOT NULL)"
        )
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("decision_reason", server_default=None)
    _create_admission()
    _create_substitution()
    op.add_column("seat", sa.Column("is_lent", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_what_bodies_send()
    create_triggers()


def downgrade() -> None:
    drop_triggers()
    for table in ("body_message", "nominating_letter", "extra_nominee", "substitution", "admission"):
        op.drop_table(table)
    with op.batch_alter_table("seat") as batch:
        batch.drop_column("is_lent")
    op.execute(f"UPDATE registration SET state = 'withdrawn', waiting_number = NULL WHERE NOT ({_one_of(BEFORE)})")  # noqa: S608  # constants of this file
    with op.batch_alter_table("registration") as batch:
        batch.drop_constraint(op.f("ck_registration_waiting_has_number"), type_="check")
        batch.drop_constraint(op.f("uq_registration_council_session_id_waiting_number"), type_="unique")
        batch.drop_column("decision_reason")
        batch.drop_column("offered_until")
        batch.drop_column("waiting_number")
        batch.drop_constraint(op.f("ck_registration_registrationstate"), type_="check")
        batch.create_check_constraint(op.f("ck_registration_registrationstate"), _one_of(BEFORE))


def create_triggers() -> None:
    """From now on nobody gets a place beyond the session's capacity, whoever writes."""
    held = (
        f"(SELECT count(*) FROM registration WHERE council_session_id = NEW.council_session_id AND state IN {HOLDING})"  # noqa: S608  # constants of this file
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION registration_capacity() RETURNS trigger LANGUAGE plpgsql "  # noqa: S608  # constants of this file
            "AS $$ DECLARE places integer; BEGIN "
            f"IF NEW.state NOT IN {HOLDING} OR (TG_OP = 'UPDATE' AND OLD.state IN {HOLDING}) THEN RETURN NEW; END IF; "
            "SELECT capacity INTO places FROM council_session WHERE id = NEW.council_session_id FOR NO KEY UPDATE; "
            f"IF {held} >= places THEN RAISE EXCEPTION '{FULL}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER registration_capacity BEFORE INSERT OR UPDATE OF state ON registration "
            "FOR EACH ROW EXECUTE FUNCTION registration_capacity()"
        )
        return
    places = "(SELECT capacity FROM council_session WHERE id = NEW.council_session_id)"
    for when, moved in (("insert", ""), ("update", f"OLD.state NOT IN {HOLDING} AND ")):
        column = " OF state" if when == "update" else ""
        op.execute(
            f"CREATE TRIGGER registration_capacity_{when} BEFORE {when.upper()}{column} ON registration FOR EACH ROW "
            f"WHEN {moved}NEW.state IN {HOLDING} AND {held} >= {places} BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
        )


def drop_triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER registration_capacity ON registration")
        op.execute("DROP FUNCTION registration_capacity()")
        return
    for when in ("insert", "update"):
        op.execute(f"DROP TRIGGER registration_capacity_{when}")


def _one_of(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def _create_admission() -> None:
    op.create_table(
        "admission",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column(
            "overflow",
            sa.Enum("refuse", "wait", "ask", name="overflow", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("bodies_confirm", sa.Boolean(), nullable=False),
        sa.Column("approved_roles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("offers_by_itself", sa.Boolean(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("offer_hours BETWEEN 1 AND 720", name=op.f("ck_admission_offer_hours_sensible")),
        sa.ForeignKeyConstraint(
            ["council_session_id"], ["council_session.id"], name=op.f("fk_admission_council_session_id_council_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
        sa.UniqueConstraint("council_session_id", name=op.f("uq_admission_council_session_id")),
    )


def _create_substitution() -> None:
    ends = ("from_registration_id", "to_registration_id")
    op.create_table(
        "substitution",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("from_registration_id", sa.Integer(), nullable=False),
        sa.Column("to_registration_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_registration_id <> to_registration_id", name=op.f("ck_substitution_two_people")),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_substitution_council_session_id_council_session"),
        ),
        *(
            sa.ForeignKeyConstraint([end], ["registration.id"], name=op.f(f"fk_substitution_{end}_registration"))
            for end in ends
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    for column in ("council_session_id", *ends):
        op.create_index(op.f(f"ix_substitution_{column}"), "substitution", [column])


def _create_what_bodies_send() -> None:
    op.create_table(
        "extra_nominee",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_extra_nominee_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_extra_nominee_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_nominee")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_extra_nominee_registration_id")),
    )
    op.create_table(
        "nominating_letter",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_nominating_letter_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_nominating_letter_stored_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominating_letter")),
        sa.UniqueConstraint(
            "invitation_id", "stored_file_id", name=op.f("uq_nominating_letter_invitation_id_stored_file_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_nominating_letter_public_id")),
    )
    op.create_table(
        "body_message",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_body_message_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_message")),
        sa.UniqueConstraint("invitation_id", "form_key", name=op.f("uq_body_message_invitation_id_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_body_message_public_id")),
    )
    for table in ("extra_nominee", "nominating_letter", "body_message"):
        op.create_index(op.f(f"ix_{table}_invitation_id"), table, ["invitation_id"])
    op.create_index(op.f("ix_nominating_letter_stored_file_id"), "nominating_letter", ["stored_file_id"])
