"""What goes on to a department: a masked text, later words, redacted pictures, and never the firm."""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from chamber.accounts.models import Account
from chamber.cases.doing import releasing, routing, sharing
from chamber.cases.models import CaseEvent, CaseFile
from chamber.cases.words import Kind
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.files.contents import read_through
from chamber.files.services import prepare
from tests.client import Client
from tests.database import queries
from tests.factories.cases import RELEASED_STORY, Drive, key, paper, picture

SignIn = Callable[[Account], Client]


def test_masked_places_are_bars_and_counted(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary = sign_in(drive.cast.secretary)
    secretary.post_form(
        f"/cases/{drive.reference}/accept",
        {"lead": str(drive.cast.department.id), "release_title": "某企业", "story": "■■■未付款，■■■不接电话"},
    )
    page = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}").page
    assert len(page.css(".masked")) == 2
    assert "2 places masked" in page.text


def test_later_words_go_out_masked_and_never_with_the_firm(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    said = f"{drive.cast.firm.name}又收到短信"
    sharing.add(drive.reference, said, actor=drive.who("member"))
    db.session.commit()
    event = db.session.query(CaseEvent).filter_by(act="add").one()
    secretary, handler = sign_in(drive.cast.secretary), sign_in(drive.cast.handler)
    address = f"/cases/{drive.reference}/words/{key(event)}/release"
    assert "■■■又收到短信" in secretary.get(address).get_data(as_text=True)
    refused = secretary.post_form(address, {"text": said})
    assert refused.status_code == 422
    assert "又收到短信" not in handler.get(f"/cases/{drive.reference}").words
    assert "Released." in secretary.post_form(address, action="/release").get_data(as_text=True)
    words = handler.get(f"/cases/{drive.reference}").words
    assert "又收到短信" in words
    assert drive.cast.firm.name not in words


@pytest.mark.parametrize("said", ["赖法人来电", "厂房在瑶溪路 77 号", "请回 duan@ouxin.example"])
def test_a_text_does_not_go_out_with_the_firms_principal_its_address_or_where_to_write_to(
    drive: Drive, said: str
) -> None:
    drive.cast.firm.legal_representative, drive.cast.firm.address = "赖法人", "瑶溪路77号"
    drive.cast.firm.contacts[0].email = "duan@ouxin.example"
    drive.submit()
    with pytest.raises(DomainError, match="still names"):
        releasing.release(drive.reference, releasing.Release("某企业", said), actor=drive.who("secretary"))


def photo() -> BytesIO:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (40, 30), (200, 90, 60)).save(made, "JPEG")
    made.seek(0)
    return made


def test_a_text_goes_out_only_as_a_redacted_copy(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).order_by(CaseFile.id).first()
    secretary, handler = sign_in(drive.cast.secretary), sign_in(drive.cast.handler)
    address = f"/cases/{drive.reference}/files/{key(row)}/release"
    assert "redacted copy" in secretary.post_form(address, action="/release").words
    assert handler.get(f"/cases/{drive.reference}/files/{key(row)}").status_code == 404
    done = secretary.post(address, data={"copy": (photo(), "copy.jpg")}, content_type="multipart/form-data")
    assert done.status_code == 303
    assert handler.get(f"/cases/{drive.reference}/files/{key(row)}").status_code == 200


@pytest.mark.parametrize("who", ["handler", "leader", "member"])
def test_only_who_runs_the_case_releases(drive: Drive, sign_in: SignIn, who: str) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).order_by(CaseFile.id).first()
    answer = sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}/files/{key(row)}/release")
    assert answer.status_code == 403


def test_the_text_for_departments_stands_beside_the_original(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/release").page
    assert drive.mark("story") in page.text
    assert RELEASED_STORY in page.texts("textarea")


@pytest.mark.parametrize("act", ["accept", "assign"])
def test_a_department_is_not_offered_a_complaint_about_itself(drive: Drive, sign_in: SignIn, act: str) -> None:
    drive.submit()
    if act == "assign":
        routing.accept(drive.reference, actor=drive.who("secretary"))
        db.session.commit()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/{act}").page
    form, about, other = page.form("lead"), str(drive.cast.other_department.id), str(drive.cast.department.id)
    for name in ("lead", "helpers"):
        assert other in form.controls[name].choices
        assert about not in form.controls[name].choices
    assert "A department that the complaint is about is not offered." in page.text


def test_whoever_sends_a_case_back_is_not_told_by_a_gap_in_the_list_whom_it_is_about(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    form = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/send-back").page.form("department")
    assert str(drive.cast.other_department.id) in form.controls["department"].choices


@pytest.mark.parametrize("act", ["accept", "assign", "release"])
def test_the_text_for_departments_must_say_all_as_they_do_not_see_whom_it_is_about(
    drive: Drive, sign_in: SignIn, act: str
) -> None:
    drive.submit()
    if act == "assign":
        routing.accept(drive.reference, actor=drive.who("secretary"))
        db.session.commit()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/{act}").page
    assert any("not who the complaint is about" in words for words in page.texts("#story-help"))


def test_a_handler_does_not_see_whom_a_confidential_complaint_is_about(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    here = f"/cases/{drive.reference}"
    assert drive.cast.other_department.name in sign_in(drive.cast.secretary).get(here).words
    assert drive.cast.other_department.name not in sign_in(drive.cast.handler).get(here).words


def files_of(drive: Drive) -> tuple[CaseFile, CaseFile]:
    """The text and the picture that came with the case."""
    first, second = db.session.query(CaseFile).order_by(CaseFile.id).all()
    return first, second


RELEASED = {"release_title": "某企业反映未付款", "story": "验收后未付款。"}


def test_accepting_lists_the_files_and_passes_on_the_ticked_pictures_in_the_same_act(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    text, photograph = files_of(drive)
    secretary, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    page = secretary.get(f"{here}/accept").page
    assert len(page.css("main .files > li")) == 2
    assert "2 files are not released: departments and the leader cannot see them." in page.text
    assert page.form("pictures").controls["pictures"].choices == [key(photograph)], "a text only as a redacted copy"
    assert page.form("pictures").controls["pictures"].values == [], "somebody has to look at it first"
    given = {"lead": str(drive.cast.department.id), "pictures": [key(photograph)], **RELEASED}
    page = secretary.post_form(page, given).page
    assert "1 file is not released: departments and the leader cannot see it." in page.text
    assert page.css(".files-act")[0].attributes["href"] == f"{here}/files/{key(text)}/release"
    handler = sign_in(drive.cast.handler)
    assert handler.get(f"{here}/files/{key(photograph)}").status_code == 200
    assert handler.get(f"{here}/files/{key(text)}").status_code == 404
    assert "not released" not in handler.get(here).words


def test_pictures_that_nobody_ticked_stay_with_the_secretariat_which_is_reminded(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    page = secretary.post_form(f"{here}/accept", {"lead": str(drive.cast.department.id), **RELEASED}).page
    assert "2 files are not released" in page.text
    assert sign_in(drive.cast.handler).get(f"{here}/files/{key(files_of(drive)[1])}").status_code == 404


def test_the_files_of_an_open_case_are_listed_and_need_no_release(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/accept").page
    assert len(page.css("main .files > li")) == 2
    assert "not released" not in page.text
    assert "pictures" not in page.form("lead").controls


def test_accepting_costs_no_more_queries_for_its_files(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary = sign_in(drive.cast.secretary)
    secretary.get("/account")
    with queries(db) as seen:
        secretary.get(f"/cases/{drive.reference}/accept")
    assert len(seen) <= 16, "\n".join(seen)


def test_a_department_reads_a_case_with_many_redacted_copies_at_the_price_of_one_with_none(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(files=tuple(paper(text=str(number)) for number in range(6)))
    drive.accept()
    handler, here = sign_in(drive.cast.handler), f"/cases/{drive.reference}"
    handler.get(here)
    with queries(db) as none:
        handler.get(here)
    for row in db.session.query(CaseFile).all():
        releasing.release_file(drive.reference, row.id, read_through(picture("copy.png")), actor=drive.who("secretary"))
    db.session.commit()
    with queries(db) as many:
        assert len(handler.get(here).page.css("main .files > li")) == 6
    assert len(many) == len(none) <= 12


def office(**parts: str) -> bytes:
    """A text document that holds these parts; `__` stands for the slash in their names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name, text in {"word__document": "<w:t>某企业供货</w:t>", **parts}.items():
            packed.writestr(f"{name.replace('__', '/')}.xml", f"<part><w:r>{text}</w:r></part>")
    return made.getvalue()


def pdf(title: bytes, *, packed: bool = False) -> bytes:
    """The bare bones of a PDF file with a title."""
    about = b"<< /Producer (x) /Title " + title + b" >>"
    if packed:
        about = b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(about) + b"\nendstream"
    return b"%PDF-1.5\n1 0 obj\n" + about + b"\nendobj\ntrailer << /Info 1 0 R >>\n%%EOF"


UTF16 = "瓯新阀门投诉书".encode("utf-16-be").hex().encode()
LEAVES_IN = {
    "the author of the file": office(docProps__core="<dc:creator>单会员</dc:creator>"),
    "the company of the program": office(docProps__app="<Company>瓯新阀门有限公司</Company>"),
    "who changed something": office(word__comments='<w:comment w:author="单会员"><w:t>改</w:t></w:comment>'),
    "a word typed in two goes": office(word__document="<w:t>瓯新</w:t></w:r><w:r><w:t>阀门来函</w:t>"),
    "plain text": "瓯新阀门供货".encode(),
    "the title of a PDF file": pdf(b"<FEFF" + UTF16 + b">"),
    "a title in octal": pdf("(瓯新阀门)".encode("gb18030").replace(b"\xea", b"\\352")),
    "a packed title": pdf(b"<FEFF" + UTF16 + b">", packed=True),
    "a description in XML": pdf(b"(x)") + "<x:xmpmeta><dc:creator>单会员</dc:creator></x:xmpmeta>".encode(),
}


@pytest.mark.parametrize("copy", LEAVES_IN.values(), ids=LEAVES_IN)
def test_a_redacted_copy_that_still_names_the_firm_where_nobody_looks_does_not_go_out(
    drive: Drive, sign_in: SignIn, copy: bytes
) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).order_by(CaseFile.id).first()
    name = "copy.pdf" if copy.startswith(b"%PDF") else "copy.docx" if copy.startswith(b"PK") else "copy.txt"
    address = f"/cases/{drive.reference}/files/{key(row)}/release"
    refused = sign_in(drive.cast.secretary).post_form(address, {"copy": (name, copy)}, action="/release")
    assert refused.status_code == 422
    assert "The copy still names" in refused.words
    assert sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/files/{key(row)}").status_code == 404


@pytest.mark.parametrize("copy", [office(docProps__core="<dc:creator>WPS</dc:creator>"), pdf(b"(Report)")])
def test_a_copy_that_names_nobody_goes_out(drive: Drive, copy: bytes) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).order_by(CaseFile.id).first()
    name = "copy.pdf" if copy.startswith(b"%PDF") else "copy.docx"
    prepared = prepare(FileStorage(BytesIO(copy), filename=name))
    releasing.release_file(drive.reference, row.id, read_through(prepared), actor=drive.who("secretary"))
    db.session.commit()
    assert row.released_at
