"""Cases under strain: many at once, a server killed half-way, rights that go while a page is open."""

import itertools
import threading
import time
from collections.abc import Callable

import pytest

from chamber.accounts.models import AccountRole
from chamber.audit.models import AuditRow
from chamber.audit.verify import problems
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import State
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from chamber.rights import Role
from tests.client import Client, path_of, release
from tests.factories.accounts import make_account
from tests.factories.cases import Drive
from tests.server import Server

WRITERS, WRITES = 4, 500
SIGNERS = 8
"""As many as the server answers at a time."""


def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_written(server: Server, drive: Drive) -> None:
    drive.submit()
    reference = drive.reference
    visitors = [server.visitor(drive.cast.member) for _writer in range(WRITERS)]
    tokens = [visitor.get("/account").page.css("[name=csrf_token]")[0].attributes["value"] for visitor in visitors]
    acknowledged: set[str] = set()
    counter = itertools.count()
    dead = threading.Event()
    release()

    def write(visitor_number: int) -> None:
        visitor, token = visitors[visitor_number], tokens[visitor_number]
        while not dead.is_set() and (number := next(counter)) < WRITES * 2:
            words = f"第{number}次补充"
            try:
                reply = visitor.send(f"/cases/{reference}/add", {"csrf_token": token, "text": words})
            except OSError:
                continue
            if reply.status == 303:
                acknowledged.add(words)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < WRITES and any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
    server.kill()
    dead.set()
    for thread in threads:
        thread.join()
    server.start()
    assert len(acknowledged) >= WRITES
    events = db.session.query(CaseEvent.text).filter_by(act=Act.ADD).all()
    assert acknowledged <= {text for (text,) in events}
    assert len(events) == db.session.query(AuditRow).filter_by(act="case.add").count()
    assert list(problems()) == []
    assert server.visitor(drive.cast.member).get(f"/cases/{reference}").status == 200


def test_of_handlers_who_sign_the_same_case_at_once_one_does_and_the_others_are_told(
    server: Server, drive: Drive
) -> None:
    others = [make_account(f"other{number}", f"承办{number}", Role.HANDLER) for number in range(SIGNERS - 1)]
    for other in others:
        db.session.add(DepartmentHandler(department_id=drive.cast.department.id, account_id=other.id))
    db.session.commit()
    drive.submit()
    drive.accept()
    visitors = [server.visitor(account) for account in (drive.cast.handler, *others)]
    tokens = [visitor.get("/account").page.css("[name=csrf_token]")[0].attributes["value"] for visitor in visitors]
    release()
    gate = threading.Barrier(SIGNERS)
    statuses: list[int] = []

    def sign(number: int) -> None:
        gate.wait()
        reply = visitors[number].send(f"/cases/{drive.reference}/sign", {"csrf_token": tokens[number]})
        statuses.append(reply.status)

    threads = [threading.Thread(target=sign, args=(number,)) for number in range(SIGNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [409] * (SIGNERS - 1)
    assert db.session.query(CaseEvent).filter_by(act=Act.SIGN).count() == 1
    assert drive.case.state == State.IN_PROGRESS


@pytest.mark.parametrize("lost", ["role", "desk"])
def test_a_reader_who_loses_the_role_while_the_page_is_open_can_do_nothing_more(
    sign_in: Callable[..., Client], drive: Drive, lost: str
) -> None:
    handler = drive.cast.handler
    db.session.add(AccountRole(account_id=handler.id, role=Role.LEADER))
    drive.submit()
    drive.accept()
    desk, here = sign_in(handler), f"/cases/{drive.reference}"
    desk.post("/account/act-as", data={"as": f"handler:{drive.cast.department.id}"})
    page = desk.get(here)
    assert page.page.texts("#acts .btn--primary") == ["Sign for it"]
    if lost == "role":
        db.session.query(AccountRole).filter_by(account_id=handler.id, role=Role.HANDLER).delete()
    else:
        db.session.query(DepartmentHandler).filter_by(account_id=handler.id).delete()
    db.session.commit()
    answer = desk.post_form(page, press="Sign for it", follow=False)
    assert (answer.status_code, path_of(answer)) == (303, "/login"), "the token of the form is still good"
    assert path_of(desk.get(here)) == "/login"
    assert drive.case.state == State.ASSIGNED
