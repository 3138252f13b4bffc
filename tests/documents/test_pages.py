"""The pages of papers: templates replaced and taken back, numbers, and papers as LibreOffice shows them."""

import io

import pytest

from chamber import registry
from chamber.audit.models import AuditRow
from chamber.documents import filling, templates
from chamber.documents.models import PaperTemplate
from chamber.errors import Conflict, DomainError
from chamber.files import services as files
from chamber.files.models import StoredFile
from tests.factories.papers import changed, prepared, saying, text_of

PAGE = "/documents/case_answer"


@pytest.fixture
def answer(app):
    return registry.papers()["case_answer"]


def upload(desk, data, name="自己的.docx"):
    page = desk.get(PAGE)
    form = page.page.form("template")
    _method, path, values = form.send({}, None)
    return desk.post(path, data={**values, "template": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def test_an_own_template_is_in_force_until_it_is_taken_back(db, answer, desk):
    upload(desk, saying(answer, "本会自己的格式"))
    page = desk.get(PAGE).page
    assert "Own template" in page.text and "自己的.docx" in page.text
    assert text_of(desk.get(f"{PAGE}/sample.docx").data)[0] == "本会自己的格式"
    assert desk.get(f"{PAGE}/own.docx").data != desk.get(f"{PAGE}/shipped.docx").data
    (stored,) = db.session.query(StoredFile).all()
    place = files.path(stored)
    desk.post_form(PAGE, {}, action="/take-back")
    assert "Shipped template" in desk.get(PAGE).page.text
    assert not place.exists() and not db.session.query(StoredFile).count()
    acts = [row.act for row in db.session.query(AuditRow).filter_by(kind="paper").order_by(AuditRow.id)]
    assert acts == ["paper.template_replaced", "paper.template_taken_back"]


def test_a_template_that_is_refused_leaves_the_old_one_in_force(db, answer, desk):
    upload(desk, saying(answer, "第一版"))
    macro = changed(answer, **{"word/vbaProject.bin": b"x"})
    for data, named in ((saying(answer, "{{ firma }}"), "{{ firma }}"), (macro, "macros"), (b"text", "not accepted")):
        answered = upload(desk, data)
        assert answered.status_code == 422
        assert named in answered.page.text
    assert text_of(desk.get(f"{PAGE}/sample.docx").data)[0] == "第一版"
    assert db.session.query(StoredFile).count() == 1


def test_two_who_change_a_template_at_once_are_told(db, answer, keeper):
    templates.replace(answer, prepared(saying(answer, "甲")), version=0, actor=keeper)
    with pytest.raises(Conflict):
        templates.replace(answer, prepared(saying(answer, "乙")), version=0, actor=keeper)
    with pytest.raises(Conflict):
        templates.take_back(answer, version=0, actor=keeper)
    version = db.session.get(PaperTemplate, answer.kind).version
    templates.replace(answer, prepared(saying(answer, "丙")), version=version, actor=keeper)
    assert db.session.query(StoredFile).count() == 1


def test_a_template_whose_file_is_gone_says_so(db, answer, keeper):
    templates.replace(answer, prepared(saying(answer, "甲")), version=0, actor=keeper)
    files.path(db.session.query(StoredFile).one()).unlink()
    with pytest.raises(DomainError, match="no longer there"):
        templates.made(answer.kind, {**filling.common_values(), **answer.sample})


def test_the_prefix_of_numbers_is_set_on_the_page(db, desk):
    desk.post_form(PAGE, {"prefix": "梧商办"}, action="/prefix")
    assert "梧商办" in desk.get("/documents/").words
    answered = desk.post_form(PAGE, {"prefix": "梧 商"}, action="/prefix")
    assert answered.status_code == 422 and "only letters and digits" in answered.words


def test_every_paper_has_made_up_values_for_all_that_it_declares(app):
    papers = registry.papers().values()
    assert len({paper.prefix for paper in papers}) == len(papers)
    for paper in papers:
        assert set(paper.sample) == {*paper.fields, *paper.tables}, paper.kind
        assert filling.check(paper, paper.template.read_bytes()) == [], paper.kind
