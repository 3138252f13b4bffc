"""Nothing that an outsider can ask for changes when a confidential complaint comes: no count, no order, no header."""

import re

import pytest
from flask import Flask

from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling, releasing, routing, sharing
from chamber.cases.doing.handling import Draft
from chamber.cases.letters import waiting, writing
from chamber.cases.papers.answer import issue_answer
from chamber.cases.rules.hand import load
from chamber.cases.words import Outcome, RespondentKind
from chamber.extensions import db
from chamber.measures import doing
from chamber.rights import Role
from tests.cases.test_leaks import addresses, crawl
from tests.client import Client
from tests.factories.accounts import make_account, make_contact
from tests.factories.cases import Drive
from tests.factories.measures import make_measure, to_person
from tests.factories.world import World

OUTSIDERS = ("rival", "colleague", "other_handler", "handler", "president", "admin", "concerned")
SECRETS = re.compile(r'"[\w.-]{60,}"|name="form_key"[^>]*>')
OF_ONE_ANSWER = ("Date", "Set-Cookie", "Content-Length", "X-Request-Id")
Seen = dict[str, tuple[int, list[tuple[str, str]], str]]


def all_that(client: Client, app: Flask) -> Seen:
    """Every answer that this person gets, without what differs from one request to the next."""
    found = {}
    for address, answer in crawl(client, addresses(app, ["WQ-2026-AAAA"], "GET")):
        headers = sorted(pair for pair in answer.headers if pair[0] not in OF_ONE_ANSWER)
        text = answer.get_data().decode("utf-8", "replace") if answer.mimetype.startswith("text/") else ""
        found[address] = (answer.status_code, headers, SECRETS.sub("", text))
    return found


def complain(drive: Drive) -> None:
    """A confidential complaint comes from a member, is added to, accepted, looked up and worked on at the own desk.

    It has a measure, a letter goes out about it, and its answer is published and printed with a number.
    """
    rival, desk = drive.cast.rival_firm.name, drive.who("secretary")
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=f"{rival}的经理和市场监督管理所"),))
    sharing.add(drive.reference, "补充", actor=drive.who("member"))
    text = releasing.Release("某企业反映欠款", "某企业供货后未收到货款。")
    routing.accept(drive.reference, actor=desk, route=routing.Route(own_desk=True), release=text)
    sharing.reveal_author(drive.reference, actor=desk)
    handling.report_progress(drive.reference, "已约谈对方", True, actor=desk, next_step="再次约谈")
    of_case = {"kind": "case", "subject_id": drive.case.id, "source": "handling"}
    made = make_measure(desk, to_person(drive.cast.secretary.id), is_public=True, **of_case)  # type: ignore[arg-type]
    doing.finish(made.reference, "已约谈", actor=desk)
    _write_letter(drive)
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, "对方已付款。"), actor=desk)
    handling.publish(drive.reference, actor=desk)
    issue_answer(drive.reference, actor=desk)
    db.session.commit()


def _write_letter(drive: Drive) -> None:
    desk, draft = drive.who("secretary"), writing.Draft(drive.cast.department.id, "商请核实", "商请贵单位核实。")
    writing.propose_letter(drive.reference, draft, actor=desk)
    [letter] = waiting.letters_of(load(drive.case, None))
    writing.decide_letter(drive.reference, letter.id, True, actor=drive.who("member"))
    writing.issue_letter(drive.reference, letter.id, actor=desk)


@pytest.mark.thorough
@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_answer_changes_for_an_outsider_when_a_confidential_complaint_comes(
    name: str, app: Flask, world: World
) -> None:
    if name == "concerned":
        # A leader who is of the firm that the complaint is about.
        account = make_account("concerned", "另一领导", Role.LEADER)
        make_contact(world.cast.rival_firm, account.name, account)
        db.session.commit()
    else:
        account = world.account(name)
    client = Client(app).sign_in(account)
    client.inspect = False
    before = all_that(client, app)
    complain(world.drive)
    after = all_that(client, app)
    assert len(before) > 200
    changed = {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}
    # A leader reads other cases and takes the ledger in passing, which the log notes.
    assert changed <= ({"/admin/log"} if name == "concerned" else set())


def test_such_a_case_changes_the_pages_of_who_may_know_of_it(app: Flask, drive: Drive) -> None:
    client = Client(app).sign_in(drive.cast.secretary)
    before = client.get("/cases/").words
    complain(drive)
    assert client.get("/cases/").words != before
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    assert client.get("/cases/").words == before
