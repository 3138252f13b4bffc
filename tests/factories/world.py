"""A small chamber with one thing of every sort, and unique words by which each is recognised.

Five cases: a member's confidential complaint about the other department, one about secretariat and leader, the rival's
request with the other department (the leader is recused), another one with a task force at work, and a complaint not
accepted, to which the member objects.
"""

import io
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import FileStorage

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import intake, routing, sharing
from chamber.cases.models import CaseEvent, CaseFile, CaseRespondent
from chamber.cases.rules.acts import Audience
from chamber.cases.words import Kind, RespondentKind
from chamber.events import registration
from chamber.events import sharing as event_links
from chamber.events.models import Registration
from chamber.extensions import db
from chamber.files import services as files
from chamber.files.kinds import SPREADSHEETS
from chamber.jobs import running
from chamber.members import positions
from chamber.members.audience import choosing
from chamber.members.models import Contact
from chamber.members.record import contacts, corrections, editing, notes
from chamber.members.roster import importing
from chamber.members.standing import changing as changing_standing
from chamber.members.standing.changing import Typed
from chamber.members.terms import changing
from chamber.notices import services as notices
from chamber.notices.answers import filling, questions
from chamber.notices.writing import publishing
from chamber.notifications import worker
from chamber.rights import Actor
from tests.factories.accounts import Cast, actor_as, make_contact, make_member, make_member_account
from tests.factories.answers import answers_of_world
from tests.factories.cases import MARKS, Drive, key, paper
from tests.factories.events import make_event
from tests.factories.forces import force_of_world
from tests.factories.jobs import make_job
from tests.factories.measures import measures_of_world
from tests.factories.notices import details, make_form, named, reply
from tests.factories.notifications import bots_of_world, fail, lines_of
from tests.factories.suggestions import suggestions_of_world
from tests.factories.themes import theme_of_world
from tests.factories.things import EVERYBODY, Thing

NOTICES = ("通告", "木棉通告记号", "茶花通告记号")
UNCLEAR = "蔷薇穿制服记号"
"""Words for a respondent that mean nobody whom the program knows."""
QUESTION = "芍药提问记号"
ANSWER, FORM_FILE = "百合回执记号", "玉兰回执件记号"
CIRCLE_TITLE = "杜鹃理事记号"
NOTE, DRAFT_TITLE, GONE_FIRM = "鸢尾便笺记号", "石榴草稿记号", "海棠退会记号有限公司"
ROSTER = "会员名称,统一社会信用代码\n木槿名册记号有限公司,\n"


@dataclass(frozen=True)
class World:
    """All things by name, and the secret words with those who may read them."""

    cast: Cast
    drive: Drive
    former: Account
    """A contact whose firm left the chamber."""
    things: dict[str, Thing]
    secrets: dict[str, frozenset[str]]

    def account(self, name: str) -> Account:
        """The account of this name."""
        return self.former if name == "former" else getattr(self.cast, name)


def make_world(cast: Cast) -> World:
    """Make it; committed."""
    secretary, drive = actor_as(cast.secretary), Drive(cast)
    gone = make_member(GONE_FIRM, 3)
    former = make_member_account("former", "盖旧人", gone, "+8613800000005")
    things = {"firm": Thing({"member_id": cast.firm.id})}
    secrets: dict[str, frozenset[str]] = {}
    for part, more in (_members(cast, gone.id), _cases(drive), _events(cast), _notices(cast)):
        things |= part
        secrets |= more
    roster = files.prepare(FileStorage(io.BytesIO(ROSTER.encode()), filename="名册.csv"), allow=SPREADSHEETS)
    things["roster"] = Thing({"import_id": importing.upload(roster, actor=secretary).id})
    secrets["木槿名册记号"] = frozenset({"secretary"})
    editing.leave(gone.id, status="left", on=clock.today(), reason="搬离", actor=secretary)
    things |= {"account": Thing({"account_id": cast.handler.id}), "department": Thing({"department_id": 1})}
    things |= {"day": Thing({"day": "2026-10-08"}), "no day": Thing({"day": "2026-02-31"}, frozenset())}
    db.session.commit()
    things |= measures_of_world(cast, things, secrets) | _messages(cast) | _jobs(secretary)
    things |= suggestions_of_world(things) | answers_of_world(cast, secrets) | force_of_world(drive, secrets)
    worker.write_heartbeat()
    return World(cast, drive, former, things | theme_of_world(cast, secrets), secrets)


def _members(cast: Cast, gone_id: int) -> tuple[dict[str, Thing], dict[str, frozenset[str]]]:
    secretary = actor_as(cast.secretary)
    firm, rival = cast.firm.id, cast.rival_firm.id
    contact = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    unused = make_contact(cast.rival_firm, "查无账号", mobile="+8613800009999")
    _invited, secret = contacts.invite(rival, unused.id, actor=secretary)
    notes.add(firm, NOTE, actor=secretary)
    changing_standing.change(Typed("registered", head_id=cast.secretary.id), actor=secretary, version=0)
    changing_standing.publish_text("告知书", "", False, actor=secretary, version=0)
    term = changing.begin("第一届", date(2024, 1, 8), actor=secretary)
    office = positions.appoint(
        firm, office="council", term_id=term.id, began_on=date(2024, 1, 8), actor=secretary, contact_id=contact.id
    )
    staff = frozenset({"secretary", "leader", "president"})
    things = {
        "gone firm": Thing({"member_id": gone_id}, staff),
        "contact": Thing({"member_id": firm, "contact_id": contact.id}),
        "misplaced contact": Thing({"member_id": rival, "contact_id": contact.id}, frozenset()),
        "linked contact": Thing({"account_id": cast.member.id, "contact_id": contact.id}),
        "office": Thing({"member_id": firm, "position_id": office.id}),
        "misplaced office": Thing({"member_id": rival, "position_id": office.id}, frozenset()),
        "term": Thing({"term_id": term.id}),
        "correction": Thing({"correction_id": corrections.ask(firm, "换地址了", actor=actor_as(cast.member)).id}),
        "invitation": Thing({"token": secret}),
        "no invitation": Thing({"token": "x" * 43}, frozenset()),
    }
    return things, {
        NOTE: frozenset({"secretary"}),
        GONE_FIRM: staff | {"former", "admin"},
        "138 0000 0002": frozenset({"secretary", "member", "colleague"}),
        "13800000002": frozenset({"secretary", "member", "colleague"}),
        "单会员": EVERYBODY - {"rival", "handler", "other_handler", "former"},
        "曾对手": EVERYBODY - {"member", "colleague", "handler", "former"},
    }


def _cases(drive: Drive) -> tuple[dict[str, Thing], dict[str, frozenset[str]]]:
    cast, secretary = drive.cast, actor_as(drive.cast.secretary)
    drive.suffix = "申"
    complaint = drive.submit()
    drive.accept()
    drive.add()
    drive.suffix = "酉"
    against = drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT), Respondent(RespondentKind.LEADER)))
    drive.suffix = "戌"
    request = drive.submit(Kind.REQUEST, by="rival", kept=drive.kept())
    route = routing.Route(lead_id=cast.other_department.id)
    routing.accept(drive.reference, actor=secretary, route=route, message="已受理。")
    sharing.add(request.reference, drive.mark("addition"), (paper(),), actor=actor_as(cast.rival))
    respondents.recuse(request.reference, cast.leader.id, "亲属关系", actor=secretary)
    drive.suffix = "亥"
    objection = drive.submit()
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=secretary)
    intake.raise_objection(drive.reference, drive.mark("objection"), actor=actor_as(cast.member))
    db.session.commit()
    drive.suffix = "未"
    open_ = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=UNCLEAR),))
    readers = {
        "open": frozenset({"member"}),
        "complaint": frozenset({"secretary", "member", "handler", "leader"}),
        "against": frozenset({"supervisor", "member"}),
        "request": frozenset({"secretary", "rival", "other_handler", "president"}),
        "objection": frozenset({"secretary", "member", "leader", "supervisor"}),
    }
    having_files = {
        "open": readers["open"],
        "complaint": frozenset({"secretary", "member"}),
        "against": readers["against"],
        "request": readers["request"] - {"president"},
        "objection": readers["objection"] - {"leader"},
    }
    things = {}
    cases = {"complaint": complaint, "against": against, "request": request, "objection": objection}
    cases["open"] = open_
    for name, case in cases.items():
        things[name] = Thing({"reference": case.reference}, readers[name], objected=name == "objection")
        file = db.session.query(CaseFile).filter_by(case_id=case.id).first()
        things[f"{name} file"] = Thing({"reference": case.reference, "key": key(file)}, having_files[name])
    kept = db.session.query(CaseFile).filter_by(case_id=request.id, audience=Audience.AUTHOR).one()
    inside = frozenset({"secretary", "rival"})
    things["kept"] = Thing({"reference": request.reference, "key": key(kept)}, inside)
    added = db.session.query(CaseEvent).filter_by(case_id=complaint.id, act="add").one()
    words = {"reference": complaint.reference, "key": key(added)}
    things["words"] = Thing(words, frozenset({"secretary"}))
    things["no case"] = Thing({"reference": "WQ-2026-ZZZZ", "key": "x" * 32}, frozenset())
    waiting = db.session.query(CaseRespondent).filter_by(kind=RespondentKind.UNKNOWN).one()
    things["open words"] = Thing({"ticket": waiting.ticket}, frozenset({"supervisor"}))
    runs = {
        "未": readers["open"],
        "申": frozenset({"secretary", "member"}),
        "酉": frozenset({"supervisor", "member"}),
        "戌": readers["request"],
        "亥": having_files["objection"],
    }
    marks = ("title", "story", "evidence", "wish", "file", "addition", "objection")
    secrets = {UNCLEAR: frozenset({"member", "supervisor"})}
    for drive.suffix, allowed in runs.items():
        secrets |= {drive.mark(mark): allowed for mark in marks}
    secrets[f"{MARKS['kept']}戌"] = inside
    for name in readers:
        secrets[str(things[name].parts["reference"])] = readers[name]
    return things, secrets


def _events(cast: Cast) -> tuple[dict[str, Thing], dict[str, frozenset[str]]]:
    secretary = actor_as(cast.secretary)
    draft = make_event(secretary, published=False, title=DRAFT_TITLE)
    event = make_event(secretary, title="公开的学习会")
    event_links.set_public_link(event.id, True, actor=secretary)
    only_rival = choosing.Audience("firms", firms=cast.rival_firm.name)
    narrow = make_event(secretary, title=CIRCLE_TITLE, place=CIRCLE_TITLE, audience=only_rival)
    for account in (cast.member, cast.rival):
        registration.register(event.id, actor=actor_as(account))
    row = db.session.query(Registration).filter_by(member_id=cast.firm.id).one()
    everybody_with_events = EVERYBODY - {"admin", "former"}
    readers = frozenset({"secretary", "leader", "president"})
    things = {
        "event": Thing({"event_id": event.id}, everybody_with_events),
        "draft": Thing({"event_id": draft.id}, readers),
        "event for the rival": Thing({"event_id": narrow.id}, readers | {"rival"}),
        "event link": Thing({"token": event.public_token}),
        "seat": Thing({"event_id": event.id, "registration_id": row.id}),
        "misplaced seat": Thing({"event_id": draft.id, "registration_id": row.id}, frozenset()),
    }
    return things, {DRAFT_TITLE: readers, CIRCLE_TITLE: readers | {"rival"}}


def _notices(cast: Cast) -> tuple[dict[str, Thing], dict[str, frozenset[str]]]:
    secretary, readers = actor_as(cast.secretary), frozenset({"secretary", "leader", "president", "supervisor"})
    told = [
        details(title=NOTICES[0]),
        details(title=NOTICES[1], body=NOTICES[1], audience=named(cast.rival_firm.name)),
        details(title=NOTICES[2], body=NOTICES[2]),
    ]
    open_, rival, draft = (notices.create(one, [paper()], actor=secretary) for one in told)
    for notice in (open_, rival):
        publishing.publish(notice.id, actor=secretary)
    publishing.set_public_link(open_.id, True, actor=secretary)
    question = questions.ask(open_.id, QUESTION, actor=actor_as(cast.member))
    form = make_form(secretary, title="填表通告")
    filed = reply(form, "3", "需要", "2026-09-18", ANSWER, upload=replace(paper(), name=f"{FORM_FILE}.txt"))
    filling.fill_in(form.id, filed, actor=actor_as(cast.member))
    sent = next(row.id for row in filling.own_answers(form, actor_as(cast.member)).values() if row.file_id)
    to_firms = readers | {"member", "colleague", "rival"}
    to_rival = readers | {"rival"}
    firm = frozenset({"secretary", "member", "colleague"})
    file, rival_file = open_.files[0].id, rival.files[0].id
    link = {"token": open_.public_token}
    things = {
        "notice": Thing({"notice_id": open_.id}, to_firms),
        "notice to the rival": Thing({"notice_id": rival.id}, to_rival),
        "draft notice": Thing({"notice_id": draft.id}, frozenset({"secretary"})),
        "notice file": Thing({"notice_id": open_.id, "file_id": file}, to_firms),
        "file of the rival": Thing({"notice_id": rival.id, "file_id": rival_file}, to_rival),
        "misplaced file": Thing({"notice_id": open_.id, "file_id": rival_file}, frozenset()),
        "form": Thing({"notice_id": form.id}, to_firms),
        "answered file": Thing({"notice_id": form.id, "answer_id": sent}, firm),
        "misplaced answer": Thing({"notice_id": open_.id, "answer_id": sent}, frozenset()),
        "question": Thing({"notice_id": open_.id, "question_id": question.id}, frozenset({"secretary"})),
        "misplaced question": Thing({"notice_id": rival.id, "question_id": question.id}, frozenset()),
        "link": Thing(link),
        "file behind the link": Thing({**link, "file_id": file}),
        "no link": Thing({"token": "x" * 32, "file_id": file}, frozenset()),
    }
    return things, {
        NOTICES[1]: to_rival,
        NOTICES[2]: frozenset({"secretary"}),
        QUESTION: frozenset({"secretary", "member"}),
        ANSWER: firm,
        FORM_FILE: firm,
    }


def _messages(cast: Cast) -> dict[str, Thing]:
    menders = frozenset({"secretary", "admin"})
    told = [line for line in lines_of(cast.member) if line.line == "case.submit:author"]
    plain, secret = (fail(line, error="550 5.1.1").id for line in told[:2])
    return {
        "line of the rival": Thing({"notification_id": lines_of(cast.rival)[0].id}, frozenset({"rival"})),
        "failed message": Thing({"delivery_id": plain}, menders),
        **bots_of_world(),
        "failed message about a secret": Thing({"delivery_id": secret}, menders - {"secretary"}),
    }


def _jobs(secretary: Actor) -> dict[str, Thing]:
    owner = frozenset({"secretary"})
    made = make_job(secretary)
    running.run_all()
    return {
        "made table": Thing({"job_id": made}, owner),
        "job": Thing({"job_id": make_job(secretary, status="active")}, owner),
    }
