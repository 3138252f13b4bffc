"""Uploads of a form, made ready before the transaction begins."""

import re
from typing import Any

from flask import request

from .errors import DomainError
from .files.services import PreparedFile, prepare


def prepared(*names: str) -> tuple[tuple[PreparedFile, ...], DomainError | None]:
    """The uploads of these fields, checked and re-encoded before the first statement; and what was refused."""
    found: list[PreparedFile] = []
    for name in names:
        for upload in request.files.getlist(name):
            if upload.filename:
                try:
                    found.append(prepare(upload, field=name))
                except DomainError as error:
                    return (), error
    return tuple(found), None


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
