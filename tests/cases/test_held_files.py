"""What a department attaches to a case without names is its own until whoever runs the case has looked at it."""

import re

import pytest

from chamber.cases.doing import handling, releasing, routing
from chamber.cases.doing.handling import Draft
from chamber.cases.lists import tallies
from chamber.cases.models import CaseFile
from chamber.cases.rules import holding
from chamber.cases.rules.acts import Audience
from chamber.cases.words import Outcome
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.holding import NAMED, SignIn, signed
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive, key, paper, picture

WAITS = "A file came with it, which is first looked through by the secretariat."
HERE = "/cases/{}/files/{}"


def of_departments() -> list[CaseFile]:
    """The files that departments added."""
    units = CaseFile.audience.in_((Audience.UNIT, Audience.ANSWER))
    return db.session.query(CaseFile).filter(units).order_by(CaseFile.id).all()


def statuses(drive: Drive, sign_in: SignIn, name: str, rows: list[CaseFile]) -> list[int]:
    """What somebody gets at the addresses of files."""
    client = sign_in(getattr(drive.cast, name))
    return [client.get(HERE.format(drive.reference, key(row))).status_code for row in rows]


def look(drive: Drive, *passed: CaseFile) -> None:
    """The secretariat looks through what waits first, and passes on these files."""
    event = holding.waiting(drive.case)
    assert event is not None
    ids = tuple(row.id for row in passed)
    releasing.look_through(drive.reference, event.id, "", passed=ids, actor=drive.who("secretary"))
    db.session.commit()


def test_a_helping_department_has_no_file_of_another_one_before_it_was_looked_through(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    answer = Draft(Outcome.RESOLVED, "已付款。")
    files = (paper(f"{NAMED}.txt", "a" * 3000),), (picture(f"{NAMED}.png"),)
    handling.draft(drive.reference, answer, *files, actor=drive.who("handler"))
    db.session.commit()
    rows = of_departments()
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 404]
    assert statuses(drive, sign_in, "handler", rows) == [200, 200]
    page = english(sign_in(drive.cast.other_handler)).get(f"/cases/{drive.reference}").page
    assert page.text.count(WAITS) == 1 and NAMED not in page.html and not re.search(r"\d KB", page.text)
    for name in ("handler", "secretary", "member", "leader"):
        words = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert WAITS not in words, name
    look(drive, rows[1])
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 200]
    page = english(sign_in(drive.cast.other_handler)).get(f"/cases/{drive.reference}").page
    assert "Picture 1.png" in page.text and NAMED not in page.html and WAITS not in page.text
    got = sign_in(drive.cast.other_handler).get(HERE.format(drive.reference, key(rows[1])))
    assert NAMED not in str(got.headers) and "%E7%93%AF" not in str(got.headers)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_others_learn_nothing_of_what_waits_but_that_it_waits(number: int, drive: Drive, sign_in: SignIn) -> None:
    tries = [(paper("甲.txt"),), (picture(f"{NAMED}.png"), paper(NAMED, NAMED)), (paper(NAMED + ".txt", "b" * 90_000),)]
    found = []
    for drive.suffix, files in (("甲", tries[0]), ("乙", tries[number])):
        signed(drive, helper=True)
        handling.draft(drive.reference, Draft(Outcome.RESOLVED, "已付款。"), files, actor=drive.who("handler"))
        db.session.commit()
        answer = sign_in(drive.cast.other_handler).get(f"/cases/{drive.reference}")
        said = re.sub(r'(csrf_token" value=|X-CSRFToken": )"[^"]+"', "", answer.text.replace(drive.reference, "R"))
        found.append([said, sorted(answer.headers.keys())])
    assert found[0] == found[1]


def test_no_answer_to_the_department_differs_by_what_is_in_the_file_or_waits_already(
    drive: Drive, sign_in: SignIn, queries: list[str]
) -> None:
    handler, found = sign_in(drive.cast.handler), []
    tries = (("甲", "普通", "已看"), ("乙", "普通", "已看"), ("丙", NAMED, "已看"), ("丁", "普通", NAMED))
    for drive.suffix, text, earlier in tries:
        signed(drive, helper=True)
        handling.report_progress(drive.reference, earlier, False, actor=drive.who("handler"))
        db.session.commit()
        here = f"/cases/{drive.reference}"
        handler.get(f"{here}/draft")
        given = {"outcome": "resolved", "answer": "已付款。", "files": (f"{text}.txt", text.encode())}
        queries.clear()
        answer = handler.post_form(f"{here}/draft", given, follow=False)
        asked = [re.sub("(?<=SET ).*(?= WHERE)", "", one) for one in queries]
        queries.clear()
        words = handler.get(here).words.replace(drive.reference, "R").replace(earlier, "E").replace(f"{text}.txt", "F")
        found.append([answer.status_code, sorted(answer.headers.keys()), asked, words, len(queries)])
    assert found[1] == found[2] == found[3]


def test_the_next_department_has_none_of_the_files_of_the_one_before_until_they_were_looked_through(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    signed(drive, helper=True)
    routing.change_helpers(drive.reference, "先由一家办理", (), actor=drive.who("secretary"))
    answer = Draft(Outcome.RESOLVED, "已付款。")
    handling.draft(drive.reference, answer, (paper(),), (picture("函.png"),), actor=drive.who("handler"))
    db.session.commit()
    assert drive.case.words_due_at is None, "no other department waits for it"
    handling.return_answer(drive.reference, "请补充", actor=drive.who("secretary"))
    third = routing.Route(lead_id=drive.cast.other_department.id)
    routing.reassign(drive.reference, "改派", third, actor=drive.who("secretary"))
    db.session.commit()
    rows = of_departments()
    assert drive.case.words_due_at == workdays.deadline(clock.now, 1)
    assert tallies.figures(drive.who("secretary")).waiting == 1
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 404]
    assert WAITS in english(sign_in(drive.cast.other_handler)).get(f"/cases/{drive.reference}").words
    look(drive)
    assert drive.case.words_due_at is None
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 404]
    assert WAITS not in english(sign_in(drive.cast.other_handler)).get(f"/cases/{drive.reference}").words
    back = routing.Route(lead_id=drive.cast.department.id)
    routing.reassign(drive.reference, "改派回", back, actor=drive.who("secretary"))
    db.session.commit()
    assert statuses(drive, sign_in, "handler", rows) == [200, 200]
    assert drive.case.words_due_at is None, "it was looked through already"


def test_whoever_runs_it_ticks_what_others_get_and_passes_on_a_copy_of_the_rest_later(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    files = (paper("说明.txt", NAMED), picture("现场.png"))
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, "已付款。"), files, actor=drive.who("handler"))
    db.session.commit()
    here, desk, rows = f"/cases/{drive.reference}", english(sign_in(drive.cast.secretary)), of_departments()
    page = desk.get(f"{here}/look-through").page
    assert "The other departments get what you tick here" in page.text and "masked in the proposal" not in page.text
    assert page.css("textarea") == [] and len(page.css("main .card .files li")) == 2
    refused = desk.post_form(f"{here}/look-through", {"passed": [key(row) for row in rows]}, action="/look-through")
    assert refused.status_code == 422 and "瓯新阀门" in refused.page.texts("#passed-error")[0]
    taken = desk.post_form(f"{here}/look-through", {"passed": [key(rows[1])]}, action="/look-through", follow=True)
    assert "other departments have the files" in taken.page.texts(".toast")[0]
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 200]
    page = desk.get(f"{here}/files/{key(rows[0])}/release").page
    assert "Other departments that work on the case get it" in page.text
    again = desk.post_form(f"{here}/files/{key(rows[0])}/release", {"copy": ("脱敏.txt", "某企业".encode())})
    assert again.status_code == 200
    assert statuses(drive, sign_in, "other_handler", rows) == [200, 200]
    got = {
        name: sign_in(getattr(drive.cast, name)).get(HERE.format(drive.reference, key(rows[0]))).data.decode()
        for name in ("handler", "other_handler")
    }
    assert got == {"handler": NAMED, "other_handler": "某企业"}


@pytest.mark.parametrize("name", ["handler", "other_handler", "leader", "member"])
def test_nobody_else_passes_on_a_file(name: str, drive: Drive, sign_in: SignIn) -> None:
    signed(drive, helper=True)
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, "已付款。"), (paper(),), actor=drive.who("handler"))
    db.session.commit()
    [row] = of_departments()
    client = sign_in(getattr(drive.cast, name))
    assert client.get(f"/cases/{drive.reference}/files/{key(row)}/release").status_code in (403, 404)
    assert row.looked_at is None


def test_a_department_goes_on_with_its_own_and_the_author_has_the_enclosure_once_it_is_out(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    answer = Draft(Outcome.RESOLVED, "已付款。")
    handling.draft(drive.reference, answer, (paper(),), (paper("函.txt"),), actor=drive.who("handler"))
    db.session.commit()
    rows = of_departments()
    assert statuses(drive, sign_in, "member", rows) == [404, 404]
    drive.publish()
    assert statuses(drive, sign_in, "member", rows) == [404, 200]
    assert statuses(drive, sign_in, "handler", rows) == [200, 200]
    assert statuses(drive, sign_in, "other_handler", rows) == [404, 404]
    look(drive, *rows)
    assert statuses(drive, sign_in, "other_handler", rows) == [200, 200]
    assert statuses(drive, sign_in, "member", rows) == [404, 200]
    assert statuses(drive, sign_in, "leader", rows) == [404, 404]


def test_a_paper_that_the_desk_enters_for_a_department_is_that_departments_own(drive: Drive, sign_in: SignIn) -> None:
    signed(drive, helper=True)
    note = paper(f"{NAMED}.txt")
    handling.report_progress(drive.reference, "已看", False, actor=drive.who("secretary"), behalf=(note,))
    db.session.commit()
    [row] = of_departments()
    assert statuses(drive, sign_in, "handler", [row]) == [200]
    assert statuses(drive, sign_in, "other_handler", [row]) == [404]
    words = english(sign_in(drive.cast.other_handler)).get(f"/cases/{drive.reference}").words
    assert "已看" in words and WAITS in words
