"""A notice's page: for readers, for the secretariat, and by public link."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, found
from ...notifications import bots, choices
from ...rights import Actor
from ...web import downloads
from ...web.access import requires
from ...web.requests import actor_if_signed_in, current_actor
from .. import rights, services
from ..answers import filling, questions, receipts, receiving
from ..answers.receiving import OwnReceipt
from ..forms import AnswerForm, QuestionForm, ReasonForm, ScheduleForm
from ..forms_reply import reply_form
from ..models import Notice, NoticeState, Receipt
from ..services import UNPUBLISHED
from ..writing import audience, publishing, sharing
from .blueprint import ID, blueprint


def answer_form(question_id: int, **kwargs: Any) -> AnswerForm:
    """The form for answering a question."""
    return AnswerForm(prefix=f"q{question_id}-", **kwargs)


def receipt_context(notice: Notice, actor: Actor) -> dict[str, Any]:
    """Template values of the receipt part."""
    return {"notice": notice, "own": receiving.own_receipt(notice, actor)}


def reply_context(notice: Notice, actor: Actor, own: OwnReceipt | None) -> dict[str, Any]:
    """Template values of the form part; empty without a form."""
    if notice.receipt != Receipt.FORM:
        return {}
    mine = filling.own_answers(notice, actor) if own else {}
    return {
        "asked": notice.fields,
        "mine": mine,
        "answers": [(field, filling.shown(field, mine[field.id].text)) for field in notice.fields if field.id in mine],
        "is_open": filling.is_open(notice),
        "is_late": filling.is_late(notice, own.answered_at if own else None),
        "reply_form": reply_form(notice.fields, mine, own.answer_version if own else 0, sent=False),
    }


def page_context(notice: Notice, actor: Actor) -> dict[str, Any]:
    """Template values of a notice's page."""
    asked, runs = questions.seen(notice, actor), services.runs_notices(actor)
    receipt = receipt_context(notice, actor)
    context = (
        receipt
        | reply_context(notice, actor, receipt["own"])
        | {
            "questions": asked,
            "can_ask": questions.can_ask(notice, actor),
            "ask_form": QuestionForm(formdata=None),
            "description": sharing.description(notice),
            "runs": runs,
        }
    )
    if not runs:
        return context
    is_out, is_unpublished = notice.state == NoticeState.PUBLISHED, notice.state in UNPUBLISHED
    return context | {
        "is_unpublished": is_unpublished,
        "mail_works": choices.mail_is_set_up(),
        "groups": bots.count_active() if is_unpublished else 0,
        "reach": publishing.reach(notice),
        "whom": audience.describe(notice.audience),
        "tally": receipts.tallies([notice.id], actor=actor).get(notice.id),
        "message": sharing.message(notice) if is_out else "",
        "public_address": sharing.public_address(notice),
        "schedule_form": ScheduleForm(formdata=None, publish_at=notice.publish_at),
        "reason_form": ReasonForm(formdata=None),
        "answer_forms": {
            one.id: answer_form(one.id, formdata=None, answer=one.answer, is_shared=one.is_shared) for one in asked
        },
    }


@blueprint.get(f"/{ID}")
@requires(rights.READ)
def notice(notice_id: int) -> ResponseReturnValue:
    """A notice's page."""
    actor = current_actor()
    return render_template("notices/notice.html", **page_context(services.find(notice_id, actor), actor))


@blueprint.get(f"/{ID}/files/<int(max=2147483647):file_id>")
@requires(rights.READ)
def file(notice_id: int, file_id: int) -> ResponseReturnValue:
    """A file of a notice."""
    return downloads.send(services.file_of(services.find(notice_id, current_actor()), file_id))


@blueprint.get(f"/{ID}/answers/files/<int(max=2147483647):answer_id>")
@requires(rights.READ)
def answer_file(notice_id: int, answer_id: int) -> ResponseReturnValue:
    """A file in a firm's reply."""
    actor = current_actor()
    return downloads.send(filling.file_of(services.find(notice_id, actor), answer_id, actor))


@blueprint.get("/public/<token>")
def public(token: str) -> ResponseReturnValue:
    """A notice by its public link; who has signed in and may read it goes on to its own page."""
    row, actor = found(publishing.by_link(token)), actor_if_signed_in()
    if actor and services.may_read(row, actor):
        return redirect(url_for(".notice", notice_id=row.id), 303)
    return render_template(
        "notices/public.html",
        notice=row,
        description=sharing.description(row),
        is_open=filling.is_open(row),
    )


@blueprint.get("/public/<token>/files/<int(max=2147483647):file_id>")
def public_file(token: str, file_id: int) -> ResponseReturnValue:
    """A file of such a notice; not of a withdrawn one."""
    row = found(publishing.by_link(token))
    if row.state != NoticeState.PUBLISHED:
        raise NotFound
    return downloads.send(services.file_of(row, file_id))
