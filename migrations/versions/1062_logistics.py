"""Travel, hotel and meals."""

import sqlalchemy as sa
from alembic import op

revision = "1062"
down_revision = "1061"


def upgrade() -> None:
    op.create_table(
        "logistics_option",
        sa.Column("council_session_id", sa.Integer(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_session_id"],
            ["council_session.id"],
            name=op.f("fk_logistics_option_council_session_id_council_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logistics_option")),
        sa.UniqueConstraint("council_session_id", name=op.f("uq_logistics_option_council_session_id")),
    )
    op.create_table(
        "logistics",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrives_by", sa.String(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departs_by", sa.String(), nullable=False),
        sa.Column("is_seen_off", sa.Boolean(), nullable=False),
        sa.Column("hotel_from", sa.Date(), nullable=True),
        sa.Column("hotel_until", sa.Date(), nullable=True),
        sa.Column(
            "meal",
            sa.Enum(
                "usual",
                "vegetarian",
                "diabetic",
                "none",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wishes", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hotel_from IS NULL) = (hotel_until IS NULL)", name=op.f("ck_logistics_hotel_has_both_days")
        ),
        sa.CheckConstraint("departs_at > arrives_at", name=op.f("ck_logistics_departs_after_arrival")),
        sa.CheckConstraint("hotel_until > hotel_from", name=op.f("ck_logistics_hotel_has_a_night")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_logistics_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logistics")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_logistics_registration_id")),
    )


def downgrade() -> None:
    op.drop_table("logistics")
    op.drop_table("logistics_option")
