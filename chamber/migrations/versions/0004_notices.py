"""Notices: their versions and files, whom they reached, receipts, and questions about them."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("urgent_reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("pinned_until", sa.Date(), nullable=True),
        sa.Column("publish_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdraw_reason", sa.String(length=500), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("public_token", sa.String(length=40), nullable=True),
        sa.Column("form_key", sa.String(length=32), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_notices_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("form_key", name=op.f("uq_notices_form_key")),
        sa.UniqueConstraint("public_token", name=op.f("uq_notices_public_token")),
    )
    op.create_index("ix_notices_state_publish_at", "notices", ["state", "publish_at"], unique=False)
    op.create_index("ix_notices_state_published", "notices", ["state", "published_at", "id"], unique=False)

    op.create_table(
        "notice_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_notice_files_file_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_files_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_files")),
    )
    op.create_index(op.f("ix_notice_files_notice_id"), "notice_files", ["notice_id"], unique=False)

    op.create_table(
        "notice_firms",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["accounts.id"], name=op.f("fk_notice_firms_confirmed_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notice_firms_member_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_firms_notice_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["accounts.id"], name=op.f("fk_notice_firms_opened_by_id")),
        sa.PrimaryKeyConstraint("notice_id", "member_id", name=op.f("pk_notice_firms")),
    )
    op.create_index("ix_notice_firms_member_id", "notice_firms", ["member_id", "notice_id"], unique=False)
    op.create_index("ix_notice_firms_receipt", "notice_firms", ["notice_id", "opened_at", "confirmed_at"], unique=False)

    op.create_table(
        "notice_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts.id"], name=op.f("fk_notice_questions_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts.id"], name=op.f("fk_notice_questions_asked_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notice_questions_member_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_questions_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_questions")),
    )
    op.create_index("ix_notice_questions_answered", "notice_questions", ["answered_at", "id"], unique=False)
    op.create_index(op.f("ix_notice_questions_notice_id"), "notice_questions", ["notice_id"], unique=False)

    op.create_table(
        "notice_recipients",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notice_recipients_account_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notice_recipients_member_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_recipients_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "account_id", "member_id", name=op.f("pk_notice_recipients")),
    )
    op.create_index("ix_notice_recipients_firm", "notice_recipients", ["notice_id", "member_id"], unique=False)
    op.create_index(
        "ix_notice_recipients_account",
        "notice_recipients",
        ["account_id", "member_id", "opened_at", "notice_id"],
        unique=False,
    )

    op.create_table(
        "notice_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_notice_versions_by_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_versions_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_versions")),
        sa.UniqueConstraint("notice_id", "number", name=op.f("uq_notice_versions_notice_id_number")),
    )


def downgrade() -> None:
    op.drop_table("notice_versions")
    op.drop_index("ix_notice_recipients_account", table_name="notice_recipients")
    op.drop_index("ix_notice_recipients_firm", table_name="notice_recipients")

    op.drop_table("notice_recipients")
    op.drop_index(op.f("ix_notice_questions_notice_id"), table_name="notice_questions")
    op.drop_index("ix_notice_questions_answered", table_name="notice_questions")

    op.drop_table("notice_questions")
    op.drop_index("ix_notice_firms_receipt", table_name="notice_firms")
    op.drop_index("ix_notice_firms_member_id", table_name="notice_firms")

    op.drop_table("notice_firms")
    op.drop_index(op.f("ix_notice_files_notice_id"), table_name="notice_files")

    op.drop_table("notice_files")
    op.drop_index("ix_notices_state_published", table_name="notices")
    op.drop_index("ix_notices_state_publish_at", table_name="notices")

    op.drop_table("notices")
