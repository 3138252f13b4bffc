"""Firms support published suggestions, how far one is comes from its case, and the quarters whose notice is settled."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("published_suggestions") as batch:
        batch.drop_column("outcome")
    op.create_table(
        "suggestion_supports",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_suggestion_supports_member_id_members")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["published_suggestions.id"],
            name=op.f("fk_suggestion_supports_suggestion_id_published_suggestions"),
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "member_id", name=op.f("pk_suggestion_supports")),
    )
    op.create_index(op.f("ix_suggestion_supports_member_id"), "suggestion_supports", ["member_id"])
    op.create_table(
        "suggestion_quarters",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["accounts.id"], name=op.f("fk_suggestion_quarters_settled_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_suggestion_quarters")),
    )


def downgrade() -> None:
    op.drop_table("suggestion_quarters")
    op.drop_index(op.f("ix_suggestion_supports_member_id"), table_name="suggestion_supports")
    op.drop_table("suggestion_supports")
    with op.batch_alter_table("published_suggestions") as batch:
        batch.add_column(sa.Column("outcome", sa.String(30), server_default=sa.text("''"), nullable=False))
    cases = "SELECT outcome FROM cases WHERE cases.id = published_suggestions.case_id"
    op.execute(f"UPDATE published_suggestions SET outcome = ({cases})")
    with op.batch_alter_table("published_suggestions") as batch:
        batch.alter_column("outcome", server_default=None)
