"""Pictures are made anew one at a time, in processes with limits, and never so many that others wait for them."""

import fcntl
import io
import struct
import threading
import time
import zlib
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage

from chamber.cases.words import Kind
from chamber.errors import DomainError, Gone
from chamber.files import pictures
from chamber.files.services import prepare
from chamber.isolated import process
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.cases import Drive
from tests.factories.worst import is_done_in


def picture(size: tuple[int, int] = (60, 40), format: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 0).save(made, format, **options)
    return made.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with hardly a byte in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def prepared_size(data: bytes, name: str = "p.png") -> tuple[int, int]:
    return Image.open(io.BytesIO(prepare(FileStorage(io.BytesIO(data), filename=name)).data)).size


@pytest.mark.parametrize(
    ("size", "options", "kept"),
    [
        ((8192, 6144), {}, (4000, 3000)),
        ((8192, 6144), {"progressive": True}, (4000, 3000)),
        ((6708, 4472), {}, (3354, 2236)),
        ((12000, 9000), {}, (3000, 2250)),
        ((5000, 3000), {}, (4000, 2400)),
    ],
)
def test_a_photo_of_a_phone_is_decoded_smaller_where_it_would_be_too_large(
    app: Flask, size: tuple[int, int], options: dict[str, object], kept: tuple[int, int]
) -> None:
    assert prepared_size(picture(size, "JPEG", **options), "p.jpg") == kept


@pytest.mark.parametrize("data", [claims(6000, 4001), claims(60_000, 60_000), picture((6000, 4001))])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(app: Flask, data: bytes) -> None:
    def work() -> None:
        with pytest.raises(DomainError, match="too many pixels"):
            prepare(FileStorage(io.BytesIO(data), filename="p.png"))

    assert is_done_in(1, work)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_the_largest_picture_that_is_taken_fits_into_its_process(app: Flask, mode: str) -> None:
    assert max(prepared_size(picture((6000, 4000), mode=mode, compress_level=1))) == 4000


def test_a_picture_whose_process_dies_is_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies = tmp_path / "dies.py"
    dies.write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(pictures, "_SCRIPT", dies)
    with pytest.raises(DomainError, match="takes too long to open"):
        prepared_size(picture())


def test_one_picture_is_worked_on_at_a_time_over_all_processes(app: Flask) -> None:
    waits = threading.Event()
    done: list[tuple[int, int]] = []

    def go() -> None:
        with app.app_context():
            waits.set()
            done.append(prepared_size(picture()))

    with (Path(app.instance_path) / "pictures.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        thread = threading.Thread(target=go)
        thread.start()
        waits.wait()
        time.sleep(0.5)
        assert done == []
    thread.join()
    assert done == [(60, 40)]


def test_a_picture_is_not_worked_on_when_nobody_waits_for_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "run", lambda *_args, **_named: pytest.fail("it was worked on"))
    with pytest.raises(Gone):
        prepare(FileStorage(io.BytesIO(picture()), filename="p.png"), is_gone=lambda: True)


def test_who_goes_away_while_the_picture_waits_frees_the_thread(app: Flask) -> None:
    gone = iter((False, False, True, True))
    with (Path(app.instance_path) / "pictures.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Gone):
            prepare(FileStorage(io.BytesIO(picture()), filename="p.png"), is_gone=lambda: next(gone))


def test_a_form_takes_ten_files_and_none_is_worked_on_where_more_were_sent(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = Drive(cast)
    drive.submit(Kind.REQUEST)
    client, here = Client(app).sign_in(cast.member), f"/cases/{drive.reference}/add"
    ten = [(f"{number}.png", picture()) for number in range(10)]
    assert client.post_form(here, {"text": "补充", "files": ten}).status_code == 200
    monkeypatch.setattr(process, "run", lambda *_args, **_named: pytest.fail("it was worked on"))
    refused = client.post_form(here, {"text": "再补充", "files": [*ten, ("10.png", picture())]})
    assert refused.status_code == 422
    assert refused.page.texts("#files-error") == [
        "A form can carry at most 10 files. Please send the others afterwards."
    ]
    assert refused.page.one("#text").text().strip() == "再补充"


def test_files_are_counted_over_all_fields_of_a_form(app: Flask, cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    six = [(f"{number}.txt", b"1") for number in range(6)]
    given = {"outcome": "resolved", "answer": "对方已付款。", "files": six, "enclosures": six}
    refused = Client(app).sign_in(cast.handler).post_form(f"/cases/{drive.reference}/draft", given)
    assert [text[:37] for text in refused.page.texts(".field .error")] == ["A form can carry at most 10 files. Pl"]


@pytest.mark.parametrize("others", [(1, 1), (7, 8, 9)])
def test_more_pictures_than_there_is_room_for_are_refused_with_the_form_kept(
    app: Flask, cast: Cast, others: tuple[int, ...]
) -> None:
    drive = Drive(cast)
    drive.submit(Kind.REQUEST)
    client, here = Client(app).sign_in(cast.member), f"/cases/{drive.reference}/add"
    number = cast.member.id
    places = [pictures.place(number if other == 1 else number + other) for other in others]
    given = {"text": "补充", "files": ("p.png", picture())}
    for place in places:
        place.__enter__()
    try:
        refused = client.post_form(here, given)
        papers = client.post_form(here, {"text": "补充", "files": ("p.txt", b"1")})
    finally:
        for place in places:
            place.__exit__(None, None, None)
    assert refused.status_code == 422
    assert "wait half a minute" in refused.page.texts("#files-error")[0]
    assert papers.status_code == 200, "what is no picture need not wait"
    assert client.post_form(here, given).status_code == 200
