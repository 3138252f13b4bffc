"""Files of which a member says that only those who run the case get them: nobody else learns that they are there."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import intake, releasing, routing, sharing
from chamber.cases.models import CaseEvent, CaseFile
from chamber.cases.rules.acts import Audience
from chamber.cases.words import Kind, RespondentKind
from chamber.errors import DomainError, Repeated
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive, key, paper, picture

SignIn = Callable[[Account], Client]
BOTH = pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.COMPLAINT])
OTHERS = ("handler", "other_handler", "leader", "president", "supervisor", "rival")
TOKENS = re.compile(r'"[\w.-]{30,}"|/files/[\w-]+|name="form_key"[^>]*>')
PRIVATE = "瓯新账本"


def with_helpers(drive: Drive, kind: str, **words: object) -> str:
    """A case with a department and a helping one; its address."""
    firm = (Respondent(RespondentKind.OTHER, text="某外地公司"),) if kind == Kind.COMPLAINT else ()
    drive.submit(kind, respondents=firm, **words)
    route = routing.Route(lead_id=drive.cast.department.id, helper_ids=(drive.cast.other_department.id,))
    release = releasing.Release("某企业", "经过") if kind == Kind.COMPLAINT else None
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=release)
    db.session.commit()
    return f"/cases/{drive.reference}"


def rows(**audience: str) -> list[CaseFile]:
    """The files of all cases, in their order."""
    return db.session.query(CaseFile).filter_by(**audience).order_by(CaseFile.id).all()


def kept_file() -> CaseFile:
    """The one that only those who run the case have."""
    [row] = rows(audience=Audience.AUTHOR)
    return row


def file_of(drive: Drive, place: int) -> str:
    """What pages call a file of the case."""
    return key(rows(case_id=drive.case.id)[place])


def mark(client: Client, drive: Drive, file: str, kept: str = "yes") -> int:
    """The author's press; the status of the answer."""
    return client.post(f"/cases/{drive.reference}/mark-file", data={"file": file, "kept": kept}).status_code


@BOTH
def test_a_kept_file_is_for_the_author_who_they_name_and_who_runs_the_case(
    kind: Kind, drive: Drive, sign_in: SignIn
) -> None:
    here = with_helpers(drive, kind, kept=(paper(f"{PRIVATE}.txt", PRIVATE),))
    sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=drive.who("member"))
    db.session.commit()
    address = f"{here}/files/{key(kept_file())}"
    for name in ("member", "colleague", "secretary"):
        client = sign_in(getattr(drive.cast, name))
        assert f"{PRIVATE}.txt" in client.get(here).words, name
        assert client.get(address).get_data(as_text=True) == PRIVATE
    for name in OTHERS:
        client = sign_in(getattr(drive.cast, name))
        assert client.get(address).status_code == 404, name
        assert PRIVATE not in client.get(here).get_data(as_text=True), name


@BOTH
@pytest.mark.parametrize("name", ["handler", "other_handler", "leader"])
def test_for_others_a_case_with_kept_files_is_like_one_without(
    kind: Kind, name: str, drive: Drive, sign_in: SignIn
) -> None:
    def seen(*kept: str) -> str:
        here = with_helpers(drive, kind, kept=tuple(paper(one) for one in kept))
        if kept:
            sharing.add(drive.reference, "", actor=drive.who("member"), kept=(paper("又一份.txt"),))
            db.session.commit()
        answer = sign_in(getattr(drive.cast, name)).get(here)
        assert answer.status_code == 200
        return TOKENS.sub("", str(answer.page.one("main").html)).replace(drive.reference, "R")

    assert seen() == seen("账本.txt", "流水.txt")


def test_who_decides_an_objection_has_them_as_the_evidence(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(kept=(paper(f"{PRIVATE}.txt"),))
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    address = f"/cases/{drive.reference}/files/{key(kept_file())}"
    assert sign_in(drive.cast.supervisor).get(address).status_code == 404
    intake.raise_objection(drive.reference, "理由", actor=drive.who("member"), kept=(paper("证明.txt"),))
    db.session.commit()
    assert sign_in(drive.cast.supervisor).get(address).status_code == 200
    assert [row.audience for row in rows()[-2:]] == [Audience.AUTHOR] * 2
    assert sign_in(drive.cast.leader).get(address).status_code == 404


def test_nobody_can_release_a_kept_file_nor_is_it_offered(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(files=(picture("门头.png"),), kept=(picture("账本.png"),))
    kept, desk, here = kept_file(), sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    page = desk.get(f"{here}/accept").page
    assert page.form("pictures").controls["pictures"].choices == [file_of(drive, 0)]
    assert "1 file is not released" in page.text
    given = {"lead": str(drive.cast.department.id), "release_title": "某企业", "story": "经过", "route": "department"}
    ticked = desk.post(f"{here}/accept", data={**given, "complexity": "normal", "pictures": key(kept)})
    assert ticked.status_code == 422
    assert desk.get(f"{here}/files/{key(kept)}/release").status_code == 404
    with pytest.raises(DomainError, match="no such file"):
        releasing.release_file(drive.reference, kept.id, actor=drive.who("secretary"))
    db.session.rollback()
    drive.accept()
    assert not [link for link in desk.get(here).page.css(".files-act") if key(kept_file()) in link.attributes["href"]]


def test_an_author_keeps_a_file_back_with_one_press_and_lets_it_go_again(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST, files=(paper("合同.txt"),))
    author, here, file = sign_in(drive.cast.member), f"/cases/{drive.reference}", file_of(drive, 0)
    leader = sign_in(drive.cast.leader)
    assert leader.get(f"{here}/files/{file}").status_code == 200
    answer = author.post_form(here, action="/mark-file", press="Do not pass it on")
    assert "Recorded who can see the file." in answer.get_data(as_text=True)
    assert leader.get(f"{here}/files/{file}").status_code == 404
    drive.accept()
    handler = sign_in(drive.cast.handler)
    assert handler.get(f"{here}/files/{file}").status_code == 404
    assert mark(author, drive, file, "no") == 303
    assert handler.get(f"{here}/files/{file}").status_code == 200
    way = author.get(here).page.texts("#way li")
    assert any("Decided who can see a file" in step and "only those in charge of the case" in step for step in way)
    assert "Decided who can see a file" not in handler.get(here).words + leader.get(here).words


@BOTH
def test_what_was_passed_on_cannot_be_taken_back_and_the_page_says_so(
    kind: Kind, drive: Drive, sign_in: SignIn
) -> None:
    here = with_helpers(drive, kind)
    if kind == Kind.COMPLAINT:
        releasing.release_file(drive.reference, rows()[1].id, actor=drive.who("secretary"))
        db.session.commit()
    author, file = sign_in(drive.cast.member), file_of(drive, 1)
    page = author.get(here).page
    assert "Files passed on cannot be taken back." in page.text
    assert len(page.css("form[action$=mark-file]")) == (0 if kind == Kind.REQUEST else 1)
    assert mark(author, drive, file) == 409
    assert sign_in(drive.cast.handler).get(f"{here}/files/{file}").status_code == 200
    assert rows(audience=Audience.AUTHOR) == []


@pytest.mark.parametrize(("name", "status"), [("colleague", 403), ("secretary", 403), ("handler", 403), ("rival", 404)])
@pytest.mark.parametrize("kept", ["yes", "no"])
def test_nobody_but_the_author_says_who_gets_a_file(
    name: str, status: int, kept: str, drive: Drive, sign_in: SignIn
) -> None:
    with_helpers(drive, Kind.COMPLAINT, kept=(paper(),))
    sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=drive.who("member"))
    db.session.commit()
    file = file_of(drive, 0 if kept == "yes" else -1)
    assert mark(sign_in(getattr(drive.cast, name)), drive, file, kept) == status
    assert len(rows(audience=Audience.AUTHOR)) == 1


def test_a_file_of_another_case_of_the_department_or_of_nothing_cannot_be_marked(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    foreign = rows()[0]
    with_helpers(drive, Kind.COMPLAINT)
    routing.sign(drive.reference, actor=drive.who("secretary"), behalf=(paper("回执.txt"),))
    db.session.commit()
    author, of_department = sign_in(drive.cast.member), rows(audience=Audience.UNIT)[0]
    for file in (key(foreign), key(of_department), "1", "x" * 32, ""):
        assert mark(author, drive, file) == 422, file
    assert mark(author, drive, file_of(drive, 0), "maybe") == 422
    for row in (foreign, of_department):
        with pytest.raises(DomainError, match="no such file"):
            sharing.mark_file(drive.reference, row.id, True, actor=drive.who("member"))
    assert {row.audience for row in (foreign, of_department)} == {Audience.WORDS, Audience.UNIT}


def test_a_press_that_comes_twice_is_one_and_the_page_of_the_act_is_the_case(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    author, here, file = sign_in(drive.cast.member), f"/cases/{drive.reference}", file_of(drive, 0)
    assert [mark(author, drive, file) for _press in (1, 2)] == [303, 303]
    assert db.session.query(CaseEvent).filter_by(act="mark_file").count() == 1
    with pytest.raises(Repeated):
        sharing.mark_file(drive.reference, rows()[0].id, True, actor=drive.who("member"))
    db.session.rollback()
    assert [mark(author, drive, file, kept) for kept in ("no", "yes")] == [303, 303], "it may change within minutes"
    assert author.get(f"{here}/mark-file").location.endswith(f"{here}#story")


def test_what_was_marked_in_the_meantime_is_not_released_by_a_page_that_is_older(drive: Drive) -> None:
    drive.submit(files=(picture("门头.png"),))
    [row] = rows()
    db.session.execute(
        db.update(CaseFile).values(audience=Audience.AUTHOR).execution_options(synchronize_session=False)
    )
    with pytest.raises(DomainError, match="no such file"):
        releasing.release_file(drive.reference, row.id, actor=drive.who("secretary"))


FORMS = [
    ("add", "", {"text": "补充"}),
    ("supplement", "ask_supplement", {"text": "补"}),
    ("raise-objection", "not_accept", {"text": "理由"}),
]


@pytest.mark.parametrize(("address", "before", "words"), FORMS)
def test_wherever_a_member_adds_files_some_can_be_kept(
    address: str, before: str, words: dict[str, str], drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(files=())
    desk = drive.who("secretary")
    if before == "ask_supplement":
        intake.ask_supplement(drive.reference, "请补合同", actor=desk)
    elif before == "not_accept":
        intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=desk)
    db.session.commit()
    files = {"files": ("合同.txt", b"1"), "kept_files": ("账本.txt", b"2")}
    answer = sign_in(drive.cast.member).post_form(f"/cases/{drive.reference}/{address}", {**words, **files})
    assert [row.audience for row in rows()] == [Audience.WORDS, Audience.AUTHOR]
    steps = [text for text in answer.page.texts("#way li .files li") if "账本.txt" in text]
    assert len(steps) == 1 and "not passed on" in steps[0]


HELD = "Reviewed by the secretariat first; only then can departments and the leader see them."
SAID = {
    Kind.COMPLAINT: "If the case is confidential, departments and the leader see only the files that were reviewed",
    Kind.REQUEST: "If the case is confidential, departments and the leader see only the files that were reviewed",
    Kind.SUGGESTION: f"{HELD} If the suggestion shows the firm's name, they see them at once.",
    Kind.RETALIATION: "No department sees these, and the leader only those that were released.",
}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_form_says_at_each_field_of_files_who_gets_them(kind: Kind, drive: Drive, sign_in: SignIn) -> None:
    page = sign_in(drive.cast.member).get(f"/cases/new/{kind}").page
    assert page.texts("#files-help")[0].startswith(SAID[kind])
    assert page.texts("#kept_files-help")[0].startswith(
        "Only those in charge of your case or of an objection see these"
    )
    fields = [field.attributes["name"] for field in page.css("#new-case textarea, #new-case input[type=file]")]
    assert list(dict.fromkeys(fields)) == ["story", "files", "evidence", "kept_files"], "each beside what it belongs to"
    on_behalf = sign_in(drive.cast.secretary).get(f"/cases/new/{kind}?member={drive.cast.firm.id}").page
    assert "colleagues named by the member" in on_behalf.texts("#kept_files-help")[0]


@BOTH
def test_a_later_form_says_it_of_this_case(kind: Kind, drive: Drive, sign_in: SignIn) -> None:
    drive.submit(kind)
    [said] = sign_in(drive.cast.member).get(f"/cases/{drive.reference}/add").page.texts("#files-help")
    of_open = "The departments that handle the case and the leader can see these too."
    assert said.startswith(of_open if kind == Kind.REQUEST else HELD)


def test_the_same_files_the_other_way_round_are_another_matter(drive: Drive) -> None:
    one, other = paper("合同.txt", "一"), paper("账本.txt", "二")
    first = drive.submit(files=(one,), kept=(other,)).id
    assert drive.submit(files=(one,), kept=(other,)).id == first
    assert drive.submit(files=(other,), kept=(one,)).id != first
    for kept in ((one,), (one,), ()):
        with_kept = {"prepared": () if kept else (one,), "kept": kept}
        try:
            sharing.add(drive.reference, "", actor=drive.who("member"), **with_kept)
        except Repeated:
            db.session.rollback()
        db.session.commit()
    assert db.session.query(CaseEvent).filter_by(act="add").count() == 2


@BOTH
def test_its_name_is_found_by_the_author_and_the_desk_alone(kind: Kind, drive: Drive, sign_in: SignIn) -> None:
    with_helpers(drive, kind, kept=(paper(f"{PRIVATE}.txt"),))
    found = {
        name: drive.reference in sign_in(getattr(drive.cast, name)).get(f"/cases/?q={quote(PRIVATE)}").words
        for name in ("member", "secretary", "handler", "leader", "president")
    }
    assert found == {"member": True, "secretary": True, "handler": False, "leader": False, "president": False}
