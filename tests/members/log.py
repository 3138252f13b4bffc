"""The log of a member, read."""

from chamber.audit import services as audit
from chamber.audit.models import AuditValue


def log_of(db, member_id, act):
    row = audit.history("member", member_id, (act,))[-1]
    return row, db.session.get(AuditValue, row.id).values
