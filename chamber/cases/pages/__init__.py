"""The pages of cases and of published suggestions: each module registers its own on its blueprint."""

from . import cases, maintaining, receipts, releasing, submitting, suggestions

__all__ = ["cases", "maintaining", "receipts", "releasing", "submitting", "suggestions"]
