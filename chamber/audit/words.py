"""Labels of the log's acts, kinds of subjects and fields."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from .. import registry

FIELDS = {
    "address": _l("Address"),
    "email": _l("E-mail"),
    "file": _l("File"),
    "kind": _l("Kind"),
    "member": _l("Member"),
    "mobile": _l("Mobile number"),
    "name": _l("Name"),
    "number": _l("Document number"),
    "office": _l("Office"),
    "people": _l("People to contact"),
    "position": _l("Position in the list"),
    "short_name": _l("Short name"),
    "state": _l("State"),
    "text": _l("Text or main points"),
    "title": _l("Title"),
    "uscc": _l("Unified social credit code"),
}
"""What logged values are called in several features; what only one has stands with its subject."""


def acts() -> dict[str, LazyString]:
    """Everything that the log says people did, by name."""
    return {name: act.label for name, act in registry.acts().items() if not name.startswith("time.")}


def kinds() -> dict[str, LazyString]:
    """The kinds of things that the log speaks of."""
    return {kind: subject.label for kind, subject in registry.subjects().items()}


def act_label(act: str) -> str:
    """An act as a person says it; the code itself where no words are known."""
    return str(acts().get(act, act.replace(".", ": ").replace("_", " ")))


def kind_label(kind: str) -> str:
    """A kind of subject as a person says it."""
    return str(kinds().get(kind, kind))


def field_label(kind: str, name: str) -> str:
    """A field of a subject of this kind as a person says it."""
    subject = registry.subjects().get(kind)
    own = subject.fields if subject else {}
    if name.startswith("told_") and (topic := registry.topics().get(name.removeprefix("told_"))):
        return str(topic.label)
    return str(own.get(name) or FIELDS.get(name, name.replace("_", " ")))
