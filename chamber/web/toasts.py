"""Toasts that are more than a sentence."""

from typing import Any


def undoable(text: str, url: str) -> Any:
    """A sentence for a toast, with a button that takes the act back."""
    return {"text": text, "undo": {"url": url}}
