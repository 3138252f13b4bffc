"""Toasts that are more than a sentence."""

from typing import Any


def leading(text: str, label: str, url: str) -> Any:
    """A sentence for a toast, with a link to what comes next."""
    return {"text": text, "next": {"url": url, "label": label}}


def undoable(text: str, url: str, **values: str) -> Any:
    """A sentence for a toast, with a button that takes the act back; `values` are sent with it."""
    return {"text": text, "undo": {"url": url, "values": values}}
