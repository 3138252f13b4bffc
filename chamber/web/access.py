"""The decorator `requires(right)` of views: 403 for roles without that right."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask_login import current_user

from ..rights import Right


def requires(right: Right) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Close a view to roles without this right (403: the area, not the thing, is closed)."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            right.demand(current_user)
            return view(*args, **kwargs)

        return guarded

    return decorate
