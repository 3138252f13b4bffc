import ast
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chamber import clock as chamber_clock
from chamber import registry
from chamber.audit import listing, services, words
from chamber.audit import rights as audit_rights
from chamber.audit.listing import Filter
from chamber.audit.models import AuditRow
from chamber.cases.doing import intake
from chamber.cases.rules.acts import Act
from chamber.config import ROOT
from chamber.directory import services as directory
from chamber.errors import Forbidden
from chamber.members.models import MemberStatus
from chamber.members.record import contacts, notes
from chamber.rights import Role
from tests.english import english


@pytest.fixture
def log(db, cast, actor, clock):
    """Rows of every kind, a minute apart."""
    secretary, admin, member = actor(cast.secretary), actor(cast.admin), actor(cast.member)
    for act, kind, number, who in (
        ("member.edited", "member", cast.firm.id, secretary),
        ("contact.revealed", "contact", 1, secretary),
        ("account.disabled", "account", cast.leader.id, admin),
        ("workdays.changed", "workday", "2026-11-24", admin),
        ("case.submitted", "case", 4711, member),
    ):
        services.record(act, kind, number, actor=who, reason="原因", before={"name": "旧值"}, after={"name": "新值"})
        db.session.commit()
        clock.advance(minutes=1)
    directory.verify(cast.department.id, actor=secretary)
    db.session.commit()
    return cast


def kinds(db, wanted: Filter, actor) -> list[str]:
    return [row.kind for row in db.session.scalars(listing.rows(wanted, actor=actor).order_by(AuditRow.id))]


def test_who_reads_which_rows(db, log, actor):
    plain = ["member", "contact", "account", "workday", "directory"]
    for name, account in log.accounts().items():
        who = actor(account)
        if not audit_rights.READ.allows(who):
            with pytest.raises(Forbidden):
                kinds(db, Filter(), who)
            assert db.session.scalar(select(func.count(AuditRow.id)).where(services.visible_to(who))) == 0, name
            continue
        found = kinds(db, Filter(), who)
        if who.role == Role.SECRETARIAT:
            assert found == ["member", "contact", "directory"], name
        elif who.role == Role.LEADER:
            assert found == [one for one in plain if one != "contact"], name
        else:
            assert found == plain, (name, "the case is nobody's, so its row is nobody's")


def test_the_page_opens_for_those_who_may_and_for_nobody_else(log, sign_in):
    for name, account in log.accounts().items():
        expected = 200 if name in ("secretary", "leader", "supervisor", "admin") else 403
        assert sign_in(account).get("/admin/log").status_code == expected, name


def test_filters_narrow(db, log, actor):
    admin = actor(log.admin)
    day = chamber_clock.today()
    assert kinds(db, Filter(act="account.disabled"), admin) == ["account"]
    assert kinds(db, Filter(kind="workday"), admin) == ["workday"]
    assert kinds(db, Filter(who="查管"), admin) == ["account", "workday"]
    assert kinds(db, Filter(query=f"member:{log.firm.id}"), admin) == ["member"]
    assert kinds(db, Filter(query="2026-11-24"), admin) == ["workday"]
    assert kinds(db, Filter(query="经济发展"), admin) == ["directory"]
    assert kinds(db, Filter(query="周领导"), admin) == ["account"]
    assert kinds(db, Filter(query="瓯新"), admin) == [], "the administrator does not read the roster"
    assert kinds(db, Filter(query="瓯新"), actor(log.secretary)) == ["member", "contact"]
    assert len(kinds(db, Filter(first=day, last=day), admin)) == 5
    assert kinds(db, Filter(last=day - timedelta(days=1)), admin) == []
    assert kinds(db, Filter(first=day + timedelta(days=1)), admin) == []
    assert listing.count(listing.rows(Filter(), actor=admin)) == 5


def test_values_show_only_to_those_who_may_read_the_thing(db, log, actor, sign_in):
    shown = {
        name: {line.kind for line in _lines(db, actor(getattr(log, name))) if line.values}
        for name in ("secretary", "leader", "supervisor", "admin")
    }
    words_of = words.kind_label
    assert shown["secretary"] == {words_of("member"), words_of("contact"), words_of("directory")}
    assert shown["leader"] == shown["supervisor"] == {words_of("workday"), words_of("directory")}
    assert shown["admin"] == {words_of("account"), words_of("workday"), words_of("directory")}
    page = english(sign_in(log.admin)).get("/admin/log").page
    assert "Member" in page.texts('#rows td[data-label="About"]') and "瓯新" not in page.html


def _lines(db, who):
    page = list(db.session.scalars(listing.rows(Filter(), actor=who)))
    return listing.lines(page, actor=who)


def test_rows_of_a_case_carry_neither_author_nor_values_nor_reason(db, log, actor, monkeypatch):
    open_to_all = replace(registry.subjects()["case"], log_rows=lambda _who: AuditRow.id > 0)
    monkeypatch.setitem(registry.subjects(), "case", open_to_all)
    leader = actor(log.leader)
    line = next(line for line in _lines(db, leader) if line.kind == words.kind_label("case"))
    assert (line.who, line.reason, line.values) == ("", "", [])
    assert line.role
    assert kinds(db, Filter(who="单会员"), leader) == [], "a search by person must not say whose case it is"


def test_the_log_does_not_tell_the_leader_who_signed_in_just_before_a_case_came(db, log, actor, sign_in):
    sign_in(log.member)
    services.record("account.joined", "account", log.member.id, actor=None)
    db.session.commit()
    for act in ("account.signed_in", "account.joined"):
        told = {name: kinds(db, Filter(act=act), actor(getattr(log, name))) for name in ("leader", "supervisor")}
        assert told == {"leader": [], "supervisor": ["account"]}


def test_the_log_does_not_tell_the_leader_with_which_firm_a_case_that_came_just_then_has_to_do(db, cast, actor, drive):
    """A member begins a case from a notice; the secretariat adds who calls, invites them, looks their number up."""
    leader, secretary, firm = actor(cast.leader), actor(cast.secretary), cast.firm.id
    before = set(db.session.scalars(listing.rows(Filter(), actor=leader)))
    services.record("notice.confirmed", "notice", 1, actor=actor(cast.member))
    services.record("event.registered", "event", 1, actor=actor(cast.member))
    caller = contacts.add(firm, {"name": "来电人", "mobile": "13800000088"}, actor=secretary)
    services.record("contact.revealed", "contact", caller.id, actor=secretary)
    contacts.invite(firm, caller.id, actor=secretary)
    notes.add(firm, "来电反映", actor=secretary)
    intake.submit_on_behalf("complaint", drive.words(files=()), caller.id, "phone", actor=secretary)
    db.session.commit()
    told = [row.act for row in db.session.scalars(listing.rows(Filter(), actor=leader)) if row not in before]
    assert told == ["case.submit"]
    assert len(kinds(db, Filter(), secretary)) > 4, "whoever keeps the roster reads it all"


def test_newest_first_and_paged_without_gap_at_equal_times(db, cast, actor, sign_in, clock):
    for number in range(70):
        services.record("directory.verified", "directory", number, actor=actor(cast.secretary), reason=f"{number}.")
        db.session.commit()
        if number % 3 == 0:
            clock.advance(seconds=1)
    browser, path, seen, times = sign_in(cast.supervisor), "/admin/log?kind=directory", [], []
    while path and len(seen) <= 90:
        page = browser.get(path).page
        seen += page.texts("#rows > tr > td:nth-child(3)")
        times += [one.attributes["datetime"] for one in page.css("#rows time")]
        more = page.css("#more a")
        path = more[0].attributes["href"] if more else ""
    assert len(seen) == len(set(seen)) == 70
    assert times == sorted(times, reverse=True)


def test_the_log_numbers_no_rows_as_the_gaps_would_count_those_that_are_hidden(db, cast, actor, sign_in):
    """Between the sign-in of a member and the next row that an administrator reads stands what the member did."""
    for number in range(60):
        services.record("directory.verified", "directory", number, actor=actor(cast.secretary))
    db.session.commit()
    page = sign_in(cast.admin).get("/admin/log?kind=directory").page
    assert page.css("#rows tr") and page.css("#rows tr[id]") == []
    last = page.css("#more a")[0].attributes["href"].rpartition("~")[2]
    assert last not in {str(one) for one in db.session.scalars(select(AuditRow.id))}


def test_the_supervisor_alone_sees_the_seals(db, log, sign_in):
    made = services.seal()
    db.session.commit()
    assert made.hash in sign_in(log.supervisor).get("/admin/log").page.text
    for place in ("/admin/log", "/"):
        assert "A seal is a check code" in sign_in(log.supervisor).get(place).page.text, "what it is stands beside it"
    for account in (log.leader, log.admin, log.secretary):
        assert made.hash not in sign_in(account).get("/admin/log").page.html


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ED%A0%80", "who=%25", "act=nothing", "kind=<script>", "first=2026-02-31", "last=9999-12-31",
        "first=0001-01-01", "after=x~y", "after=2026-01-01T00:00:00%2B00:00~1", "after=2026-01-01~99999999999999",
        "q=" + "x" * 3000, "first=9999-12-31&last=0001-01-01",
    ],
)  # fmt: skip
def test_strange_filters_never_break_the_page(log, sign_in, query):
    assert sign_in(log.admin).get(f"/admin/log?{query}").status_code == 200


def test_a_htmx_filter_gets_the_same_page(log, sign_in):
    page = sign_in(log.admin).get("/admin/log?kind=workday", htmx=True).page
    assert len(page.css("#rows > tr")) == 1


def test_every_act_and_kind_that_is_recorded_has_words():
    acts, subjects = set(), set()
    for path in (ROOT / "chamber").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or "record" not in ast.unparse(node.func):
                continue
            given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if given and re.fullmatch(r"[a-z]+\.[a-z_]+", given[0]):
                acts.add(given[0])
                subjects.update(given[1:2])
    assert {"account.created", "directory.edited"} <= acts
    acts |= {f"case.{act}" for act in Act} | {
        f"member.{status}" for status in MemberStatus if status != MemberStatus.OUTSIDE
    }
    assert acts <= words.acts().keys(), acts - words.acts().keys()
    assert subjects <= words.kinds().keys(), subjects - words.kinds().keys()


def test_values_are_said_in_words_and_moments_as_the_page_writes_them(db, clock, cast, actor, sign_in):
    secretary = actor(cast.secretary)
    after = {
        "kind": "policy_study",
        "seats_per_member": 99,
        "starts_at": "2027-12-20T09:00:00+08:00",
        "contact1.mobile": "138****0001",
        "policies": [{"title": "安全生产法", "number": "第八十八号", "link": ""}],
        "registration": 4711,
        "unheard_of": "such_as",
    }
    services.record("event.edited", "event", 9, actor=secretary, before={"seats_per_member": 78}, after=after)
    services.record(
        "member.edited", "member", cast.firm.id, actor=secretary, reason="import:5", after={"size": "micro"}
    )
    services.record("member.exported", "member", "list", actor=secretary)
    db.session.commit()
    page = sign_in(cast.secretary).get("/admin/log?lang=en").page
    for words_of_it in (
        *("Policy-study session", "Seats per firm", "78 → 99", "Dec 20, 2027", "Contact 1 · Mobile number"),
        *("安全生产法 · 第八十八号", "unheard of", "such_as", "Reason: Roster import", "Micro"),
    ):
        assert words_of_it in page.text, words_of_it
    for code in ("4711", "policy_study", "2027-12-20", "import:5", "import 5", "no. "):
        assert code not in page.text, code


def test_a_day_finds_all_that_was_done_on_it(db, log, actor):
    leader = actor(log.leader)
    assert kinds(db, Filter(query="2026-09-15"), leader) == ["member", "account", "workday", "directory"]
    assert kinds(db, Filter(query="2026/09/16"), leader) == []
    assert kinds(db, Filter(query="2026-11-24"), leader) == ["workday"]


def test_a_line_says_once_and_in_words_what_it_is_about(db, cast, actor, sign_in):
    supervisor = actor(cast.supervisor)
    for act, kind, number in (
        ("case.list_changed", "caselist", "request"),
        ("case.list_changed", "caselist", "path"),
        ("case.limit_changed", "caselimit", "handle_simple"),
        ("case.ledger_exported", "ledger", "2026-09-15"),
        ("message.all_sent_again", "message", "all"),
        ("notice.edited", "notice", 4711),
        ("directory.verified", "directory", cast.department.id),
    ):
        services.record(act, kind, number, actor=supervisor)
    db.session.commit()
    page = sign_in(cast.supervisor).get("/admin/log?lang=en").page
    told = {" ".join(cell.text().split()) for cell in page.css('#rows td[data-label="About"]')}
    assert told >= {
        *(
            "List of cases' forms Difficulty or request",
            "List of cases' forms Other options",
            "Limit of cases Handling, simple",
        ),
        *("Ledger", "Message", "Notice", f"Department {cast.department.name}"),
    }
