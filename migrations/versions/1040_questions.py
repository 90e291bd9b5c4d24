"""Questions with versions and choices, answers, places of choices, files on their way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1040"
down_revision = "1000"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("shown_when_id", sa.Integer(), nullable=True),
        sa.Column("shown_when_value", sa.String(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "retention_days IS NULL OR retention_days >= 0", name=op.f("ck_question_retention_not_negative")
        ),
        sa.CheckConstraint(
            "shown_when_id IS NULL OR shown_when_id <> id", name=op.f("ck_question_not_shown_by_itself")
        ),
        sa.ForeignKeyConstraint(
            ["council_session_id"], ["council_session.id"], name=op.f("fk_question_council_session_id_council_session")
        ),
        sa.ForeignKeyConstraint(["shown_when_id"], ["question.id"], name=op.f("fk_question_shown_when_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("council_session_id", "name", name=op.f("uq_question_council_session_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_public_id")),
    )
    op.create_index(op.f("ix_question_council_session_id"), "question", ["council_session_id"])
    op.create_index(op.f("ix_question_shown_when_id"), "question", ["shown_when_id"])
    _versions_and_choices()
    _answers()


def _versions_and_choices() -> None:
    op.create_table(
        "question_version",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("caption", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("labels", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_version_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_version")),
        sa.UniqueConstraint("id", "question_id", name=op.f("uq_question_version_id_question_id")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_question_version_question_id_number")),
    )
    op.create_table(
        "question_choice",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 0", name=op.f("ck_question_choice_capacity_not_negative")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_choice_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_choice")),
        sa.UniqueConstraint("id", "capacity", name=op.f("uq_question_choice_id_capacity")),
        sa.UniqueConstraint("question_id", "code", name=op.f("uq_question_choice_question_id_code")),
    )


def _answers() -> None:
    op.create_table(
        "answer",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_answer_file_id_stored_file")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.ForeignKeyConstraint(
            ["question_version_id", "question_id"],
            ["question_version.id", "question_version.question_id"],
            name="fk_answer_question_version",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_public_id")),
        sa.UniqueConstraint("registration_id", "question_id", name=op.f("uq_answer_registration_id_question_id")),
    )
    op.create_index(op.f("ix_answer_file_id"), "answer", ["file_id"])
    op.create_index("ix_answer_question_id", "answer", ["question_id"])
    _places_and_uploads()


def _places_and_uploads() -> None:
    op.create_table(
        "choice_place",
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND capacity", name=op.f("ck_choice_place_number_within_capacity")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_choice_place_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["choice_id", "capacity"],
            ["question_choice.id", "question_choice.capacity"],
            name="fk_choice_place_choice",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice_place")),
        sa.UniqueConstraint("choice_id", "answer_id", name=op.f("uq_choice_place_choice_id_answer_id")),
        sa.UniqueConstraint("choice_id", "number", name=op.f("uq_choice_place_choice_id_number")),
    )
    op.create_index(op.f("ix_choice_place_answer_id"), "choice_place", ["answer_id"])
    op.create_table(
        "upload",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_upload_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_upload_question_id_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_upload_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    for column in ("file_id", "question_id", "registration_id"):
        op.create_index(op.f(f"ix_upload_{column}"), "upload", [column])


def downgrade() -> None:
    for table in ("upload", "choice_place", "answer", "question_choice", "question_version", "question"):
        op.drop_table(table)
