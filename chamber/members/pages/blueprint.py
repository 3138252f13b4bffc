"""The blueprint of the members pages, and labels and colours for their templates."""

from flask import Blueprint

from ..roster.columns import label_of
from ..words import labels

blueprint = Blueprint("members", __name__, url_prefix="/members")
ID = "<int(max=2147483647):member_id>"
TONES = {
    "applicant": "blue",
    "refused": "neutral",
    "active": "green",
    "suspended": "amber",
    "left": "neutral",
    "expelled": "red",
    "outside": "neutral",
}

blueprint.context_processor(lambda: {"labels": labels(), "tones": TONES, "column_label": label_of})
