"""Where a module stands: its feature, its kind and its level. CONTRIBUTING.md shows the house as a whole."""

from dataclasses import dataclass

ORDER = (
    *("audit", "files", "documents", "workdays", "search", "directory", "accounts", "notifications", "jobs"),
    *("backup", "settings"),
    *("members", "policies", "measures", "events", "cases", "visits", "notices", "offerings", "publications"),
    *("paste", "dashboard", "health"),
)
"""Rules may use the rules of features further left only."""
ONLY_PAGES = ("admin", "help")
"""Features without rules; they stand to the right of all others."""
BELOW_FEATURES = ("audit", "notifications", "files")
"""What features stand on and tell of themselves to: these import none of those from `members` on."""
FRAME = {
    **dict.fromkeys(("rights", "registry", "messages"), 1),
    **dict.fromkeys(("__init__", "features", "cli"), 6),
}
"""Levels of what stands beside the features; a module that isn't named here stands at 0."""
ROOMS = {"isolated": 0, "language": 0, "network": 0, "secrecy": 0, "tables": 0, "web": 4, "demo": 6}
"""The folders among it."""
FORM_PARTS = "chamber.web.inputs"
"""What forms are made of: it knows of nothing, so they may have it."""
KINDS = {"models": 1, "words": 1, "rights": 1, "rules": 2, "forms": 3, "pages": 4, "feature": 5}
"""Levels of a feature's modules. `models_lists` is a module of models, all in `pages/` are pages, but forms stay forms;
`views` is the older word for pages. What has no such name is a rule."""
WORDS_TOO = ("chamber.members.industry",)
"""Vocabulary under a name of its own."""


@dataclass(frozen=True)
class Place:
    """Where a module stands: `feature` is empty in the frame, beside the features."""

    feature: str
    kind: str
    name: str
    level: int

    @classmethod
    def of(cls, dotted: str) -> "Place":
        """The place of `chamber.events.registration` and the like."""
        parts = dotted.split(".")[1:] or ["__init__"]
        if dotted == FORM_PARTS:
            return cls("", "frame", parts[-1], 0)
        if parts[0] in ROOMS or parts[0] in FRAME:
            return cls("", "frame", parts[0], FRAME.get(parts[0], ROOMS.get(parts[0], 0)))
        if len(parts) == 1:
            return cls("", "frame", parts[0], 0)
        kind = "words" if dotted in WORDS_TOO else kind_of(parts[1:])
        return cls(parts[0], kind, parts[-1], KINDS[kind])

    @property
    def rank(self) -> int:
        """How far right its feature stands; -1 where it has no place in the order."""
        if self.feature in ONLY_PAGES:
            return len(ORDER)
        return ORDER.index(self.feature) if self.feature in ORDER else -1


def kind_of(parts: list[str]) -> str:
    """The kind of a module, by its path inside the feature."""
    words = [part.partition("_")[0] for part in parts]
    if "forms" in words:
        return "forms"
    if "pages" in words or "views" in words:
        return "pages"
    return next((word for word in reversed(words) if word in KINDS), "rules")
