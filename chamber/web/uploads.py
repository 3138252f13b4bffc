"""Uploads of a form, checked and re-encoded before the transaction begins."""

import re
from os import SEEK_END
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from ..config import MEBIBYTE, settings
from ..errors import DomainError, TooLarge, at_field
from ..files import contents
from ..files.services import PreparedFile, prepare
from ..language.text import excerpt

Uploads = dict[str, tuple[PreparedFile, ...]]
"""The files of each field."""
MAX_SHOWN_NAME = 60
MAX_DISCARDED = 500 * 1024**2
"""How many bytes of a body that is too large are read and thrown away; then the connection is cut."""


def prepared(name: str) -> tuple[tuple[PreparedFile, ...], list[DomainError]]:
    """The uploads of this field, checked and re-encoded before the first statement; and every one that was refused."""
    found: list[PreparedFile] = []
    refused: list[DomainError] = []
    for upload in request.files.getlist(name):
        if upload.filename:
            try:
                found.append(prepare(upload, field=name))
            except DomainError as error:
                error.message = _("“%(file)s”: %(problem)s", file=_short_name(upload.filename), problem=error)
                refused.append(error)
    most = settings().max_upload
    if not refused and _exceeds_limit_at(name, most):
        refused.append(
            TooLarge(
                _(
                    "All files of a form may have %(size)s MB together at most. Please choose fewer or smaller ones.",
                    size=most // MEBIBYTE,
                ),
                field=name,
            )
        )
    return tuple(found), refused


def _exceeds_limit_at(name: str, most: int) -> bool:
    """Whether this is the field at which the files of the form, in order, exceed `most` bytes together."""
    together = 0
    for field, upload in request.files.items(multi=True):
        together += upload.stream.seek(0, SEEK_END)
        upload.stream.seek(0)
        if together > most:
            return field == name
    return False


def _short_name(filename: str) -> str:
    """The name of a file, shortened for an error message: with several files people must know which one it is."""
    return excerpt(re.split(r"[/\\]", filename)[-1], MAX_SHOWN_NAME) or _("file")


def read_through(name: str) -> tuple[contents.ReadFile | None, list[DomainError]]:
    """The one upload of this field with all text in it, before the first statement; and what was refused."""
    found, refused = prepared(name)
    if not found:
        return None, refused
    try:
        with at_field(name):
            return contents.read_through(found[0]), refused
    except DomainError as error:
        return None, [*refused, error]


def prepared_fields(*names: str) -> tuple[Uploads, list[DomainError]]:
    """The uploads of several fields by their name, and all that was refused."""
    found = {name: prepared(name) for name in names}
    files = {name: files for name, (files, _refused) in found.items()}
    return files, [one for _files, refused in found.values() for one in refused]


def is_valid_with_uploads(form: Any, refused: list[DomainError]) -> bool:
    """Whether the form was sent, and it and its uploads are fine; each one that was refused stands at its field."""
    is_fine = form.validate_on_submit()
    for refusal in refused:
        field = form._fields.get(refusal.field or "")
        if field is None:
            form.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]
    return is_fine and not refused


def prepared_numbered(prefix: str, most: int) -> tuple[dict[int, PreparedFile], list[DomainError]]:
    """The one upload of each field called `prefix` and a number, of at most `most` fields; and what was refused."""
    names = sorted(name for name in request.files if re.fullmatch(rf"{prefix}[1-9]\d{{0,8}}", name))[:most]
    found, refused = prepared_fields(*names)
    return {int(name.removeprefix(prefix)): files[0] for name, files in found.items() if files}, refused


def read_body() -> None:
    """Read all that was sent; RequestEntityTooLarge where that is more than is taken."""
    try:
        request.form, request.files  # noqa: B018
    except RequestEntityTooLarge:
        _discard_rest()
        raise


def _discard_rest() -> None:
    """Read the rest of the body without keeping it: a browser shows the response only once it has sent everything."""
    stream, left = request.environ["wsgi.input"], MAX_DISCARDED
    while left > 0 and (chunk := stream.read(2**16)):
        left -= len(chunk)
