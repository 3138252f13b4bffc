"""The list of cases, the page of one case, and one page for every act on it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from ...errors import Conflict, NotFound, Repeated
from ...jobs.kinds import MAX_IMMEDIATE_ROWS
from ...measures.giving import new_about
from ...measures.seeing import of_subject as measures_of
from ...rights import Actor, Role
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, cached_macro, invalid, is_htmx, see_other
from ...web.downloads import send, send_workbook
from ...web.error_pages import domain_error, error_page
from ...web.paging import headings, keyset
from ...web.requests import current_actor
from ...web.toasts import then_next
from ...web.uploads import is_valid_with_uploads, prepared_fields
from .. import about, guidance, jobs, rights
from ..access import masks
from ..access.visibility import find, nameless, still_sees
from ..authors import elsewhere, succession
from ..doing import sharing
from ..doing.desk import check
from ..forms.acts import fields_of
from ..letters.reading import seen_letters
from ..lists import finding, ledger, listing, sorting, tallies, today
from ..lists.filters import NAMES, together
from ..models import Case
from ..reading import attached, seeing, traces, whom
from ..reading.consents import seen_consents
from ..rules import clocks, limits
from ..rules.acts import Act, Party
from ..rules.hand import load
from ..rules.workflow import BY_ACT, TABLE
from ..themes import linking
from ..words import LIMIT_LABELS
from .act_page import Call
from .acts import ADDRESSES, PAGES, buttons, hints, label_of, message_after
from .chips import chip_bar, columns
from .choices import who_gets
from .way import labels, steps

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
blueprint.context_processor(labels)
row = cached_macro("cases/_line.html", "row")
dense_row = cached_macro("cases/_dense_line.html", "row")


@blueprint.errorhandler(Conflict)
def moved_on(error: Conflict) -> ResponseReturnValue:
    """The error page of a step that came too late, with a link to the case."""
    reference = (request.view_args or {}).get("reference")
    case = ((_("Back to the case"), url_for(".show", reference=reference)),) if reference else ()
    return error_page(int(error.status), str(error), back=case)


@blueprint.errorhandler(NotFound)
def elsewhere_or_missing(error: NotFound) -> ResponseReturnValue:
    """Offer its author to act for the firm that a case belongs to; for all others it is not there."""
    reference = (request.view_args or {}).get("reference", "")
    choice = None if is_htmx() or request.method == "POST" else elsewhere.as_author(reference, current_actor())
    if choice is None:
        return domain_error(error)
    return make_response(render_template("cases/elsewhere.html", choice=choice, address=request.path), 403)


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """Cases that this person may see, with what waits for them first."""
    actor = current_actor()
    args = together(actor, arguments())
    order, newest = sorting.order_of(actor, args), finding.newest(actor, args)
    where = listing.condition(actor, args, newest=newest)
    page = keyset(sorting.numbers(where, order), order.keys, descending=order.descending)
    counts = tallies.counts(actor, args, newest)
    return render_template(
        "cases/index.html",
        lines=sorting.page_of(actor, page.rows),
        row=row,
        dense_row=dense_row,
        headings=headings(columns(), sorting.COLUMNS, order.name, falling=[sorting.WAITED]),
        more_url=page.more_url,
        counts=counts,
        chips=chip_bar(actor, args, counts, order.name),
        args=args,
        export=_list_of(args, "cases.export", "q") if rights.LEDGER.allows(actor) else "",
        can_submit=rights.SUBMIT.allows(actor),
        passed_on=succession.stays_with(actor) if actor.role == Role.MEMBER else (),
    )


@blueprint.get("/ledger.xlsx")
@requires(rights.LEDGER)
def export() -> ResponseReturnValue:
    """The ledger (台账) of the filtered list."""
    actor, args = current_actor(), arguments()
    if (rows := ledger.size(actor, args)) > MAX_IMMEDIATE_ROWS:
        return render_template("jobs/ask.html", title=_("Ledger of cases"), rows=rows, back=_list_of(args))
    return send_workbook(ledger.workbook(actor, args), ledger.file_name())


@blueprint.post("/ledger.xlsx")
@requires(rights.LEDGER)
def begin_export() -> ResponseReturnValue:
    """Have the worker lay out a large ledger."""
    args = arguments()
    job_id = jobs.lay_out_ledger(args, place=_list_of(args), actor=current_actor())
    return see_other(url_for("jobs.job", job_id=job_id))


def _list_of(args: Mapping[str, str], endpoint: str = "cases.index", *more: str) -> str:
    given: dict[str, Any] = {name: args[name] for name in (*NAMES, *more) if name in args}
    return url_for(endpoint, **given)


@blueprint.get("/help")
@requires(rights.READ)
def workflow() -> ResponseReturnValue:
    """How a case is handled: in six lines for a firm, as the whole table of acts for all who work on cases."""
    if current_actor().role == Role.MEMBER:
        return render_template("cases/help.html", limits=limits.current())
    return render_template(
        "cases/workflow.html",
        table=TABLE,
        limits=limits.current(),
        limit_labels=LIMIT_LABELS,
        parties=Party.labels(),
        can_edit=rights.MAINTAIN.allows(current_actor()),
    )


@blueprint.get("/<reference>")
@requires(rights.READ)
def show(reference: str) -> ResponseReturnValue:
    """One case, as far as this person may know it."""
    actor = current_actor()
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    inside = seen.is_author or seen.runs
    respondents = whom.seen_respondents(case, actor) if inside else []
    named = {one.kind for one in respondents if not (one.recognised or one.removed)}
    law = guidance.of(case.kind, seen.category, named) if seen.is_author else guidance.fitting(seen.category, named)
    return render_template(
        "cases/show.html",
        case=seen,
        buttons=buttons(seen),
        about=about.found(actor, case.about) if seen.reads_all else None,
        hints=hints(seen),
        steps=steps(seen),
        guidance=law,
        as_it_is=_goes_as_it_is(case, seen),
        respondents=respondents,
        consents=list(seen_consents(case))
        if inside and any(event.act == Act.ASK_CONSENT for event in seen.events)
        else [],
        readers=traces.readers(case) if inside and case.confidential else [],
        **_beside(case, seen, actor),
    )


def _beside(case: Case, seen: seeing.SeenCase, actor: Actor) -> dict[str, Any]:
    """Its measures and letters, as far as this person may know of them; to who runs it its common problem."""
    about_new = new_about("case", case.id) if seen.runs and case.state in clocks.TAKES_MEASURES else ""
    proposed = any(event.act == Act.PROPOSE_LETTER for event in seen.events)
    letters = seen_letters(case, runs=seen.runs) if proposed and (seen.is_author or seen.runs) else []
    beside = {"measures": measures_of("case", case.id, actor), "measures_about": about_new, "letters": letters}
    return {**beside, "theme": linking.place_of(case, actor) if seen.runs else None}


def _goes_as_it_is(case: Case, seen: seeing.SeenCase) -> bool:
    """Whether one press releases a suggestion without the name: the masks found nothing in it."""
    asked = Act.RELEASE in seen.acts and not seen.has_released_text and not seen.confidential
    return asked and masks.untouched(case)


@blueprint.route("/<reference>/<act>", methods=["GET", "POST"])
@requires(rights.READ)
def act(reference: str, act: str) -> ResponseReturnValue:
    """The page of one act: shows its form and carries it out."""
    wanted = ADDRESSES.get(act)
    if wanted is None:
        raise NotFound()
    if request.method == "GET" and act != wanted.address:
        return redirect(url_for(".act", reference=reference, act=wanted.address), 301)
    return _act(reference, wanted, current_actor())


def _act(reference: str, act: Act, actor: Actor) -> ResponseReturnValue:
    page = PAGES[act]
    uploads, refusals = prepared_fields("papers", "files", "kept_files", "enclosures")
    case, facts = seeing.find_with_facts(reference, actor=actor, lock=request.method == "POST")
    hand = load(case, actor)
    on_behalf = check(hand, act)
    form = page.form()
    page.fill(form, hand)
    if "kept_files" in form:
        who_gets(form, case.kind, nameless(case), desk=seeing.desk_in_text(case), on_behalf=on_behalf)
    if not form.asks_again and is_valid_with_uploads(form, refusals):
        behalf = uploads["papers"] if on_behalf else None
        done, refusal = attempt(form, page.run, Call(hand, form, actor, behalf, uploads))
        if done or isinstance(refusal, Repeated):
            return _after(case, act, actor, "" if done else str(refusal))
        if isinstance(refusal, Conflict):
            raise refusal
        # What it had changed was taken back; what it had read of the case may have been changed too.
        case, facts = seeing.find_with_facts(reference, actor=actor)
        hand = load(case, actor)
    if page.card and not form.is_submitted():
        return see_other(url_for(".show", reference=reference, _anchor=page.card))
    seen = seeing.seen_by(actor, case, facts, hand=hand, with_files=page.reads_words or page.reads_answer)
    related = today.related(actor, case) if page.reads_related else []
    return _act_page(seen, act, form, on_behalf, related)


def _act_page(
    seen: seeing.SeenCase, act: Act, form: FlaskForm, on_behalf: bool, related: list[listing.SeenLine]
) -> ResponseReturnValue:
    return invalid(
        "cases/act.html",
        "cases/_act_form.html",
        422 if form.errors else 200,
        case=seen,
        form=form,
        fields=fields_of(form),
        page=PAGES[act],
        label=label_of(act, seen, on_behalf),
        line=BY_ACT[act],
        on_behalf=on_behalf,
        related=related,
    )


def _after(case: Case, act: Act, actor: Actor, repeated: str) -> ResponseReturnValue:
    """Back to the case, or to the list where the act took it out of sight; `repeated`: that it was done before."""
    page = url_for("cases.show", reference=case.reference)
    silent = act == Act.ACCEPT and clocks.waits_for_contact(case)
    words = repeated or message_after(act, case)
    flash(then_next(words, actor, but=page, later=silent), "info" if repeated else "success")
    return see_other(page if still_sees(actor, case) else url_for("cases.index"))


@blueprint.post("/<reference>/reveal")
@requires(rights.RUN)
def reveal(reference: str) -> ResponseReturnValue:
    """Show the author's number to who runs the case; the log notes who looked."""
    actor = current_actor()
    reach = sharing.reveal_author(reference, actor=actor)
    case = find(reference, actor=actor)
    readers = traces.readers(case, looking=actor) if case.confidential else []
    return invalid("cases/reveal.html", "cases/_reach.html", 200, reference=reference, reach=reach, readers=readers)


@blueprint.get("/<reference>/files/<key>")
@requires(rights.READ)
def file(reference: str, key: str) -> ResponseReturnValue:
    """One file of a case, in the copy that this person may have."""
    actor = current_actor()
    return send(*attached.file_for(actor, find(reference, actor=actor), key))
