"""Uploads of a form, made ready before the transaction begins."""

import re
from typing import Any

from flask import request
from flask_babel import gettext as _

from .errors import DomainError
from .files.services import PreparedFile, prepare
from .text import excerpt

LONGEST_SAID = 60


def prepared(name: str) -> tuple[tuple[PreparedFile, ...], DomainError | None]:
    """The uploads of this field, checked and re-encoded before the first statement; and what was refused."""
    found: list[PreparedFile] = []
    for upload in request.files.getlist(name):
        if upload.filename:
            try:
                found.append(prepare(upload, field=name))
            except DomainError as error:
                error.message = _("“%(file)s”: %(problem)s", file=_said(upload.filename), problem=error)
                return (), error
    return tuple(found), None


def _said(filename: str) -> str:
    """The name of a file as a sentence takes it; people choose several at once and have to know which one it is."""
    return excerpt(re.split(r"[/\\]", filename)[-1], LONGEST_SAID) or _("file")


def prepared_of(*names: str) -> tuple[dict[str, tuple[PreparedFile, ...]], DomainError | None]:
    """The uploads of several fields by their name, and what was refused first."""
    found = {name: prepared(name) for name in names}
    refused = next((refusal for _files, refusal in found.values() if refusal), None)
    return {name: files for name, (files, _refusal) in found.items()}, refused


def took(form: Any, refusal: DomainError | None) -> bool:
    """Whether the uploads were fine; what was refused stands at its field."""
    if refusal is None:
        return True
    field = form._fields.get(refusal.field or "")
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]
    return False


def prepared_each(prefix: str, most: int) -> tuple[dict[int, PreparedFile], list[DomainError]]:
    """The one upload of each field called `prefix` and a number, of at most so many; and what was refused."""
    found: dict[int, PreparedFile] = {}
    refused: list[DomainError] = []
    for name in sorted(name for name in request.files if re.fullmatch(rf"{prefix}[1-9]\d{{0,8}}", name))[:most]:
        files, refusal = prepared(name)
        if refusal:
            refused.append(refusal)
        elif files:
            found[int(name.removeprefix(prefix))] = files[0]
    return found, refused
