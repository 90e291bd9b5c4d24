"""The office can take an invitation back: when, by whom, and why."""

import sqlalchemy as sa
from alembic import op

revision = "1151"
down_revision = "1157"
BEFORE = ("draft", "invited", "answered", "declined")
STATES = (*BEFORE, "withdrawn")
STATE, MOMENT = "ck_invitation_invitationstate", "ck_invitation_withdrawn_has_moment"


def upgrade() -> None:
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint(op.f(STATE), type_="check")
        invitation.create_check_constraint(op.f(STATE), _one_of(STATES))
        invitation.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        invitation.add_column(sa.Column("withdrawn_by_kind", sa.String(), nullable=False, server_default=""))
        invitation.add_column(sa.Column("withdrawn_by_id", sa.String(), nullable=False, server_default=""))
        invitation.add_column(sa.Column("withdrawal_reason", sa.String(), nullable=False, server_default=""))
        invitation.add_column(sa.Column("is_reason_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        invitation.create_check_constraint(op.f(MOMENT), "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)")


def downgrade() -> None:
    """A body whose invitation was taken back counts as one that declined: nobody expects it either."""
    op.execute(
        "UPDATE invitation SET state = 'declined', declined_at = withdrawn_at, withdrawn_at = NULL,"
        " decline_reason = withdrawal_reason WHERE state = 'withdrawn'"
    )
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint(op.f(MOMENT), type_="check")
        for column in ("is_reason_told", "withdrawal_reason", "withdrawn_by_id", "withdrawn_by_kind", "withdrawn_at"):
            invitation.drop_column(column)
        invitation.drop_constraint(op.f(STATE), type_="check")
        invitation.create_check_constraint(op.f(STATE), _one_of(BEFORE))


def _one_of(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"
