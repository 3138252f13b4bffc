"""An index of cases by category, department and firm: proposals of common problems are counted by it on a home page."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

OF_FIRM = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_cases_group",
        "cases",
        ["category_id", "lead_department_id", "member_id", "submitted_at"],
        sqlite_where=OF_FIRM,
        postgresql_where=OF_FIRM,
    )


def downgrade() -> None:
    op.drop_index("ix_cases_group", "cases")
