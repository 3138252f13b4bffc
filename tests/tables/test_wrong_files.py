"""Files that are not what they say, or too large: a sentence that a person understands, and nothing kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.words import Kind
from tests.client import Client
from tests.committed import committed
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.notices import make_form
from tests.server import Server
from tests.wrong import (
    send,
    trials,
)

pytestmark = pytest.mark.thorough


def zip_bomb() -> bytes:
    """A small workbook that unpacks to more than any machine should hold."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
        with made.open("xl/worksheets/sheet1.xml", "w") as part:
            for _megabyte in range(160):
                part.write(bytes(1024**2))
    return packed.getvalue()


def endless_picture() -> bytes:
    """A picture of some kilobytes that claims 900 million pixels, and has them."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    packer = zlib.compressobj()
    line = bytes(3751 * 1000)
    pixels = b"".join(packer.compress(line) for _thousand in range(30)) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


LIES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page as a photo": ("照片.jpg", lambda: b"<html><script>alert(1)</script></html>"),
    "a drawing with script": ("图.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a program as a letter": ("函.pdf", lambda: b"MZ\x90\x00" + bytes(300)),
    "nothing": ("空.pdf", lambda: b""),
    "a photo as a letter": ("函.pdf", lambda: b"\xff\xd8\xff\xe0" + bytes(300)),
    "half a photo": ("照片.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(300)),
    "half a workbook": ("表.xlsx", lambda: b"PK\x03\x04" + bytes(300)),
    "a zip bomb": ("表.xlsx", zip_bomb),
    "an endless picture": ("照片.png", endless_picture),
}


def kept_files(app: Flask) -> set[Path]:
    """The uploads that lie on the disk."""
    return {path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()}


@pytest.mark.parametrize("lie", LIES)
def test_no_file_is_taken_that_is_not_what_it_says(lie: str, app: Flask, clock: Clock, cast: Cast) -> None:
    drive = Drive(cast)
    reference = drive.submit(Kind.REQUEST).reference
    name, make = LIES[lie]
    content, before = make(), kept_files(app)
    forms = {
        "/cases/new/request": cast.member,
        f"/cases/{reference}/add": cast.member,
        "/members/import": cast.secretary,
        f"/notices/{make_form(actor_as(cast.secretary)).id}": cast.member,
    }
    for path, account in forms.items():
        client = Client(app).sign_in(account)
        trial = next(trial for trial in trials(client.get(path).page) if trial.files)
        for htmx in (False, True):
            with committed() as changed:
                answer = send(client, trial.path, trial.data, [(trial.files[0][0], name, content)], htmx=htmx)
            assert answer.status_code == 422, f"{path}: {answer.status_code}"
            assert answer.page.texts("[role=alert]"), path
            assert not changed, f"{path} writes {changed}"
            if not htmx:
                assert not trial.kept(answer.page, "", ""), path
    assert kept_files(app) == before


@pytest.mark.parametrize("htmx", [False, True])
def test_a_photo_of_50_mb_is_refused_with_a_sentence(htmx: bool, app: Flask, clock: Clock, cast: Cast) -> None:
    drive, client = Drive(cast), Client(app).sign_in(cast.member)
    path = f"/cases/{drive.submit(Kind.REQUEST).reference}/add"
    trial = next(trial for trial in trials(client.get(path).page) if trial.files)
    photo = ("files", "照片.jpg", b"\xff\xd8\xff\xe0" + bytes(50 * 1024**2))
    with committed() as changed:
        answer = send(client, path, trial.data, [photo], htmx=htmx)
    assert (answer.status_code, changed) == (422, set())
    assert "too large" in " ".join(answer.page.texts("#files-error"))


def test_the_server_says_so_before_the_line_is_cut(server: Server, member: Account) -> None:
    visitor = server.visitor(member)
    photo = (io.BytesIO(b"\xff\xd8\xff\xe0" + bytes(80 * 1024**2)), "照片.jpg")
    reply = visitor.post("/cases/new/request", {"title": "照片", "story": "照片", "files": photo})
    assert reply.status == 413
    assert reply.page.heading


def test_a_book_in_a_field_is_refused_with_a_sentence(app: Flask, clock: Clock, cast: Cast) -> None:
    client = Client(app).sign_in(cast.member)
    trial = next(trial for trial in trials(client.get("/cases/new/request").page) if trial.files)
    answer = send(client, "/cases/new/request", {**trial.data, "story": ["长" * 1_000_000]})
    assert answer.status_code in (413, 422)
    assert answer.page.texts("[role=alert], #error")
