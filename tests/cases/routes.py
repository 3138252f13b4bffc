"""Who may open which page of cases and published suggestions; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
suggestions.index        GET       SMHLPV..
suggestions.support      POST      .M......  suggestion, no suggestion
suggestions.quarter      GET       S.......
suggestions.settle_quarter  POST   S.......
cases.index              GET       SMHLPV.F
cases.export             GET       S..L.V..
cases.begin_export       POST      S..L.V..
cases.overdue            GET       S..L.V..
cases.overdue_file       GET       S..L.V..
cases.workflow           GET       SMHLPV.F
cases.figures            GET       SMHLPV..
cases.figures_file       GET       S.HLPV..
cases.close_figures      POST      S.......
cases.month              GET       SMHLPV..  no month
cases.month_file         GET       SMHLPV..  no month
cases.issue_month        POST      S.......  no month
cases.yearly_figures     GET       SMHLPV..
cases.promise            GET       anybody
cases.answer_book        GET       SMHLPV..
cases.new_answer         GET POST  S.......
cases.release_answer     GET POST  S.......  no answered case
cases.edit_answer        GET POST  S.......  book answer, no book answer
cases.verify_answer      POST      S.......  book answer, no book answer
cases.withdraw_answer    POST      S.......  book answer, no book answer
cases.put_answer_back    POST      S.......  book answer, no book answer
cases.answer_templates   GET POST  S.H.....
cases.change_template    GET POST  S.H.....  template, no template
cases.delete_template    POST      S.H.....  template, no template
cases.edit_limits        GET POST  S....V..
cases.edit_lists         GET POST  S....V..
cases.retire_entry       POST      S....V..  entry, no entry
cases.change_entry       POST      S....V..  entry, no entry
cases.ask_in               POST      S....V..  category, no category
cases.describe_path      POST      S....V..  option, no option
cases.follow_ups         GET       S....V..
cases.identities         GET       S....V..
cases.choose             GET       SM......
cases.new                GET POST  SM......  complaint form, retaliation form, suggestion form, no form
cases.show               GET       SMHLPV.F  complaint, against, request, objection, open, no case
cases.act                GET POST  SMHLPV.F  complaint, against, request, objection, open, no case
cases.open_respondents   GET       .....V..
cases.open_respondent    GET POST  .....V..  open words, no words
cases.file               GET       SMHLPV.F  complaint file, against file, request file, objection file, kept, no case
cases.answer_paper       GET       SMHLPV.F  no published answer, no answered case
cases.answer_file        GET       SMHLPV.F  no published answer, no answered case
cases.handling_slip_paper  GET      S....V..  complaint, no slipped case
cases.handling_slip_file   GET      S....V..  complaint, no slipped case
cases.letter_paper       GET       SMHLPV.F  no slip, no slipped case
cases.letter_file        GET       S....V..  no slip, no slipped case
cases.slip_paper         GET       SMHLPV.F  no slip, no slipped case
cases.slip_file          GET       SMHLPV.F  no slip, no slipped case
cases.task_force         GET       SMHLPV.F  task force, no task force, no case
cases.task_forces        GET       SMHLPV.F
cases.reveal             POST      S....V..  complaint, request, no case
cases.release_words      GET POST  S....V..  words, no case
cases.release_file       GET POST  S....V..  complaint file, against file, no case
cases.receipts           GET POST  .M.....F
cases.open_again         GET POST  .M.....F
cases.code_lost          POST      .M.....F
cases.calls              GET       ...L.V..
cases.call               POST      ...L.V..  caller, no caller
cases.open_after_call    POST      ...L.V..  caller, no caller
cases.themes             GET       SMHLPV..
cases.themes_file        GET       S.......
cases.new_theme          GET POST  S.......
cases.theme              GET       SMHLPV..  prepared theme, no theme
cases.edit_theme         GET POST  S.......  prepared theme, no theme
cases.theme_step         POST      S.......  showing the theme, no theme to show
cases.discard_theme      POST      S.......  no theme
cases.answer_theme       POST      S.......  prepared theme, no theme
cases.theme_cases        GET POST  S.......  prepared theme, no theme
cases.unlink_cases       POST      S.......  prepared theme, no theme
cases.link_case          GET POST  S.......  request, no case
cases.theme_proposals    GET       S.......
cases.theme_proposal     GET POST  S.......  no proposal
cases.refuse_proposal    GET POST  S.......  no proposal
cases.appeals            GET       S..LP...
cases.new_appeal         GET POST  S.......
cases.appeal             GET       S..LP...  no appeal
cases.edit_appeal        GET POST  S.......  no appeal
cases.issue_appeal       POST      S.......  no appeal
cases.discard_appeal     POST      S.......  no appeal
cases.appeal_file        GET       S..LP...  no appeal
cases.appeal_item        GET POST  S.......  no item
cases.take_off_item      POST      S.......  no item
cases.carry_item         POST      S.......  no item
cases.reply_item         POST      S.......  no item
"""

ACTS = {
    "contact ask_supplement not_accept accept release assign take reassign change_helpers return publish": "SV",
    "contact_pressed keep_open look_through hand_on go_on_without": "SV",
    "suspend keep_suspended resume monitor keep_monitoring take_up close_monitored terminate": "SV",
    "propose_task_force change_task_force end_task_force": "SV",
    "come_back follow_up try_call note_outside reply_outside hold_identity end_hold": "SV",
    "ask_consent publish_suggestion take_down clarify implement keep_implementing close_implemented": "SV",
    "issue_handling_slip issue_answer": "SV",
    "propose_letter issue_letter reply_letter": "SV",
    "sign send_back note ask_extension take_back_extension draft receive_slip reply_slip": "SHV",
    "call_meeting call_off_meeting note_meeting": "SHV",
    "decide_extension decide_task_force": "SLV",
    "decide_objection": "J",
    "supplement revive object reopen withdraw add name_colleague decide_letter": "SMFV",
    "respondent add_respondent make_confidential": "SMFV",
    "remove_respondent rate thank decide_consent mark_file": "MF",
    "recuse": "SHLVJ",
}
"""Who may do each act on a case that they may read; whoever may read, but not do it, gets 403.

J is the supervisor where the member objects, V where the supervisor runs the case.
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    forms = {f"{kind} form": Thing({"kind": kind}) for kind in ("complaint", "retaliation", "suggestion")}
    return {
        **forms,
        "no theme": Thing({"theme": "GX-2026-ZZZZZ"}, frozenset()),
        "showing the theme": there["prepared theme"].also(step="show"),
        "no theme to show": Thing({"theme": "GX-2026-ZZZZZ", "step": "show"}, frozenset()),
        "no appeal": Thing({"appeal_id": MISSING}, frozenset()),
        "no item": Thing({"appeal_id": MISSING, "item_id": MISSING}, frozenset()),
        "no proposal": Thing({"category_id": MISSING, "department_id": 0}, frozenset()),
        "no words": Thing({"ticket": "0123456789abcdef"}, frozenset()),
        "no form": Thing({"kind": "nonsense"}, frozenset()),
        "caller": Thing({"contact_id": 1}, frozenset()),
        "no caller": Thing({"contact_id": MISSING}, frozenset()),
        "category": Thing({"shelf": "request", "entry_id": 2}),
        "no category": Thing({"shelf": "request", "entry_id": MISSING}, frozenset()),
        "option": Thing({"entry_id": 1}),
        "no option": Thing({"entry_id": MISSING}, frozenset()),
        "no task force": Thing(there["complaint"].parts, frozenset()),
        "no slip": Thing({**there["complaint"].parts, "key": "none"}, frozenset()),
        "no slipped case": Thing({"reference": "WQ-2026-ZZZZ", "key": "none"}, frozenset()),
        "no published answer": Thing({**there["complaint"].parts, "number": 1}, frozenset()),
        "no answered case": Thing({"reference": "WQ-2026-ZZZZ", "number": 1}, frozenset()),
        "no month": Thing({"name": "2020-01"}, frozenset()),
        "entry": Thing({"shelf": "path", "entry_id": 1}),
        "no entry": Thing({"shelf": "path", "entry_id": MISSING}, frozenset()),
    }
