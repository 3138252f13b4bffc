"""Every address of the application, and who may go there.

The table names each route of the application once; a route that is not in it fails. `who` has one letter a role in the
order secretariat, member, handler, leader, president, supervisor, admin, and F for a contact whose firm has left:
whoever has no letter gets 403. Whoever has one, but no right to the thing that the address names, gets 404.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from chamber.cases.acts import Act
from chamber.cases.views_acts import PAGES
from tests.factories.world import EVERYBODY, Thing, World

ROUTES = """
endpoint                 methods   who       things
static                   GET       anybody   style sheet
health.healthz           GET       anybody
health.readyz            GET       anybody
accounts.login           GET POST  anybody
accounts.join            GET POST  anybody   invitation, no invitation
accounts.account         GET       SMHLPVAF
accounts.here            GET       SMHLPVAF
accounts.password        POST      SMHLPVAF
accounts.large_text      POST      SMHLPVAF
accounts.language        POST      SMHLPVAF
accounts.end_sessions    POST      SMHLPVAF
accounts.act_as          POST      SMHLPVAF
accounts.logout          POST      SMHLPVAF
dashboard.home           GET       SMHLPVAF
help.permissions         GET       SMHLPVAF
help.notifications       GET       SMHLPVAF
notifications.index      GET       SMHLPVAF
notifications.open_line  POST      SMHLPVAF  line of the rival, no line
notifications.read_all   POST      SMHLPVAF
notifications.settings   GET POST  SMHLPVAF
notifications.outbox     GET       S.....A.
notifications.send_all_again  POST      S.....A.
notifications.send_again  POST      S.....A.  failed message, failed message about a secret, no message
notifications.bot_list   GET       S.......
notifications.add_bot    GET POST  S.......
notifications.edit_bot   GET POST  S.......  bot, no bot
notifications.test_bot   POST      S.......  bot, no bot
notifications.switch_bot  POST      S.......  silencing, no bot
notifications.say_again  POST      S.......  unsaid message, no unsaid message
notifications.say_all_again  POST      S.......  bot, no bot
jobs.index               GET       SMHLPVAF
jobs.job                 GET       SMHLPVAF  job, no job
jobs.cancel              POST      SMHLPVAF  job, no job
jobs.result              GET       SMHLPVAF  made table, no job
notifications.remove_bot  POST      S.......  bot, no bot
directory.index          GET       SMHLPVA.
directory.department     GET       SMHLPVA.  department, no department
directory.new            GET POST  S.......
directory.edit           GET POST  S.......  department, no department
directory.verified       POST      S.......  department, no department
members.index            GET       SM.LPV..
members.show             GET       SM.LPV..  firm, gone firm, no firm
members.new              GET POST  S.......
members.edit             GET POST  S.......  firm, gone firm, no firm
members.leave            GET POST  S.......  firm, gone firm, no firm
members.come_back        POST      S.......  firm, gone firm, no firm
members.add_note         POST      S.......  firm, no firm
members.new_contact      GET POST  S.......  firm, no firm
members.edit_contact     GET POST  S.......  contact, misplaced contact
members.reveal           POST      S.......  contact, misplaced contact
members.invite           POST      S.......  contact, misplaced contact
members.contact_leaves   POST      S.......  contact, misplaced contact
members.contact_returns  POST      S.......  contact, misplaced contact
members.appoint          GET POST  S.......  firm, no firm
members.end_office       GET POST  S.......  office, misplaced office
members.terms            GET POST  S.......
members.end_term         POST      S.......  term, no term
members.export           GET       S.......
members.begin_export     POST      S.......
members.template         GET       S.......
members.upload           GET POST  S.......
members.check            GET       S.......  roster, no roster
members.marked           GET       S.......  roster, no roster
members.confirm          POST      S.......  roster, no roster
events.index             GET       SMHLPV..
events.month             GET       SMHLPV..
events.event             GET       SMHLPV..  event, draft, no event
events.ics               GET       SMHLPV..  event, draft, no event
events.attendance        GET       SMHLPV..  event, draft, no event
events.register          POST      SMHLPV..  event, draft, no event
events.cancel            POST      SMHLPV..  event, no event
events.new               GET POST  S.......
events.edit              GET POST  S.......  event, draft, no event
events.move              POST      S.......  publishing, deleting, bringing back, finishing, going back
events.call_off          POST      S.......  event, no event
events.give_seat         POST      S.......  no event
events.registrations     GET       S.......  event, draft, no event
events.door              GET       S.......  event, draft, no event
events.walk_in           POST      S.......  event, draft, no event
events.tick              POST      S.......  seat, misplaced seat
events.undo              POST      S.......  seat, misplaced seat
events.sheet             GET       S.......  event, draft, no event
events.sheet_file        GET       S.......  event, draft, no event
notices.index            GET       SM.LPV..
notices.notice           GET       SM.LPV..  notice, form, notice to the rival, draft notice, no notice
notices.file             GET       SM.LPV..  notice file, file of the rival, misplaced file
notices.open_notice      POST      .M......  notice, notice to the rival, draft notice, no notice
notices.confirm          POST      .M......  notice, notice to the rival, draft notice, no notice
notices.fill_in          POST      .M......  form, notice, notice to the rival, draft notice, no notice
notices.answer_file      GET       SM.LPV..  answered file, misplaced answer, no answer
notices.ask              POST      .M......  notice, notice to the rival, draft notice, no notice
notices.new              GET POST  S.......
notices.edit             GET POST  S.......  draft notice, no notice
notices.correct          GET POST  S.......  notice, form, no notice
notices.publish          POST      S.......  draft notice, no notice
notices.schedule         POST      S.......  draft notice, no notice
notices.unschedule       POST      S.......  draft notice, no notice
notices.discard          POST      S.......  draft notice, no notice
notices.restore          POST      S.......  draft notice, no notice
notices.withdraw         POST      S.......  notice, no notice
notices.link             POST      S.......  opening
notices.answer           POST      S.......  question, misplaced question
notices.receipt_list     GET       S.......  notice, form, draft notice, no notice
notices.receipt_file     GET       S.......  notice, form, draft notice, no notice
notices.remind           POST      S.......  notice, no notice
notices.enter            GET POST  S.......  receipt of a form, receipt of a notice, no receipt
notices.public           GET       anybody   link, no link
notices.public_file      GET       anybody   file behind the link, no link
cases.index              GET       SMHLPV.F
cases.export             GET       S..L.V..
cases.begin_export       POST      S..L.V..
cases.workflow           GET       SMHLPV.F
cases.edit_limits        GET POST  S....V..
cases.edit_lists         GET POST  S....V..
cases.retire_entry       POST      S....V..  entry, no entry
cases.change_entry       POST      S....V..  entry, no entry
cases.choose             GET       SM......
cases.new                GET POST  SM......  complaint form, retaliation form, suggestion form, no form
cases.show               GET       SMHLPV.F  complaint, against, request, objection, no case
cases.act                GET POST  SMHLPV.F  complaint, against, request, objection, no case
cases.file               GET       SMHLPV.F  complaint file, against file, request file, objection file, no case
cases.reveal             POST      S....V..  complaint, request, no case
cases.release_words      GET POST  S....V..  words, no case
cases.release_file       GET POST  S....V..  complaint file, against file, no case
paste.index              GET POST  S.......
suggestions.index        GET       SMHLPV..
admin.index              GET       ......A.
admin.accounts           GET       ......A.
admin.new_account        GET POST  ......A.
admin.account            GET       ......A.  account, no account
admin.set_roles          POST      ......A.  account, no account
admin.correct            POST      ......A.  account, no account
admin.disable            POST      ......A.  account, no account
admin.enable             POST      ......A.  account, no account
admin.issue_link         POST      ......A.  account, no account
admin.link_contact       POST      ......A.  no account
admin.unlink_contact     POST      ......A.  linked contact, misplaced account
admin.departments        GET       ......A.
admin.department         GET POST  ......A.  department, no department
admin.calendar           GET       ......A.
admin.calendar_day       GET POST  ......A.  day, no day
audit.index              GET       S..L.VA.
"""

ACTS = {
    "contact ask_supplement not_accept accept release assign take return publish ask_consent publish_suggestion": "SV",
    "sign send_back note ask_extension draft": "SHV",
    "decide_extension": "SLV",
    "decide_objection": "J",
    "supplement revive object reopen withdraw add name_colleague": "SMFV",
    "rate decide_consent": "MF",
    "recuse": "SHLVJ",
}
"""Who may do each act on a case that they may read; whoever may read, but not do it, gets 403.

J is the supervisor where the member objects, V where the supervisor runs the case.
"""

LETTERS = {
    "secretary": "S", "member": "M", "colleague": "M", "rival": "M", "handler": "H", "other_handler": "H",
    "leader": "L", "president": "P", "supervisor": "V", "admin": "A", "former": "F", "nobody": "",
}  # fmt: skip
PLAUSIBLE = {
    **dict.fromkeys(("name", "title", "text", "reason", "story", "message", "answer", "fate", "purpose"), "闯入者的话"),
    "username": "intruder", "mobile": "13800009999", "phone": "13800009999", "key": "contact", "days": "3",
    "status": "left", "on": "2026-09-15", "ended_on": "2026-09-15", "began_on": "2026-09-15", "version": "1",
    "office": "president", "term_id": "1", "contact_id": "1", "registration_id": "1", "contact": "1",
    "kind": "working", "roles": "admin", "handlers": "1", "lead": "1", "route": "desk", "complexity": "normal",
    "category": "1", "outcome": "resolved", "granted": "yes", "grade": "5", "yes": "yes", "department": "1",
    "next_path": "向区级主管部门申请行政裁决", "release_title": "题", "confirmed": "y", "as": "secretariat",
    "fingerprint": "0" * 64, "shelf": "path",
    "starts_at": "2026-09-20T09:00", "ends_at": "2026-09-20T11:00", "seats_per_member": "2", "place": "三楼",
}  # fmt: skip
"""What somebody who knows our forms would send."""


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    endpoint: str
    methods: tuple[str, ...]
    who: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One address, asked for by somebody who should get this status; 0 = let in."""

    method: str
    address: str
    status: int


def routes() -> list[Route]:
    """The lines of the table."""
    lines = [re.split(r"\s{2,}", line.strip(), maxsplit=3) for line in ROUTES.strip().splitlines()[1:]]
    return [
        Route(line[0], tuple(line[1].split()), line[2], tuple(line[3].split(", ")) if len(line) > 3 else ())
        for line in lines
    ]


def things_of(world: World) -> dict[str, Thing]:
    """The world's things, those that this table alone needs, and one that does not exist for each sort."""
    things = dict(world.things)
    things["style sheet"] = Thing({"filename": "css/base.css"})
    for kind in ("complaint", "retaliation", "suggestion"):
        things[f"{kind} form"] = Thing({"kind": kind})
    things["no form"] = Thing({"kind": "nonsense"}, frozenset())
    things["publishing"] = Thing({**things["draft"].parts, "act": "publish"}, things["draft"].seen_by)
    things["deleting"] = Thing({**things["draft"].parts, "act": "discard"}, things["draft"].seen_by)
    things["bringing back"] = Thing({**things["draft"].parts, "act": "restore"}, things["draft"].seen_by)
    things["finishing"] = Thing({**things["event"].parts, "act": "done"}, things["event"].seen_by)
    things["going back"] = Thing({**things["event"].parts, "act": "undone"}, things["event"].seen_by)
    things["silencing"] = Thing({**things["bot"].parts, "act": "off"}, things["bot"].seen_by)
    things["no bot"] = Thing({"bot_id": 2**31 - 1, "act": "off"}, frozenset())
    things["entry"] = Thing({"shelf": "path", "entry_id": 1})
    things["no entry"] = Thing({"shelf": "path", "entry_id": 2**31 - 1}, frozenset())
    things["opening"] = Thing({**things["notice"].parts, "act": "open"}, things["notice"].seen_by)
    for name in ("form", "notice"):
        things[f"receipt of a {name}"] = Thing({**things[name].parts, "member_id": things["firm"].parts["member_id"]})
    things["no receipt"] = Thing({**things["form"].parts, "member_id": 2**31 - 1}, frozenset())
    things["no answer"] = Thing({**things["form"].parts, "answer_id": 2**31 - 1}, frozenset())
    things["misplaced account"] = Thing({**things["linked contact"].parts, "account_id": 1}, frozenset())
    for name, part in {"firm": "member_id", "department": "department_id", "term": "term_id", "roster": "import_id",
                       "event": "event_id", "notice": "notice_id", "account": "account_id", "line": "notification_id",
                       "message": "delivery_id", "job": "job_id", "unsaid message": "message_id"}.items():  # fmt: skip
        things[f"no {name}"] = Thing({part: 2**31 - 1}, frozenset())
    return things


def asks(app: Flask, world: World, name: str) -> Iterator[Ask]:
    """Everything that this person asks for; signing out comes last."""
    things, bound = things_of(world), app.url_map.bind("localhost")
    for route in sorted(routes(), key=lambda route: route.endpoint == "accounts.logout"):
        for thing in [things[thing] for thing in route.things] or [Thing({})]:
            for act in acts_for(route, thing):
                parts = {**thing.parts, **({"act": act} if act else {})}
                for method in route.methods:
                    address = bound.build(route.endpoint, parts, method=method)
                    yield Ask(method, address, expected(name, route, thing, act))


def acts_for(route: Route, thing: Thing) -> list[Act | None]:
    """The acts to try at an address; one is enough where there is no case."""
    if route.endpoint != "cases.act":
        return [None]
    return list(PAGES) if thing.seen_by else [Act.ACCEPT]


def expected(name: str, route: Route, thing: Thing, act: Act | None) -> int:
    """The status by the table of rights."""
    letter = LETTERS[name]
    if route.who != "anybody":
        if not letter:
            return 303
        if letter not in route.who:
            return 403
    if not thing.seen_by or (name in EVERYBODY and name not in thing.seen_by):
        return 404
    party = "J" if letter == "V" and thing.objected else letter
    if act and party not in next(who for acts, who in ACTS.items() if act in acts.split()):
        return 403
    return 0
