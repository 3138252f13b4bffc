"""Toasts that are more than a sentence."""

from typing import Any

from .. import registry
from ..rights import Actor


def then_next(message: Any, actor: Actor, *, but: str = "", later: bool = False) -> Any:
    """A toast after an act, with a link to what waits for this person next, beside the thing with the page `but`.

    `later`: something on the page itself comes first, so that the link is only quiet.
    """
    way = registry.next_in_line(actor, but)
    if way is None:
        return message
    said = message if isinstance(message, dict) else {"text": str(message)}
    return said | {"next": {"label": way[0], "url": way[1], "later": later}}


def undoable(text: str, url: str, **values: str) -> Any:
    """A sentence for a toast, with a button that takes the act back; `values` are sent with it."""
    return {"text": text, "undo": {"url": url, "values": values}}
