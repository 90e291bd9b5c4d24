"""Each letter of a mailing says who sent it: not always the one who started the mailing."""

import sqlalchemy as sa
from alembic import op

revision = "1094"
down_revision = "1090"
PARTS = ("kind", "id")


def upgrade() -> None:
    for part in PARTS:
        op.add_column(
            "campaign_recipient", sa.Column(f"sent_by_{part}", sa.String(), nullable=False, server_default="")
        )
    op.execute(
        "UPDATE campaign_recipient SET "
        "sent_by_kind = (SELECT started_by_kind FROM campaign WHERE campaign.id = campaign_recipient.campaign_id), "
        "sent_by_id = (SELECT started_by_id FROM campaign WHERE campaign.id = campaign_recipient.campaign_id)"
    )
    for part in PARTS:
        op.drop_column("campaign", f"started_by_{part}")


def downgrade() -> None:
    for part in PARTS:
        op.add_column("campaign", sa.Column(f"started_by_{part}", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE campaign SET "
        "started_by_kind = coalesce((SELECT sent_by_kind FROM campaign_recipient "
        "WHERE campaign_id = campaign.id ORDER BY id LIMIT 1), ''), "
        "started_by_id = coalesce((SELECT sent_by_id FROM campaign_recipient "
        "WHERE campaign_id = campaign.id ORDER BY id LIMIT 1), '')"
    )
    for part in PARTS:
        op.drop_column("campaign_recipient", f"sent_by_{part}")
