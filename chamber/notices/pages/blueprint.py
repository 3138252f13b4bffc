"""The blueprint of all notice pages, and labels for their templates."""

from flask import Blueprint

from ...language.catalogue import spelled
from ..answers.by_secretariat import CHANNELS
from ..models import FieldKind, NoticeKind, NoticeState, Receipt

ID = "<int(min=1, max=2147483647):notice_id>"
blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.context_processor
def labels() -> dict[str, object]:
    """Labels of kinds, states, receipts, fields and channels."""
    return {
        "kind_labels": spelled(NoticeKind),
        "state_labels": spelled(NoticeState),
        "receipt_labels": spelled(Receipt),
        "field_kind_labels": spelled(FieldKind),
        "channel_labels": spelled(CHANNELS),
    }
