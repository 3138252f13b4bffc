"""Who only watches what is late, and who decides an objection in a case without a name, learn not whose it is."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.doing import closing, intake, pressure, releasing
from chamber.cases.lists import listing
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind
from chamber.errors import Forbidden
from chamber.extensions import db
from chamber.notifications import worker
from tests.cases.reading import acts_of
from tests.cases.test_leaks import addresses, crawl, leaks
from tests.client import Client
from tests.english import english
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive

SignIn = Callable[[Account], Client]


def late(drive: Drive, kind: str = Kind.COMPLAINT, **words: object) -> None:
    """At work with the department, and late at the last step."""
    drive.submit(kind, **words)
    drive.accept()
    drive.sign()
    drive.case.level = 4
    db.session.commit()


def objected(drive: Drive) -> None:
    """Withdrawn under pressure, kept open without the author's name, then not accepted; the author objects."""
    drive.submit()
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    pressure.keep_open(drive.reference, "同意不署名继续", actor=drive.who("secretary"))
    releasing.release(drive.reference, releasing.Release(RELEASED_TITLE, RELEASED_STORY), actor=drive.who("secretary"))
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, drive.mark("objection"), actor=drive.who("member"))
    db.session.commit()


def named_in(app: Flask, drive: Drive, who: str, marks: tuple[str, ...]) -> set[tuple[str, str]]:
    """Every address that gives this person a name or one of these words."""
    browser, found = Client(app).sign_in(getattr(drive.cast, who)), set()
    browser.inspect = False
    worker.write_heartbeat()
    hidden = {drive.cast.firm.name, "单会员", *(drive.mark(one) for one in marks)}
    for address, answer in crawl(browser, addresses(app, [drive.reference], "GET")):
        if drive.reference in address or address.startswith("/cases"):
            found |= {(address, word) for word in leaks(answer, hidden)}
    return found


def lines(drive: Drive, who: str, q: str = "") -> list[listing.SeenLine]:
    """What this person's list finds."""
    actor = drive.who(who)
    return listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {"q": q}))))


def test_at_the_last_step_the_supervisor_reads_what_was_released_and_not_whose_it_is(app: Flask, drive: Drive) -> None:
    late(drive)
    page = english(Client(app).sign_in(drive.cast.supervisor)).get(f"/cases/{drive.reference}").words
    assert RELEASED_STORY in page and drive.cast.department.name in page and "林承办" not in page
    assert not named_in(app, drive, "supervisor", ("title", "story", "evidence", "wish", "file"))
    assert acts_of(drive, "supervisor") == set()
    with pytest.raises(Forbidden):
        intake.contact(drive.reference, "x", actor=drive.who("supervisor"))


def test_nor_whose_it_is_where_the_department_knows(app: Flask, drive: Drive) -> None:
    late(drive, Kind.REQUEST)
    page = english(Client(app).sign_in(drive.cast.supervisor)).get(f"/cases/{drive.reference}").words
    assert drive.mark("story") in page and drive.cast.firm.name not in page
    assert [one.firm for one in lines(drive, "supervisor")] == [""]
    assert lines(drive, "supervisor", drive.cast.firm.name) == []
    assert lines(drive, "supervisor", f"{drive.reference.lower()} {drive.cast.firm.name}") == []
    found = (drive.reference, drive.mark("title"), f"{drive.mark('story')} {drive.reference}")
    assert [len(lines(drive, "supervisor", words)) for words in found] == [1, 1, 1]
    assert (
        drive.cast.firm.name in english(Client(app).sign_in(drive.cast.handler)).get(f"/cases/{drive.reference}").words
    )


@pytest.mark.parametrize("who", ["supervisor", "leader"])
def test_who_decides_an_objection_without_a_name_reads_it_and_learns_no_name(
    app: Flask, drive: Drive, who: str
) -> None:
    objected(drive)
    drive.case.leader_decides = who == "leader"
    db.session.commit()
    page = english(Client(app).sign_in(getattr(drive.cast, who))).get(f"/cases/{drive.reference}/decide-objection")
    assert page.status_code == 200
    words = english(Client(app).sign_in(getattr(drive.cast, who))).get(f"/cases/{drive.reference}").words
    assert drive.mark("objection") in words and RELEASED_STORY in words
    assert not named_in(app, drive, who, ("title", "story", "evidence", "wish", "file"))
    assert lines(drive, who, drive.mark("evidence")) == []
    assert Act.DECIDE_OBJECTION in acts_of(drive, who)
    intake.decide_objection(drive.reference, True, "应予受理", actor=drive.who(who))


def test_the_author_of_such_a_case_is_told_who_reads_the_objection(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    pressure.keep_open(drive.reference, "同意不署名继续", actor=drive.who("secretary"))
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    db.session.commit()
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/raise-objection").words
    assert "but not who you are: please name nobody" in page
