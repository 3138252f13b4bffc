"""The blueprint of all pages of notices, and the words that they share."""

from flask import Blueprint

from ...catalogue import spelled
from ..behalf import CHANNELS
from ..models import FIELD_KIND_LABELS, NOTICE_KIND_LABELS, NOTICE_STATE_LABELS, RECEIPT_LABELS

ID = "<int(min=1, max=2147483647):notice_id>"
blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.context_processor
def labels() -> dict[str, object]:
    """The words for kinds, states, receipts, fields, and how firms tell the secretariat."""
    return {
        "kind_labels": spelled(NOTICE_KIND_LABELS),
        "state_labels": spelled(NOTICE_STATE_LABELS),
        "receipt_labels": spelled(RECEIPT_LABELS),
        "field_kind_labels": spelled(FIELD_KIND_LABELS),
        "channel_labels": spelled(CHANNELS),
    }
