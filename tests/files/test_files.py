import io
import json
import os
import stat
import zipfile

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from chamber.errors import DomainError
from chamber.extensions import db as database
from chamber.files import services as files
from chamber.files.kinds import SPREADSHEETS
from chamber.files.models import StoredFile


def upload(name: str, data: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(**{"[Content_Types]_xml": b"<Types/>", "word__document_xml": b"<document/>", **more})


def xlsx(**more: bytes) -> bytes:
    return packed(**{"[Content_Types]_xml": b"<Types/>", "xl__workbook_xml": b"<workbook/>", **more})


def picture(size=(60, 40), format="JPEG", mode="RGB", colour="red", **options) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, format, **options)
    return made.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (27.0, 59.0, 13.37)
    return picture(exif=exif, icc_profile=b"secret profile", comment=b"secret words")


@pytest.mark.parametrize(
    ("name", "data", "kept_as", "media_type"),
    [
        ("通知.PDF", b"%PDF-1.7\n%%EOF", "通知.pdf", "application/pdf"),
        ("照片.jpeg", picture(), "照片.jpg", "image/jpeg"),
        ("image.png", picture(), "image.jpg", "image/jpeg"),
        ("截图.png", picture(format="PNG"), "截图.png", "image/png"),
        ("函.docx", docx(), "函.docx", files.KINDS["docx"].media_type),
        ("表.xlsx", xlsx(), "表.xlsx", files.KINDS["xlsx"].media_type),
        ("说明.txt", "第一行\r\n".encode("gb18030"), "说明.txt", "text/plain"),
        ("没有后缀", b"%PDF-1.4", "没有后缀.pdf", "application/pdf"),
        ("..\\..\\etc/passwd\u202e.pdf", b"%PDF-1.4", "passwd.pdf", "application/pdf"),
        ('a<b>:"c|?*.txt', b"hello", "a b c.txt", "text/plain"),
        ("长" * 400 + ".pdf", b"%PDF-1.4", "长" * 146 + ".pdf", "application/pdf"),
        ("v1.2 版", b"%PDF-1.4", "v1.2 版.pdf", "application/pdf"),
        (".pdf", b"%PDF-1.4", "file.pdf", "application/pdf"),
    ],
)
def test_a_file_is_known_by_its_bytes_and_gets_a_clean_name(db, name, data, kept_as, media_type):
    prepared = files.prepare(upload(name, data))
    assert (prepared.name, prepared.media_type) == (kept_as, media_type)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("", b"x", "choose a file"),
        ("leer.txt", b"", "empty"),
        ("page.html", b"<script>alert(1)</script>", "ends with .html"),
        ("page.xls", b"<html><table><tr><td>1</table></html>", "ends with .xls"),
        ("bild.svg", b"<svg onload='x'/>", "ends with .svg"),
        ("brief.pdf", b"<html></html>", "ends with .pdf"),
        ("brief.docx", b"%PDF-1.7", "ends with .docx.*Save it as PDF and upload it again"),
        ("virus.pdf", b"MZ\x90\x00" + bytes(200), "is not accepted"),
        ("virus.exe", b"MZ\x90\x00" + bytes(200), "is not accepted"),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        ("bild.gif", b"GIF89a" + bytes(20), "is not accepted"),
        ("sack.docx", packed(hello=b"world"), "is not accepted"),
        ("sack.zip", packed(hello=b"world"), "is not accepted"),
        ("makro.docx", docx(word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}), "macros"),
        ("kaputt.docx", docx()[:-30], "damaged"),
        ("kaputt.jpg", picture((800, 800), quality=95)[:900], "damaged"),
        ("kaputt.png", b"\x89PNG\r\n\x1a\nnothing", "damaged"),
        ("daten.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old Office"),
    ],
)
def test_what_lies_or_cannot_be_read_is_refused_with_a_sentence(db, name, data, says):
    with pytest.raises(DomainError, match=says):
        files.prepare(upload(name, data))


def test_rosters_come_in_as_spreadsheets_only(db):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    for name, data in (("a.xlsx", xlsx()), ("a.xls", old), ("a.csv", "名称,代码\n".encode("gb18030"))):
        assert files.prepare(upload(name, data), allow=SPREADSHEETS).name == name
    ods = packed(mimetype=files.KINDS["ods"].media_type.encode(), content_xml=b"<x/>")
    assert files.prepare(upload("a.ods", ods), allow=SPREADSHEETS).name == "a.ods"
    with pytest.raises(DomainError, match="Accepted file types: XLSX, XLS, ODS, CSV"):
        files.prepare(upload("a.pdf", b"%PDF-1.7"), allow=SPREADSHEETS)


def test_a_photo_loses_place_camera_comment_and_profile_and_stands_upright(db):
    before = photo_with_place()
    assert b"SecretCamera" in before and b"secret words" in before
    data = files.prepare(upload("p.jpg", before)).data
    assert not any(word in data for word in (b"SecretCamera", b"secret", b"Exif", b"ICC_PROFILE", b"GPS"))
    after = Image.open(io.BytesIO(data))
    assert after.size == (40, 60)
    assert not after.getexif() and "icc_profile" not in after.info and "comment" not in after.info


def test_a_png_loses_its_texts_and_keeps_what_can_be_seen_through(db):
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "secret author")
    before = picture(format="PNG", mode="RGBA", colour=(1, 2, 3, 4), pnginfo=words, icc_profile=b"secret profile")
    data = files.prepare(upload("p.png", before)).data
    assert b"secret" not in data
    after = Image.open(io.BytesIO(data))
    assert (after.mode, after.getpixel((0, 0)), after.text) == ("RGBA", (1, 2, 3, 4), {})


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_pictures_in_other_colours_come_out_as_plain_ones(db, mode):
    format = "JPEG" if mode != "1" else "PNG"
    data = files.prepare(upload("p", picture(format=format, mode=mode, colour=0))).data
    assert Image.open(io.BytesIO(data)).mode == "RGB"


def test_a_huge_picture_is_made_smaller_and_one_that_claims_too_much_is_refused(db):
    wide = files.prepare(upload("wide.png", picture((9000, 100), "PNG", "L", 0))).data
    assert Image.open(io.BytesIO(wide)).size == (4000, 44)
    # The second is more than Pillow itself would open.
    for size in ((8_001, 8_000), (30_000, 30_000)):
        with pytest.raises(DomainError, match="too many pixels"):
            files.prepare(upload("bomb.png", picture(size, "PNG", "1", 0)))


def test_a_zip_bomb_is_refused(db):
    with pytest.raises(DomainError, match="abnormally large when unpacked"):
        files.prepare(upload("bomb.xlsx", xlsx(xl__sheet_xml=bytes(160 * 1024 * 1024))))
    many = {f"part{n}": b"" for n in range(5001)}
    with pytest.raises(DomainError, match="abnormally large when unpacked"):
        files.prepare(upload("bomb.docx", docx(**many)))


def test_a_zip_that_hides_its_size_is_refused(db):
    bomb = xlsx(xl__sheet_xml=bytes(3_000_000))
    real, lie = (3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert real in bomb
    with pytest.raises(DomainError, match=r"damaged|unpacks"):
        files.prepare(upload("bomb.xlsx", bomb.replace(real, lie)))


def test_a_file_beyond_the_limit_is_413(db, app, monkeypatch):
    from dataclasses import replace

    small = replace(app.config["SETTINGS"], max_upload=100)
    monkeypatch.setitem(app.config, "SETTINGS", small)
    with pytest.raises(DomainError) as error:
        files.prepare(upload("a.txt", b"x" * 101))
    assert error.value.status == 413


def test_the_refusal_names_its_field(db):
    with pytest.raises(DomainError) as error:
        files.prepare(upload("a.exe", b"MZ\0"), field="evidence")
    assert error.value.field == "evidence"


def test_a_stored_file_lies_under_a_random_name_that_only_the_owner_reads(db, actor, secretary):
    stored = files.store(files.prepare(upload("通知.txt", b"hello")), actor=actor(secretary), name="附件 1")
    db.session.commit()
    place = files.path(stored)
    assert place.read_bytes() == b"hello"
    assert stat.S_IMODE(os.stat(place).st_mode) == 0o600
    assert "通知" not in str(place) and stored.name == "附件 1.txt"
    assert (stored.size, stored.uploaded_by_id) == (5, secretary.id)


def test_a_given_name_is_cleaned_and_cut(db, actor, secretary):
    stored = files.store(files.prepare(upload("a.txt", b"x")), actor=actor(secretary), name="长\x00" * 400)
    assert stored.name == "长" * 150 + ".txt"


def test_a_rolled_back_file_is_gone_from_the_disk(db, actor, secretary):
    who = actor(secretary)
    kept = files.store(files.prepare(upload("a.txt", b"kept")), actor=who)
    db.session.commit()
    lost = files.path(files.store(files.prepare(upload("b.txt", b"lost")), actor=who))
    assert lost.exists()
    db.session.rollback()
    assert not lost.exists()
    assert files.path(kept).exists()
    assert database.session.query(StoredFile).count() == 1


def test_a_name_that_is_not_ours_is_never_opened(db):
    with pytest.raises(ValueError):
        files.path(StoredFile(token="../../../../etc/passwd"))


def test_a_page_waits_as_long_as_the_largest_form_takes_on_a_slow_phone(app, cast, sign_in):
    page = sign_in(cast.member).get("/").page
    waits = json.loads(page.one('meta[name="htmx-config"]').attributes["content"])["defaultTimeout"] / 1000
    assert waits > app.config["SETTINGS"].max_upload * 8 / 400_000
