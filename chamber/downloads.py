"""Sending files: always as a download, never as something that the browser runs here."""

from io import BytesIO

from flask import Response, send_file
from flask_babel import gettext as _

from .errors import NotFound
from .files import services as files
from .files.models import StoredFile

POLICY = "sandbox; default-src 'none'"


def send(stored: StoredFile, name: str | None = None) -> Response:
    """A stored file; the view has checked the right to it. `name` replaces the one that it is kept under."""
    place = files.path(stored)
    if not place.is_file():
        raise NotFound(_("This file is no longer there."))
    return _as_download(
        send_file(place, stored.media_type, as_attachment=True, download_name=name or stored.name, etag=False)
    )


def send_bytes(data: bytes, name: str, media_type: str) -> Response:
    """A file made for this answer, such as an export."""
    return _as_download(send_file(BytesIO(data), media_type, as_attachment=True, download_name=name, etag=False))


def _as_download(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers.pop("Last-Modified", None)
    return response
