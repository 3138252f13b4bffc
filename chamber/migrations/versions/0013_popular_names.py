"""What people call a department; those that are there get the usual names of their kind."""

import sqlalchemy as sa
from alembic import op

from chamber.directory.popular import proposed

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("departments") as departments:
        departments.add_column(sa.Column("popular_names", sa.Text(), server_default=sa.text("''"), nullable=False))
    table = sa.table("departments", sa.column("id"), sa.column("name"), sa.column("popular_names"))
    database = op.get_bind()
    for row in database.execute(sa.select(table.c.id, table.c.name)).all():
        names = proposed(row.name)
        database.execute(sa.update(table).where(table.c.id == row.id).values(popular_names=names))


def downgrade() -> None:
    with op.batch_alter_table("departments") as departments:
        departments.drop_column("popular_names")
