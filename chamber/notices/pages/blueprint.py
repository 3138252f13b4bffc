"""The blueprint of all notice pages, and labels for their templates."""

from flask import Blueprint

from ...language.catalogue import translated_labels
from ..answers.by_secretariat import CHANNELS
from ..models import FieldKind, NoticeKind, NoticeState, Receipt

ID = "<int(min=1, max=2147483647):notice_id>"
blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.context_processor
def labels() -> dict[str, object]:
    """Labels of kinds, states, receipts, fields and channels."""
    return {
        "kind_labels": translated_labels(NoticeKind),
        "state_labels": translated_labels(NoticeState),
        "receipt_labels": translated_labels(Receipt),
        "field_kind_labels": translated_labels(FieldKind),
        "channel_labels": translated_labels(CHANNELS),
    }
