"""Read the log of a member."""

from chamber.audit.models import AuditValue
from tests.factories.audit import history


def log_of(db, member_id, act):
    row = history("member", member_id, (act,))[-1]
    return row, db.session.get(AuditValue, row.id).values
