"""What a category proposes when a case of it is accepted: how complex it is, and which department handles it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_categories") as table:
        table.add_column(sa.Column("complexity", sa.String(10), server_default="", nullable=False))
        table.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_case_categories_department_id", "departments", ["department_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("case_categories") as table:
        table.drop_constraint("fk_case_categories_department_id", type_="foreignkey")
        table.drop_column("department_id")
        table.drop_column("complexity")
