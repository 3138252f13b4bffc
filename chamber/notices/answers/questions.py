"""Questions about a notice, and the secretariat's answers to one or all readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select, true

from ... import clock
from ...accounts.models import Account
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db, find_one
from ...language.text import checked_text
from ...members.models import Member
from ...registry.homes import waiting_row
from ...rights import Actor
from .. import rights
from ..indexed import put
from ..models import Notice, NoticeQuestion, NoticeState
from ..services import find as find_notice
from ..services import runs_notices
from .receiving import can_receive, receiving_firm

MAX_QUESTION_LENGTH, MAX_ANSWER_LENGTH = 1_000, 3_000


@dataclass(frozen=True)
class SeenQuestion:
    """A question as one reader may see it; the asker only for the asker and the secretariat."""

    id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_shared: bool
    is_own: bool
    asker: str = ""
    """Name and firm; empty for other readers."""


def _readable(actor: Actor) -> ColumnElement[bool]:
    if runs_notices(actor):
        return true()
    answered_to_all = NoticeQuestion.is_shared & NoticeQuestion.answered_at.is_not(None)
    return answered_to_all | (NoticeQuestion.asked_by_id == actor.account_id)


def seen(notice: Notice, actor: Actor) -> list[SeenQuestion]:
    """The questions that this person may read, oldest first."""
    query = (
        select(NoticeQuestion, Account.name, Member.name.label("firm"))
        .join(Account, Account.id == NoticeQuestion.asked_by_id)
        .join(Member, Member.id == NoticeQuestion.member_id)
        .where(NoticeQuestion.notice_id == notice.id, _readable(actor))
        .order_by(NoticeQuestion.id)
    )
    return [_seen(row, f"{name} · {firm}", actor) for row, name, firm in db.session.execute(query)]


def _seen(row: NoticeQuestion, asker: str, actor: Actor) -> SeenQuestion:
    is_own = row.asked_by_id == actor.account_id
    return SeenQuestion(
        row.id,
        row.text,
        row.asked_at,
        row.answer,
        row.answered_at,
        row.is_shared,
        is_own,
        asker if is_own or runs_notices(actor) else "",
    )


def can_ask(notice: Notice, actor: Actor) -> bool:
    """Whether this person may ask: recipients, while the notice is published."""
    return can_receive(actor) and notice.state == NoticeState.PUBLISHED


def ask(notice_id: int, text: str, *, actor: Actor) -> NoticeQuestion:
    """Ask a question; the same text is saved once while unanswered.

    DomainError at `text`, Conflict if the notice was withdrawn.
    """
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    if not can_ask(notice, actor):
        raise Conflict(_("This notice was withdrawn; please call the secretariat."))
    text = checked_text(text, MAX_QUESTION_LENGTH, "text", _("Please write your question."), lines=True)
    asked = select(NoticeQuestion).where(
        NoticeQuestion.notice_id == notice.id,
        NoticeQuestion.asked_by_id == actor.account_id,
        NoticeQuestion.answered_at.is_(None),
        NoticeQuestion.text == text,
    )
    if known := db.session.scalars(asked).first():
        return known
    question = NoticeQuestion(
        notice_id=notice.id, member_id=member_id, asked_by_id=actor.account_id, asked_at=clock.now(), text=text
    )
    db.session.add(question)
    db.session.flush()
    put(notice.id)
    audit.record("notice.asked", "notice", notice.id, actor=actor, after={"question": question.id})
    return question


def find(notice_id: int, question_id: int, *, actor: Actor) -> NoticeQuestion:
    """A question, for the secretariat, locked; NotFound if the notice has none such."""
    rights.RUN.demand(actor)
    find_notice(notice_id, actor)
    query = select(NoticeQuestion).where(NoticeQuestion.id == question_id, NoticeQuestion.notice_id == notice_id)
    return find_one(query, _("Question not found."), lock=True)


def answer(notice_id: int, question_id: int, text: str, *, is_shared: bool, actor: Actor) -> NoticeQuestion:
    """Answer a question, for the asker or for all readers; a second answer replaces the first.

    DomainError at `answer`.
    """
    question = find(notice_id, question_id, actor=actor)
    text = checked_text(text, MAX_ANSWER_LENGTH, "answer", _("Please write the answer."), lines=True)
    if (question.answer, question.is_shared) != (text, is_shared):
        question.answer, question.is_shared = text, is_shared
        question.answered_at, question.answered_by_id = clock.now(), actor.account_id
        db.session.flush()
        put(notice_id)
        audit.record("notice.answered", "notice", notice_id, actor=actor, after={"question": question.id})
    return question


def waiting(_actor: Actor) -> Select[Any]:
    """Unanswered questions with their notice and firm; for the list that gets empty."""
    row = waiting_row(
        key=Notice.id,
        part=NoticeQuestion.id,
        title=func.substr(NoticeQuestion.text, 1, 120),
        who=Notice.title + " · " + Member.name,
        since=NoticeQuestion.asked_at,
    )
    asked = row.join_from(NoticeQuestion, Notice, Notice.id == NoticeQuestion.notice_id)
    return asked.join(Member, Member.id == NoticeQuestion.member_id).where(NoticeQuestion.answered_at.is_(None))
