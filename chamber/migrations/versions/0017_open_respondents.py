"""Cases of which nobody knows yet whom they are about: hidden, with a question to the author."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("open_since", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("question", sa.String(10), server_default="", nullable=False))
    op.add_column("case_respondents", sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("case_respondents", sa.Column("ticket", sa.String(16), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("case_respondents", "ticket")
    op.drop_column("case_respondents", "unsure")
    op.drop_column("cases", "question")
    op.drop_column("cases", "open_since")
