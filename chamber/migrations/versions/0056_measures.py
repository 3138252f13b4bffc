"""Who does what by when: measures, what happened to them, and their papers."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("ordered_by", sa.String(length=120), nullable=False),
        sa.Column("order_number", sa.String(length=80), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("original_due_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("blue_at", UtcDateTime(), nullable=True),
        sa.Column("was_overdue", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.Column("drop_reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(department_id IS NOT NULL AND account_id IS NULL AND member_id IS NULL) OR "
            "(department_id IS NULL AND account_id IS NOT NULL AND member_id IS NULL) OR "
            "(department_id IS NULL AND account_id IS NULL AND member_id IS NOT NULL)",
            name=op.f("ck_measures_one_owner"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_measures_account_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["accounts.id"], name=op.f("fk_measures_confirmed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_measures_created_by_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_measures_department_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts.id"], name=op.f("fk_measures_done_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_measures_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("form_key", name=op.f("uq_measures_form_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_measures_reference")),
    )
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measures_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_measures_department", ["department_id", "state", "due_at"], unique=False)
        batch_op.create_index("ix_measures_member", ["member_id", "state", "due_at"], unique=False)
        batch_op.create_index("ix_measures_state_due", ["state", "due_at", "id"], unique=False)
        batch_op.create_index("ix_measures_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "measure_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("old_due_at", UtcDateTime(), nullable=True),
        sa.Column("new_due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_measure_notes_account_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_measure_notes_measure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_notes")),
    )
    with op.batch_alter_table("measure_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_notes_measure_id"), ["measure_id"], unique=False)

    op.create_table(
        "measure_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_measure_files_file_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_measure_files_measure_id")),
        sa.ForeignKeyConstraint(["note_id"], ["measure_notes.id"], name=op.f("fk_measure_files_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_files")),
    )
    with op.batch_alter_table("measure_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_files_measure_id"), ["measure_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("measure_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_files_measure_id"))

    op.drop_table("measure_files")
    with op.batch_alter_table("measure_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_notes_measure_id"))

    op.drop_table("measure_notes")
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.drop_index("ix_measures_subject")
        batch_op.drop_index("ix_measures_state_due")
        batch_op.drop_index("ix_measures_member")
        batch_op.drop_index("ix_measures_department")
        batch_op.drop_index(batch_op.f("ix_measures_account_id"))

    op.drop_table("measures")
