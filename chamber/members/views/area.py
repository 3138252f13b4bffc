"""The blueprint that the feature's views share, and the words that its templates use."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint

from .. import industry
from ..models import DUTIES, KIND_LABELS, OFFICE_LABELS, SIZE_LABELS, STATUS_LABELS
from ..roster_columns import label_of

blueprint = Blueprint("members", __name__, url_prefix="/members")
ID = "<int(max=2147483647):member_id>"
LABELS = SimpleNamespace(
    status=STATUS_LABELS,
    office=OFFICE_LABELS,
    size=SIZE_LABELS,
    kind=KIND_LABELS,
    duty=DUTIES,
    industry=industry.name,
)
TONES = {"applicant": "blue", "active": "green", "suspended": "amber", "left": "neutral", "expelled": "red"}


def undoable(text: str, url: str) -> Any:
    """A sentence for a toast, with a button that takes the act back."""
    return {"text": text, "undo": {"url": url}}


blueprint.context_processor(lambda: {"labels": LABELS, "tones": TONES, "column_label": label_of})
