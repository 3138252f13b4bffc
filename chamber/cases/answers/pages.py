"""The answer book: read by everybody, kept by the secretariat."""

from contextlib import suppress
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Repeated
from ...language.text import number_in
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, invalid, see_other, success
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..access import masks
from ..lists import categories
from ..pages.cases import blueprint
from ..reading import seeing
from ..words import Kind
from . import book
from .forms import BookForm, ChangedBookForm
from .models import BookAnswer

ID = "<int(max=2147483647):answer_id>"
KEPT = (book.STALE, book.WITHDRAWN)


@blueprint.get("/answers/")
@requires(rights.ANSWERS)
def answer_book() -> ResponseReturnValue:
    """The answers of the book, or those of a kind, of a category, or with what is searched."""
    actor, args = current_actor(), arguments()
    kind = args.get("kind", "") if args.get("kind") in book.KINDS else ""
    keeps = rights.RELEASE_ANSWERS.allows(actor)
    kept = args.get("kept", "") if keeps and args.get("kept") in KEPT else ""
    q, category = args.get("q", "")[:100], number_in(args.get("category", "")) or None
    query = book.listed(q, kind=kind, category_id=category, kept=kept, actor=actor)
    page = keyset(query, [BookAnswer.question, BookAnswer.id])
    return render_template(
        "cases/answers/index.html",
        q=q,
        kind=kind,
        kinds=[(one, Kind(one).label) for one in book.KINDS],
        kept=kept,
        category=category,
        categories=book.categories(kind) if kind and not kept else [],
        found=book.seen(list(page.rows), actor),
        more_url=page.more_url,
        keeps=keeps,
        may_keep_templates=rights.TEMPLATES.allows(actor),
    )


def _make_ready(form: BookForm) -> None:
    """Give it the categories, each after its kind."""
    offered = [(kind, categories.categories(kind)) for kind in book.KINDS]
    form.category.choices = [
        ("", _("Please choose")),
        *(
            (number, _("%(kind)s: %(category)s", kind=Kind(kind).label, category=name))
            for kind, some in offered
            for number, name in some
        ),
    ]


def _released(form: BookForm, reference: str = "") -> ResponseReturnValue | None:
    """On to the book where the form is right; none where something is to be put right."""
    if not form.validate_on_submit():
        return None
    words = (form.category.data, form.question.data or "", form.answer.data or "")
    done, refusal = attempt(form, book.release, *words, actor=current_actor(), reference=reference)
    if not done and not isinstance(refusal, Repeated):
        return None
    return success(_("The answer is in the book."), "cases.answer_book")


@blueprint.route("/answers/new", methods=["GET", "POST"])
@requires(rights.RELEASE_ANSWERS)
def new_answer() -> ResponseReturnValue:
    """An answer written for the book."""
    form = BookForm()
    _make_ready(form)
    return _released(form) or invalid("cases/answers/form.html", form=form, answer="")


@blueprint.route("/<reference>/to-answer-book", methods=["GET", "POST"])
@requires(rights.RELEASE_ANSWERS)
def release_answer(reference: str) -> ResponseReturnValue:
    """An answer for the book made from that of a case, masked as it is proposed; the book does not keep which case."""
    actor = current_actor()
    row, facts = seeing.find_with_facts(reference, actor=actor)
    row = book.answered_case(row.reference, actor=actor)
    form = BookForm()
    _make_ready(form)
    if (answered := _released(form, row.reference)) is not None:
        return answered
    rounds = seeing.seen_by(actor, row, facts).rounds
    answer = next((one.answer for one in reversed(rounds) if one.answered_at), "")
    if not form.is_submitted():
        form.category.data = row.category_id
        form.answer.data = masks.masker(row).mask(answer)[0]
    return invalid("cases/answers/form.html", form=form, answer=answer)


@blueprint.route(f"/answers/{ID}/edit", methods=["GET", "POST"])
@requires(rights.RELEASE_ANSWERS)
def edit_answer(answer_id: int) -> ResponseReturnValue:
    """Word an answer of the book anew."""
    actor = current_actor()
    row, form = book.find(answer_id, actor=actor), ChangedBookForm()
    _make_ready(form)
    if form.validate_on_submit():
        words: Any = (form.category.data, form.question.data or "", form.answer.data or "")
        done, _refusal = attempt(form, book.change, answer_id, *words, version=form.version.number, actor=actor)
        if done:
            return success(_("Saved, verified today."), "cases.answer_book")
        row = book.find(answer_id, actor=actor)
    if not form.is_submitted():
        form.category.data, form.question.data, form.answer.data = row.category_id, row.question, row.answer
        form.version.data = str(row.version)
    return invalid("cases/answers/form.html", form=form, answer="")


@blueprint.post(f"/answers/{ID}/verify")
@requires(rights.RELEASE_ANSWERS)
def verify_answer(answer_id: int) -> ResponseReturnValue:
    """An answer is still right."""
    return _done(_("Saved, verified today."), book.confirm, answer_id, kept=arguments().get("kept"))


@blueprint.post(f"/answers/{ID}/withdraw")
@requires(rights.RELEASE_ANSWERS)
def withdraw_answer(answer_id: int) -> ResponseReturnValue:
    """Take an answer out of the book."""
    return _done(_("The answer is withdrawn: nobody else can read it any more."), book.withdraw, answer_id)


@blueprint.post(f"/answers/{ID}/put-back")
@requires(rights.RELEASE_ANSWERS)
def put_answer_back(answer_id: int) -> ResponseReturnValue:
    """Put a withdrawn answer back into the book."""
    return _done(_("The answer is in the book again."), book.withdraw, answer_id, back=True)


def _done(message: str, service: Any, answer_id: int, kept: str | None = None, **how: Any) -> ResponseReturnValue:
    """After a press: said as done, also where it was pressed twice; back to the list that it was pressed in."""
    with suppress(Repeated):
        service(answer_id, actor=current_actor(), **how)
    flash(message, "success")
    return see_other(url_for("cases.answer_book", kept=kept if kept in KEPT else None))
