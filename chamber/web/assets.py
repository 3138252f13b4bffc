"""Static files: a content hash in the URL, cached by browsers for a year, compressed once at start."""

import base64
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

from ..config import ROOT, Settings

HTMX_VERSION = "4.0.1"
HTMX_CDN = f"https://cdn.jsdelivr.net/npm/htmx.org@{HTMX_VERSION}/dist/htmx.min.js"
HTMX_INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
HTMX_VENDORED = "vendor/htmx.min.js"
YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True)
class Asset:
    """One static file in memory, plain and compressed."""

    body: bytes
    compressed: bytes | None
    media_type: str
    digest: str

    @classmethod
    def load(cls, path: Path) -> "Asset":
        """Read and compress a file once."""
        body = path.read_bytes()
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = gzip.compress(body, 9, mtime=0) if media_type.startswith(("text/", "image/svg")) else None
        return cls(body, packed, media_type, hashlib.sha256(body).hexdigest()[:12])


@dataclass(frozen=True)
class Htmx:
    """Where the page loads htmx from."""

    src: str
    integrity: str
    crossorigin: str | None


class Assets:
    """All files of static/, found at start; a new or changed file needs a restart."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): Asset.load(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self.htmx_url = settings.htmx_url

    def address(self, name: str) -> str:
        """The address of a file, with its content hash."""
        return url_for("static", filename=name, v=self.files[name].digest)

    def htmx(self) -> Htmx:
        """The setting's address, else the vendored file, else the CDN."""
        if self.htmx_url:
            return Htmx(self.htmx_url, HTMX_INTEGRITY, "anonymous")
        asset = self.files.get(HTMX_VENDORED)
        if asset:
            digest = base64.b64encode(hashlib.sha384(asset.body).digest()).decode()
            return Htmx(self.address(HTMX_VENDORED), f"sha384-{digest}", None)
        return Htmx(HTMX_CDN, HTMX_INTEGRITY, "anonymous")

    def script_source(self) -> str:
        """What the content security policy must allow beside our own files."""
        if self.htmx_url:
            return self.htmx_url
        return "" if HTMX_VENDORED in self.files else HTMX_CDN

    def serve(self, filename: str) -> Response:
        """Answer with one file; 404 where there is none."""
        asset = self.files.get(filename)
        if asset is None:
            abort(404)
        packed = asset.compressed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(asset.compressed if packed else asset.body, mimetype=asset.media_type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.set_etag(asset.digest + ("-gz" if packed else ""))
        response.cache_control.public = True
        response.cache_control.max_age = YEAR if request.args.get("v") == asset.digest else 300
        response.cache_control.immutable = request.args.get("v") == asset.digest
        response.make_conditional(request)
        return response


def init_app(app: Flask) -> None:
    """Load the files and answer at /static/."""
    assets = Assets(ROOT / "static", app.config["SETTINGS"])
    app.extensions["assets"] = assets
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=assets.serve)
