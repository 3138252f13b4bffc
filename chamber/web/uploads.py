"""Uploads of a form, checked and re-encoded before the transaction begins."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from os import SEEK_END
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from ..config import MEBIBYTE, settings
from ..errors import DomainError, Gone, TooLarge, at_field
from ..files import contents
from ..files.kinds import is_picture
from ..files.pictures import Busy, place
from ..files.services import PreparedFile, prepare
from ..language.text import excerpt

Uploads = dict[str, tuple[PreparedFile, ...]]
"""The files of each field."""
MAX_FILES = 10
"""Of a form, in all its fields."""
MAX_SHOWN_NAME = 60
MAX_DISCARDED = 500 * 1024**2
"""How many bytes of a body that is too large are read and thrown away; then the connection is cut."""


def prepared(name: str) -> tuple[tuple[PreparedFile, ...], list[DomainError]]:
    """The uploads of this field, checked and re-encoded before the first statement; and every one that was refused."""
    found, refused = prepared_fields(name)
    return found[name], refused


def prepared_fields(*names: str) -> tuple[Uploads, list[DomainError]]:
    """The uploads of several fields by their name, and all that was refused."""
    sent = {name: [one for one in request.files.getlist(name) if one.filename] for name in names}
    refused = _beyond_limits(sent)
    found: Uploads = dict.fromkeys(names, ())
    if refused:
        return found, refused
    try:
        with _place(sent):
            for name, uploads in sent.items():
                each = [_prepare(upload, name, refused) for upload in uploads]
                found[name] = tuple(file for file in each if file)
    except Busy as busy:
        refused.append(busy)
    return found, refused


@contextmanager
def _place(sent: dict[str, list[FileStorage]]) -> Iterator[None]:
    """A place among those whose pictures are worked on, where pictures were sent; Busy at their field."""
    pictured = next((name for name, uploads in sent.items() if any(map(_is_picture, uploads))), None)
    if pictured is None:
        yield
    else:
        with at_field(pictured), place(current_user.account_id if current_user.is_authenticated else 0):
            yield


def _is_picture(upload: FileStorage) -> bool:
    head = upload.stream.read(8)
    upload.stream.seek(0)
    return is_picture(head)


def _prepare(upload: FileStorage, field: str, refused: list[DomainError]) -> PreparedFile | None:
    """One upload; where it is refused, that is added to the list."""
    try:
        return prepare(upload, field=field, is_gone=_is_gone)
    except Gone:
        raise
    except DomainError as error:
        error.message = _("“%(file)s”: %(problem)s", file=_short_name(upload.filename or ""), problem=error)
        refused.append(error)
        return None


def _is_gone() -> bool:
    """Whether the sender has closed the connection, where the server can tell."""
    ask = request.environ.get("waitress.client_disconnected")
    return ask is not None and ask()


def _beyond_limits(sent: dict[str, list[FileStorage]]) -> list[DomainError]:
    """What is said where the files of these fields are too many, or too large together: nothing of it is worked on.

    A file that is too large alone is named.
    """
    most, number, together = settings().max_upload, 0, 0
    alone: list[DomainError] = []
    beyond: DomainError | None = None
    for field, uploads in sent.items():
        for upload in uploads:
            size = upload.stream.seek(0, SEEK_END)
            upload.stream.seek(0)
            if size > most:
                _prepare(upload, field, alone)
            number, together = number + 1, together + size
            if beyond is None and number > MAX_FILES:
                beyond = DomainError(
                    _("A form can carry at most %(most)s files. Please send the others afterwards.", most=MAX_FILES),
                    field=field,
                )
            elif beyond is None and together > most:
                beyond = _too_large_together(field)
    return alone or ([beyond] if beyond else [])


def _too_large_together(field: str) -> DomainError:
    size = settings().max_upload // MEBIBYTE
    return TooLarge(
        _(
            "All files of a form may have %(size)s MB together at most. Please choose fewer or smaller ones.",
            size=size,
        ),
        field=field,
    )


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


def is_valid_with_uploads(form: Any, refused: list[DomainError]) -> bool:
    """Whether the form was sent, and it and its uploads are fine; each one that was refused stands at its field."""
    is_fine = form.validate_on_submit()
    show_refusals(form, refused)
    return is_fine and not refused


def show_refusals(form: Any, refused: list[DomainError]) -> None:
    """Let each upload that was refused stand at its field."""
    for refusal in refused:
        field = form._fields.get(refusal.field or "")
        if field is None:
            form.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]


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
