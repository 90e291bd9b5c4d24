"""Tables of invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"], ["council_session.id"], name=op.f("fk_campaign_council_session_id_council_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("council_session_id", "version", name=op.f("uq_campaign_council_session_id_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaign_public_id")),
    )
    op.create_index(op.f("ix_campaign_council_session_id"), "campaign", ["council_session_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "invited",
                "answered",
                "declined",
                name="invitationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'declined') = (declined_at IS NOT NULL)", name=op.f("ck_invitation_declined_has_moment")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_invitation_body_id_body")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_invitation_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_invitation_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("council_session_id", "body_id", name=op.f("uq_invitation_council_session_id_body_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_invitation_link_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
    )
    op.create_index(op.f("ix_invitation_body_id"), "invitation", ["body_id"], unique=False)
    op.create_index(op.f("ix_invitation_council_session_id"), "invitation", ["council_session_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "delegate",
                "speaker",
                "guest",
                "press",
                "staff",
                name="participantrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_seat_invitation_id_invitation")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_seat_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("invitation_id", "role", "position", name=op.f("uq_seat_invitation_id_role_position")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_seat_registration_id")),
    )


def downgrade() -> None:
    op.drop_table("seat")
    op.drop_index(op.f("ix_invitation_council_session_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_body_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_campaign_council_session_id"), table_name="campaign")
    op.drop_table("campaign")
