"""Uploads of a form, made ready before the transaction begins."""

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
