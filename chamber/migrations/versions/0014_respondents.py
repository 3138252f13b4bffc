"""Respondents that the program recognised, that were taken back, and of whom only the unit is known."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("lacks_name", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("case_respondents", sa.Column("found_in", sa.String(10), server_default="", nullable=False))
    op.add_column("case_respondents", sa.Column("removed_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_respondents", "removed_at")
    op.drop_column("case_respondents", "found_in")
    op.drop_column("cases", "lacks_name")
