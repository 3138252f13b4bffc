"""Cases that wait for a consent, and objections that the leader decides."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("leader_decides", "consent_asked"):
        op.add_column("cases", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE cases SET consent_asked = true WHERE EXISTS (SELECT 1 FROM case_consents"
        " WHERE case_consents.case_id = cases.id AND decided_at IS NULL AND legal_duty = '')"
    )
    op.execute(
        "UPDATE cases SET leader_decides = true WHERE objected_at IS NOT NULL AND objection_decided_at IS NULL"
        " AND EXISTS (SELECT 1 FROM case_respondents"
        " WHERE case_respondents.case_id = cases.id AND case_respondents.kind = 'supervisor')"
    )


def downgrade() -> None:
    for name in ("consent_asked", "leader_decides"):
        op.drop_column("cases", name)
