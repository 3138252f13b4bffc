"""A department's open cases are found without looking through all that it ever had."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_cases_lead_department_id", table_name="cases")
    op.create_index("ix_cases_lead_department_state", "cases", ["lead_department_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_cases_lead_department_state", table_name="cases")
    op.create_index("ix_cases_lead_department_id", "cases", ["lead_department_id"])
