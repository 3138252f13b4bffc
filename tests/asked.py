"""Which arguments of an address a page asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict

from chamber.web.application import FormRequest

_asked: set[str] = set()


class _Arguments(ImmutableMultiDict[str, str]):
    """The arguments of a query, which note what is asked of them."""

    def __getitem__(self, key: str) -> str:
        _asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        _asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, *how: Any, **more: Any) -> list[Any]:
        _asked.add(key)
        return super().getlist(key, *how, **more)

    def items(self, multi: bool = False) -> Any:
        _asked.add("any")
        return super().items(multi)


class _Noting(FormRequest):
    """A request with such arguments."""

    @cached_property
    def args(self) -> _Arguments:  # type: ignore[override]
        return _Arguments(super().args)


@contextmanager
def asked_for(app: Flask) -> Iterator[set[str]]:
    """The names of the arguments that pages ask for meanwhile, `any` where all are gone through; empty it at will."""
    assert app.request_class is FormRequest
    _asked.clear()
    app.request_class = _Noting
    try:
        yield _asked
    finally:
        app.request_class = FormRequest
