"""Files of a case: each stands at its step, and what goes with an answer goes out with it and no sooner."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.doing import handling, intake, releasing, routing
from chamber.cases.models import Case, CaseFile
from chamber.cases.rules.acts import Audience
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.files.contents import read_through
from tests.client import Client
from tests.factories.cases import Drive, key, paper, picture, with_paper

SignIn = Callable[[Account], Client]
BOTH = pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.COMPLAINT])


@pytest.fixture
def put_up(drive: Drive, sign_in: SignIn) -> Callable[[str], CaseFile]:
    """The department's answer with an enclosure of this name and some evidence, under review; the enclosure."""

    def put(name: str) -> CaseFile:
        files = {"enclosures": (name, "函件".encode()), "files": ("evidence.txt", b"1")}
        given = {"outcome": "resolved", "answer": "对方已付款，凭证附后。", **files}
        sign_in(drive.cast.handler).post_form(f"/cases/{drive.reference}/draft", given)
        return db.session.query(CaseFile).filter_by(audience=Audience.ANSWER).order_by(CaseFile.id.desc()).first()

    return put


@BOTH
def test_an_enclosure_reaches_the_member_with_the_answer_and_the_evidence_never(
    kind: Kind, drive: Drive, sign_in: SignIn, put_up: Callable[[str], CaseFile]
) -> None:
    drive.submit(kind)
    drive.accept()
    drive.sign()
    here, member, handler = f"/cases/{drive.reference}", sign_in(drive.cast.member), sign_in(drive.cast.handler)
    address = f"{here}/files/{key(put_up('letter.txt'))}"
    assert member.get(address).status_code == 404
    assert handler.get(address).status_code == 200
    assert "letter.txt" in sign_in(drive.cast.secretary).get(here).words
    drive.publish()
    page = member.get(here).page
    assert [link.attributes["href"] for link in page.css(f"main a[href='{address}']")] == [address], "once"
    assert "evidence.txt" not in page.text
    assert member.get(address).data.decode() == "函件"
    others = {name: sign_in(getattr(drive.cast, name)).get(address).status_code for name in ("leader", "president")}
    # A letter may name the firm to which it is addressed.
    assert others == {"leader": 404 if kind == Kind.COMPLAINT else 200, "president": 404}


def test_what_was_with_a_returned_answer_does_not_go_out(
    drive: Drive, sign_in: SignIn, put_up: Callable[[str], CaseFile]
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    wrong = key(put_up("wrong.txt"))
    handling.return_answer(drive.reference, "附件有误。", actor=drive.who("secretary"))
    db.session.commit()
    right = key(put_up("right.txt"))
    member, desk, here = sign_in(drive.cast.member), sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    review = desk.get(f"{here}/publish").page
    assert "wrong.txt" not in review.text
    assert "Goes out with the answer right.txt" in " ".join(review.text.split())
    assert "Evidence for the review only evidence.txt" in " ".join(review.text.split())
    drive.publish()
    for name in ("secretary", "handler"):
        page = sign_in(getattr(drive.cast, name)).get(here).page
        assert "wrong.txt" in "".join(page.texts("#way .files li"))
        assert "wrong.txt" not in "".join(page.texts("main .files li:not(#way li)"))
    assert "right.txt" in member.get(f"{here}/rate").page.text
    assert [member.get(f"{here}/files/{one}").status_code for one in (wrong, right)] == [404, 200]


def test_files_that_came_later_stand_at_their_step(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    intake.ask_supplement(drive.reference, "请补充合同。", actor=drive.who("secretary"))
    intake.supplement(drive.reference, "合同见附件。", (paper("contract.txt"),), actor=drive.who("member"))
    db.session.commit()
    for name in ("member", "secretary"):
        page = sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}").page
        assert [words.split()[0] for words in page.texts("#way .files li")] == ["contract.txt"]
        assert len(page.css("main .files > li:not(#way li)")) == 2, "what came with the submission"


def test_a_paper_of_the_department_does_not_stand_among_what_the_member_wrote(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    routing.sign(drive.reference, actor=drive.who("secretary"), behalf=with_paper())
    db.session.commit()
    files = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/draft").page.css("main .files > li")
    assert len(files) == 2, "what came with the submission"


def test_of_several_files_the_refusal_says_which_one_it_is(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    files = [("合同.txt", "正文".encode()), ("photos/现场.gif", b"GIF89a" + bytes(20))]
    page = sign_in(drive.cast.member).post_form(f"/cases/{drive.reference}/add", {"text": "补充", "files": files}).page
    [said] = page.texts("#files-error")
    assert said.startswith("“现场.gif”: This type of file is not accepted.")
    assert "合同" not in said


def test_every_wrong_file_of_a_form_is_named_at_its_field(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    wrong = ("画.gif", b"GIF89a" + bytes(20))
    files = {"files": [wrong, ("空.txt", b"")], "enclosures": [("函.txt", b"1"), wrong]}
    given = {"outcome": "resolved", "answer": "", **files}
    page = sign_in(drive.cast.handler).post_form(f"/cases/{drive.reference}/draft", given).page
    said = {
        name: [text[1:7].split("”")[0] for text in page.texts(f"[id^={name}-error]")]
        for name in ("files", "enclosures")
    }
    assert said == {"files": ["画.gif", "空.txt"], "enclosures": ["画.gif"]}
    assert page.css("#answer-error"), "what else is wrong is said in the same answer"


def test_files_that_are_too_large_together_are_refused_with_the_form_kept(
    drive: Drive, app_with: Callable[..., Flask]
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handler = Client(app_with(max_upload=20_000)).sign_in(drive.cast.handler)
    here, words = f"/cases/{drive.reference}/draft", {"outcome": "resolved", "answer": "对方已付款。"}
    each = {name: (f"{name}.txt", b"1" * 9_000) for name in ("enclosures", "files")}
    beyond = {**words, **each, "files": [each["files"], ("更多.txt", b"1" * 9_000)]}
    answer = handler.post_form(here, beyond)
    assert (answer.status_code, answer.page.one("#answer").text().strip()) == (422, "对方已付款。")
    assert [text[:23] for text in answer.page.texts(".field .error")] == ["All files of a form may"], "said once"
    assert db.session.query(CaseFile).filter_by(audience=Audience.ANSWER).count() == 0
    handler.post_form(here, {**words, **each})
    assert db.session.query(CaseFile).filter_by(audience=Audience.ANSWER).count() == 1


def test_each_field_of_files_says_how_much_the_form_may_carry(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/add").page
    said = page.texts("#files-help, #papers-help")
    assert [text[-42:] for text in said] == ["All files of a form together: up to 20 MB."] * 2


@BOTH
def test_others_get_a_members_files_under_neutral_names_that_count_from_one(
    drive: Drive, sign_in: SignIn, kind: Kind
) -> None:
    drive.submit(Kind.COMPLAINT)
    files = (paper("瓯新说明.txt"), picture("瓯新门头.png"), picture("瓯新厂房.png"))
    drive.submit(kind, files=files)
    drive.accept()
    for row in db.session.query(CaseFile).join(Case, Case.id == CaseFile.case_id).filter_by(reference=drive.reference):
        if kind == Kind.COMPLAINT:
            releasing.release_file(
                drive.reference, row.id, read_through(picture("copy.png")), actor=drive.who("secretary")
            )
    db.session.commit()
    handler = sign_in(drive.cast.handler)
    links = handler.get(f"/cases/{drive.reference}").page.css("main .files > li > a")
    names = [link.text().split()[0:2] for link in links]
    first = ["Attachment", "1.txt"] if kind == Kind.REQUEST else ["Picture", "1.png"]
    assert names[0] == first and names[-1] == ["Picture", "2.png" if kind == Kind.REQUEST else "3.png"]
    for link in links:
        assert "瓯新" not in str(handler.get(link.attributes["href"]).headers)
    author = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words
    assert "瓯新说明.txt" in author
