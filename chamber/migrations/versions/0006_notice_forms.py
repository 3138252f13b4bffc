"""Notices that ask for a form: its fields, until when, and what each firm has answered."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("answer_until", UtcDateTime(), nullable=True))

    op.create_table(
        "notice_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_fields_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_fields")),
    )
    op.create_index(op.f("ix_notice_fields_notice_id"), "notice_fields", ["notice_id"], unique=False)

    op.create_table(
        "notice_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["field_id"], ["notice_fields.id"], name=op.f("fk_notice_answers_field_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_notice_answers_file_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notice_answers_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_answers")),
        sa.UniqueConstraint("field_id", "member_id", name=op.f("uq_notice_answers_field_id_member_id")),
    )

    op.drop_index("ix_notice_firms_receipt", table_name="notice_firms")
    with op.batch_alter_table("notice_firms") as firms:
        firms.add_column(sa.Column("answered_at", UtcDateTime(), nullable=True))
        firms.add_column(sa.Column("answered_by_id", sa.Integer(), nullable=True))
        firms.add_column(sa.Column("answer_version", sa.Integer(), server_default="0", nullable=False))
        firms.create_foreign_key(op.f("fk_notice_firms_answered_by_id"), "accounts", ["answered_by_id"], ["id"])
    op.create_index(
        "ix_notice_firms_receipt",
        "notice_firms",
        ["notice_id", "opened_at", "confirmed_at", "answered_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_notice_firms_receipt", table_name="notice_firms")
    with op.batch_alter_table("notice_firms") as firms:
        firms.drop_constraint(op.f("fk_notice_firms_answered_by_id"), type_="foreignkey")
        for name in ("answer_version", "answered_by_id", "answered_at"):
            firms.drop_column(name)
    op.create_index("ix_notice_firms_receipt", "notice_firms", ["notice_id", "opened_at", "confirmed_at"], unique=False)

    op.drop_table("notice_answers")
    op.drop_index(op.f("ix_notice_fields_notice_id"), table_name="notice_fields")

    op.drop_table("notice_fields")

    op.drop_column("notices", "answer_until")
