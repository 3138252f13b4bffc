"""No page, header or download carries the running number of a case or of a part of it: two of them count complaints."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import event, update
from werkzeug.test import TestResponse

from chamber import clock
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling, intake, sharing
from chamber.cases.force import meeting
from chamber.cases.force.models import CaseForce, CaseForcePerson, CaseMeeting
from chamber.cases.letters import writing
from chamber.cases.letters.models import CaseLetter
from chamber.cases.models import Case, CaseAssignment, CaseEvent, CaseExtension, CaseFile, CaseRespondent, CaseRound
from chamber.cases.models_authors import CaseConsent
from chamber.cases.pages.acts import PAGES
from chamber.cases.reading.keys import key_of, number_of
from chamber.cases.words import Outcome, RespondentKind
from chamber.extensions import db
from chamber.files.models import StoredFile
from chamber.jobs.models import Job
from chamber.measures import doing
from chamber.measures.models import Measure, MeasureFile, MeasureNote
from chamber.notifications import worker
from chamber.notifications.models import Delivery, Notification
from tests.cases.test_leaks import crawl
from tests.client import Client, texts_of
from tests.factories.accounts import quick_for_some
from tests.factories.addresses import address_of
from tests.factories.cases import Drive, key, paper, picture
from tests.factories.forces import at_work
from tests.factories.jobs import make_job
from tests.factories.measures import make_measure, to_department
from tests.factories.notifications import fail, lines_of

PARTS = (
    Case,
    CaseAssignment,
    CaseConsent,
    CaseEvent,
    CaseExtension,
    CaseFile,
    CaseForce,
    CaseForcePerson,
    CaseLetter,
    CaseMeeting,
    CaseRespondent,
    CaseRound,
    Measure,
    MeasureFile,
    MeasureNote,
    StoredFile,
    Notification,
    Delivery,
    Job,
)
FIRST = 730_000_000
"""Nothing else in a small chamber is so large, nor is one thrown by chance in a token or a request's number."""
STARTS = (
    "/",
    "/cases/",
    "/cases/ledger.xlsx",
    "/cases/help",
    "/cases/task-forces",
    "/measures/",
    "/measures/ledger.xlsx",
    "/admin/log",
    "/notifications/",
    "/account",
    "/jobs/",
    "/notifications/outbox",
    "/cases/respondents",
    "/cases/calls",
)
EVERYBODY = (
    "member",
    "secretary",
    "handler",
    "leader",
    "colleague",
    "admin",
    "president",
    "supervisor",
    "rival",
    "other_handler",
)
ANSWER = handling.Draft(Outcome.RESOLVED, "对方已付款。")


@pytest.fixture
def large_numbers() -> Iterator[range]:
    """While it lasts, cases and their parts have numbers that cannot be mistaken."""
    numbers = count(FIRST)

    def give(_mapper: object, _connection: object, row: Case) -> None:
        row.id = next(numbers)

    for part in PARTS:
        event.listen(part, "before_insert", give)
    yield range(FIRST, FIRST + 10_000)
    for part in PARTS:
        event.remove(part, "before_insert", give)


def unsealed(text: str) -> Iterator[str]:
    """What a text says that is merely written in other letters."""
    for token in re.findall(r"[\w-]{8,}", text):
        try:
            yield base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("latin-1")
        except (binascii.Error, ValueError):
            continue


def numbers_in(answer: TestResponse, numbers: range) -> set[str]:
    """Those of these numbers that an answer gives out, its headers and the name of a download included."""
    said = "\n".join([*texts_of(answer), str(answer.headers), answer.request.path])
    whole = "\n".join([said, *unsealed(said)])
    return {one for one in re.findall(r"\d+", whole) if len(one) < 10 and int(one) in numbers}


def work_on(drive: Drive) -> None:
    """A confidential complaint on which everybody has acted who can."""
    desk, member, handler = (drive.who(name) for name in ("secretary", "member", "handler"))
    drive.submit(files=(paper("contract.txt"), picture("door.png")))
    sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=member)
    drive.accept()
    drive.add()
    sharing.ask_consent(drive.reference, "区人民法院", "诉前调解", actor=desk)
    writing.propose_letter(
        drive.reference, writing.Draft(drive.cast.other_department.id, "核实", "商请核实。"), actor=desk
    )
    drive.sign()
    of_case = {"kind": "case", "subject_id": drive.case.id, "source": "handling"}
    made = make_measure(desk, to_department(drive.cast.department.id), is_public=True, **of_case)  # type: ignore[arg-type]
    doing.finish(made.reference, "已约谈", [paper("记录.txt")], actor=handler)
    handling.ask_extension(drive.reference, "等材料", actor=handler)
    handling.draft(drive.reference, ANSWER, (paper("凭证.txt"),), (picture("函.png"),), actor=handler)
    db.session.commit()
    reference = drive.reference
    drive.submit(title="反映秘书处", respondents=(Respondent(RespondentKind.SECRETARIAT),))
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("supervisor"))
    at_work(drive, confidential=True)
    meeting.call_meeting(drive.reference, clock.now() + timedelta(days=2), "三楼会议室", actor=handler)
    db.session.commit()
    drive.reference = reference


def number_anew(drive: Drive) -> None:
    """Let messages and long jobs have large numbers too, and one message that could not be sent."""
    make_job(drive.who("secretary"))
    for table in (Notification, Job):
        db.session.execute(update(table).values(id=table.id + FIRST))
    db.session.commit()
    fail(lines_of(drive.cast.secretary)[0])
    worker.write_heartbeat()


@pytest.mark.parametrize("name", quick_for_some(EVERYBODY))
def test_no_answer_carries_a_running_number_of_a_case_or_a_part_of_it(
    name: str, app: Flask, drive: Drive, large_numbers: range
) -> None:
    work_on(drive)
    number_anew(drive)
    assert all(row.id in large_numbers for part in PARTS for row in db.session.query(part))
    client = Client(app).sign_in(getattr(drive.cast, name))
    client.inspect = False
    here = f"/cases/{drive.reference}"
    starts = [*STARTS, here, *(f"{here}/{act.address}" for act in PAGES)]
    answers = dict(crawl(client, iter(starts)))
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 500} == {}
    assert {address: found for address, one in answers.items() if (found := numbers_in(one, large_numbers))} == {}
    downloads = [address for address, one in answers.items() if f"{here}/files/" in address and one.status_code == 200]
    assert bool(downloads) == (name in ("member", "secretary", "colleague", "handler"))
    refused = client.post(f"{here}/accept", data={"message": "x"})
    assert numbers_in(refused, large_numbers) == set()


def test_the_look_for_numbers_finds_them_in_addresses_headers_and_other_letters(app: Flask) -> None:
    numbers = range(FIRST, FIRST + 10)

    def answering(body: str, **headers: str) -> set[str]:
        made = app.response_class(body, headers=headers, mimetype="text/html")
        made.request = app.test_request_context("/").request
        return numbers_in(made, numbers)

    assert answering(f'<a href="/files/{FIRST}">') == {str(FIRST)}
    assert answering("", ETag=f"{FIRST}-1") == {str(FIRST)}
    assert answering(base64.urlsafe_b64encode(f"case {FIRST}".encode()).decode()) == {str(FIRST)}
    assert answering(f'<a href="/files/9{FIRST}"> 2026') == set()


def test_a_key_opens_nothing_in_another_case_and_nothing_of_another_sort(drive: Drive) -> None:
    drive.submit()
    file, case = db.session.query(CaseFile).order_by(CaseFile.id).first(), drive.case
    drive.submit(title="又一件")
    assert number_of(CaseFile, key(file), case) == file.id
    assert number_of(CaseFile, key(file), drive.case) == 0
    assert number_of(CaseEvent, key(file), case) == 0
    assert key(file) == key(file), "a bookmark stays"
    assert len({len(key_of(CaseFile, number, case)) for number in (1, 300, 7_300_000)}) == 1


@pytest.mark.parametrize("typed", ["1", "0", "x" * 32, "A" * 5000, "钥匙", "..%2f..", "a%00b"])
@pytest.mark.parametrize("address", ["files/{}", "files/{}/release", "words/{}/release"])
def test_what_is_no_key_finds_nothing(drive: Drive, app: Flask, address: str, typed: str) -> None:
    drive.submit()
    drive.add()
    desk = Client(app).sign_in(drive.cast.secretary)
    assert desk.get(f"/cases/{drive.reference}/{address.format(typed)}").status_code == 404


def test_a_number_in_place_of_a_key_passes_on_no_picture_and_no_consent(drive: Drive, app: Flask) -> None:
    drive.submit()
    here, picture_ = f"/cases/{drive.reference}", db.session.query(CaseFile).order_by(CaseFile.id.desc()).first()
    given = {"complexity": "normal", "route": "department", "lead": "1", "release_title": "题", "story": "事"}
    desk = Client(app).sign_in(drive.cast.secretary)
    assert desk.post(f"{here}/accept", data={**given, "pictures": str(picture_.id)}).status_code == 422
    drive.accept()
    sharing.ask_consent(drive.reference, "区人民法院", "诉前调解", actor=drive.who("secretary"))
    db.session.commit()
    asked = sharing.consents(drive.case)[0]
    member = Client(app).sign_in(drive.cast.member)
    assert member.post(f"{here}/decide-consent", data={"consent": asked.id, "granted": "yes"}).status_code == 422
    assert sharing.consents(drive.case)[0].decided_at is None
    assert member.post(f"{here}/decide-consent", data={"consent": key(asked), "granted": "yes"}).status_code == 303


def test_an_old_address_with_a_number_leads_nowhere_and_a_key_of_another_sort_neither(drive: Drive, app: Flask) -> None:
    drive.submit()
    line, failed = lines_of(drive.cast.member)[0], fail(lines_of(drive.cast.secretary)[0])
    job_id, desk = make_job(drive.who("secretary")), Client(app).sign_in(drive.cast.secretary)
    good = address_of("notifications.open_line", notification_id=failed.notification_id)
    key_of_line = good.split("/")[2]
    member = Client(app).sign_in(drive.cast.member)
    for typed in (str(line.id), "0", f"{line.id}x", "1" * 32, key(db.session.query(CaseEvent).first())):
        assert member.post(f"/notifications/{typed}/open").status_code == 404, typed
    assert member.post(good).status_code == 404, "a message of somebody else"
    for typed in (str(job_id), str(failed.id), key_of_line):
        assert desk.get(f"/jobs/{typed}").status_code == 404
        assert desk.post(f"/jobs/{typed}/cancel").status_code == 404
        assert desk.post(f"/notifications/outbox/{typed}/again").status_code == 404
    assert desk.post(good).status_code == 303
    assert desk.get(address_of("jobs.job", job_id=job_id)).status_code == 200
    assert address_of("jobs.job", job_id=job_id) == address_of("jobs.job", job_id=job_id), "a bookmark stays"
