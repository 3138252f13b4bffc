"""Sending files as downloads, so that no browser ever runs or shows one in our origin."""

import re
from io import BytesIO
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, send_file
from flask_babel import gettext as _

from ..errors import NotFound
from ..files import services as files
from ..files.models import StoredFile

POLICY = "sandbox; default-src 'none'"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send(stored: StoredFile, name: str | None = None) -> Response:
    """A stored file; the view has checked the right to it. `name` replaces the stored one."""
    place = files.path(stored)
    if not place.is_file():
        raise NotFound(_("This file is no longer there."))
    called = name or stored.name
    return _as_download(
        send_file(place, stored.media_type, as_attachment=True, download_name=called, etag=False), called
    )


def send_bytes(data: bytes, name: str, media_type: str) -> Response:
    """A file made for this answer, such as an export."""
    return _as_download(send_file(BytesIO(data), media_type, as_attachment=True, download_name=name, etag=False), name)


def send_workbook(data: bytes, name: str) -> Response:
    """A table made for this answer, as xlsx; `name` is that of the file without its ending."""
    return send_bytes(data, f"{name}.xlsx", XLSX)


def send_document(data: bytes, name: str) -> Response:
    """A paper made for this answer, as docx; `name` is that of the file without its ending."""
    return send_bytes(data, f"{name}.docx", DOCX)


def plain_name(name: str) -> str:
    """A name of ASCII letters for programs that don't read the whole one: what is left of it, else `download`."""
    path = PurePath(name)
    stem, suffix = (re.sub(r"[^A-Za-z0-9_-]+", "-", part).strip("-") for part in (path.stem, path.suffix))
    return (stem or "download") + (f".{suffix}" if suffix else "")


def _as_download(response: Response, name: str) -> Response:
    if not name.isascii():
        # Werkzeug leaves only ".xlsx" of 名册.xlsx.
        names = {"filename": plain_name(name), "filename*": f"UTF-8''{quote(name, safe='')}"}
        response.headers.set("Content-Disposition", "attachment", **names)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers.pop("Last-Modified", None)
    return response
