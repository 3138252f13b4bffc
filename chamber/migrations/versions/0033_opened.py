"""When a colleague opened a case by the code; those of before, let in by a link of somebody else's, need it now."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

CLOSE = """
UPDATE case_colleagues SET locked_at = named_at
WHERE locked_at IS NULL
AND EXISTS (
  SELECT 1 FROM cases WHERE cases.id = case_colleagues.case_id
  AND (cases.confidential = :yes OR cases.supervisor_runs = :yes OR cases.open_since IS NOT NULL)
)
AND EXISTS (
  SELECT 1 FROM contacts WHERE contacts.id = case_colleagues.contact_id AND (
    contacts.account_id IS NULL
    OR EXISTS (
      SELECT 1 FROM invitations WHERE invitations.used_at IS NOT NULL
      AND (invitations.contact_id = contacts.id OR invitations.account_id = contacts.account_id)
    )
    OR EXISTS (
      SELECT 1 FROM audit_rows WHERE audit_rows.act = 'account.linked'
      AND audit_rows.subject = 'account:' || CAST(contacts.account_id AS VARCHAR(20))
    )
  )
)
"""


def upgrade() -> None:
    op.add_column("case_colleagues", sa.Column("opened_at", UtcDateTime(), nullable=True))
    # By the code they show that it is they; the author finds it on the page “Name a colleague”.
    op.get_bind().execute(sa.text(CLOSE), {"yes": True})


def downgrade() -> None:
    op.drop_column("case_colleagues", "opened_at")
