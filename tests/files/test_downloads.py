import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.http import parse_options_header

from chamber.files import services as files
from chamber.web import downloads


@pytest.fixture
def stored(db, cast, actor):
    upload = FileStorage(io.BytesIO(b"<script>alert(1)</script>"), filename="说明.txt")
    row = files.store(files.prepare(upload), actor=actor(cast.secretary))
    db.session.commit()
    return row


@pytest.fixture
def fetch(app, cast, sign_in, monkeypatch):
    """What a browser gets where a view sends this."""

    def ask(send, **options):
        monkeypatch.setitem(app.view_functions, "directory.index", send)
        return sign_in(cast.secretary).get("/directory/", **options)

    return ask


def test_a_file_is_always_a_download_that_runs_nothing(db, stored, fetch):
    answer = fetch(lambda: downloads.send(db.session.merge(stored)))
    assert answer.status_code == 200
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E8%AF%B4%E6%98%8E.txt" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers


@pytest.mark.parametrize(
    ("name", "said"), [("附件 1.txt", "filename*=UTF-8''%E9%99%84%E4%BB%B6%201.txt"), ("note.txt", "filename=note.txt")]
)
def test_another_name_can_be_given(db, stored, fetch, name, said):
    answer = fetch(lambda: downloads.send(db.session.merge(stored), name=name))
    kind, _semicolon, rest = answer.headers["Content-Disposition"].partition("; ")
    assert kind == "attachment" and said in rest


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("名册.xlsx", "download.xlsx"),
        ("台账（诉求）().xlsx", "download.xlsx"),
        ("台账 2026-09.xlsx", "2026-09.xlsx"),
        ('合同"\\;.表', "download"),
    ],
)
def test_programs_that_read_no_chinese_get_a_real_name_beside_the_whole_one(fetch, name, plain):
    given = fetch(lambda: downloads.send_bytes(b"PK", name, "application/octet-stream")).headers["Content-Disposition"]
    kind, options = parse_options_header(given)
    assert (kind, options["filename"]) == ("attachment", name)
    assert f"filename={plain};" in given or f'filename="{plain}";' in given


def test_a_name_cannot_break_the_header(fetch):
    answer = fetch(lambda: downloads.send_bytes(b"x", 'a"b;c\u202e.xlsx', "application/octet-stream"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["名册.xlsx", "roster.xlsx"])
def test_an_export_is_a_download_too(fetch, name):
    answer = fetch(lambda: downloads.send_bytes(b"PK", name, files.KINDS["xlsx"].media_type))
    assert (answer.data, answer.mimetype) == (b"PK", files.KINDS["xlsx"].media_type)
    assert answer.headers["Content-Security-Policy"] == downloads.POLICY
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone_from_the_disk_is_not_found(db, stored, fetch):
    files.path(stored).unlink()
    assert fetch(lambda: downloads.send(db.session.merge(stored))).status_code == 404
