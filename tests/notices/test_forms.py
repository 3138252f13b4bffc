"""Replies to a notice's form: who may reply until when, validation, log."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.audit.models import AuditRow, AuditValue
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.notices import listing
from chamber.notices.answers import filling, receipts, replies
from chamber.notices.models import Notice, NoticeField
from chamber.notices.writing import publishing, sharing
from chamber.notices.writing.details import Correction
from chamber.notices.writing.fields import FieldDetails
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import paper
from tests.factories.notices import FIELDS, answers, make_form, make_notice, reply

Act = Callable[..., Actor]


@pytest.fixture
def member(cast: Cast, actor: Act) -> Actor:
    """A contact of the firm."""
    return actor(cast.member)


def correction(notice: Notice, **fields: object) -> Correction:
    """A correction of a form's notice that changes only these fields."""
    plain = Correction(notice.title, notice.body, notice.pinned_until, "改期", notice.answer_until)
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_a_correction_moves_the_deadline_and_leaves_the_answers(
    db: SQLAlchemy, staff: Actor, member: Actor, clock: Clock
) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=member)
    clock.advance(days=4)
    same = correction(form, body="地点改在二楼。")
    publishing.correct(form.id, same, version=form.version, actor=staff)
    with pytest.raises(Conflict):
        filling.fill_in(form.id, reply(form, "4", "需要", version=1), actor=member)
    for wrong in (None, clock.now):
        with pytest.raises(DomainError) as refused:
            moved = correction(form, answer_until=wrong)
            publishing.correct(form.id, moved, version=form.version, actor=staff)
        assert refused.value.field == "answer_until"
    later = correction(form, answer_until=clock.now + timedelta(days=1))
    publishing.correct(form.id, later, version=form.version, actor=staff)
    filling.fill_in(form.id, reply(form, "4", "需要", version=1), actor=member)
    assert answers(form, member)["参加人数"].text == "4"


def test_one_reply_a_firm_which_any_colleague_changes_until_the_deadline(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, member: Actor, clock: Clock
) -> None:
    form, colleague = make_form(staff), actor(cast.colleague)
    filling.fill_in(form.id, reply(form, " ２ ", "需要", "2026-09-18", "两位\n素食"), actor=member)
    clock.advance(days=3)
    filling.fill_in(form.id, reply(form, "3", "需要", "", "两位\n素食", version=1), actor=colleague)
    db.session.commit()
    kept = {label: row.text for label, row in answers(form, member).items()}
    assert kept == {"参加人数": "3", "午餐": "需要", "备注": "两位\n素食"}
    assert answers(form, actor(cast.rival)) == {}
    row = db.session.execute(receipts.firms(form, staff, state="answered")).one()
    assert (row.name, row.answered_by, row.answered_at) == (cast.firm.name, cast.colleague.name, clock.now)
    query = select(AuditRow.act, AuditValue.values).join(AuditValue, AuditValue.row_id == AuditRow.id)
    logged = dict(tuple(one) for one in db.session.execute(query.where(AuditRow.act.like("notice.%filled%"))))
    assert logged["notice.refilled"] == {
        "before": {"answers": ["参加人数: 2", "到会日期: 2026-09-18"]},
        "after": {"member": cast.firm.name, "answers": ["参加人数: 3", "到会日期: "]},
    }
    clock.advance(seconds=1)
    with pytest.raises(Conflict):
        filling.fill_in(form.id, reply(form, "4", "需要", version=2), actor=member)


def test_who_has_not_seen_a_colleagues_reply_does_not_overwrite_it(
    staff: Actor, member: Actor, cast: Cast, actor: Act
) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=member)
    with pytest.raises(Conflict):
        filling.fill_in(form.id, reply(form, "5", "需要"), actor=actor(cast.colleague))
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=actor(cast.colleague))
    assert answers(form, member)["参加人数"].text == "3"


BAD = [
    ("", "需要"),
    ("-1", "需要"),
    ("1e9", "需要"),
    ("1000000000", "需要"),
    ("1.234", "需要"),
    ("三", "需要"),
    ("NaN", "需要"),
    ("9" * 5000, "需要"),
    ("3", ""),
    ("3", "都行"),
    ("3", "需要", "2026-02-31"),
    ("3", "需要", "9999-12-31"),
    ("3", "需要", "0001-01-01"),
    ("3", "需要", "２０２６-０９-２０"),
    ("3", "需要", "", "长" * 1001),
]


@pytest.mark.parametrize("texts", BAD)
def test_a_wrong_answer_is_said_at_its_field(staff: Actor, member: Actor, texts: tuple[str, ...]) -> None:
    form = make_form(staff)
    with pytest.raises(DomainError) as refused:
        filling.fill_in(form.id, reply(form, *texts), actor=member)
    assert refused.value.field == filling.input_name(form.fields[max(len(texts) - 1, 1) if texts[0] == "3" else 0].id)


@pytest.mark.parametrize(
    ("typed", "kept", "hundredths"),
    [("0", "0", 0), ("007", "7", 700), ("1,200", "1200", 120_000), ("12.50", "12.5", 1250), ("１．０５", "1.05", 105)],
)
def test_numbers_are_kept_exactly(app: Flask, typed: str, kept: str, hundredths: int) -> None:
    field = NoticeField(id=1, label="数", kind="number", is_required=True, choices=[])
    assert filling.parse(field, typed) == kept
    assert filling.hundredths(field, kept) == hundredths


def test_a_file_belongs_to_the_firm_and_the_secretariat(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, member: Actor
) -> None:
    form, other = make_form(staff), make_form(staff)
    for version, upload in enumerate((paper("旧.txt", "旧"), paper("新.txt", "新"))):
        filling.fill_in(form.id, reply(form, "3", "需要", version=version, upload=upload), actor=member)
    filling.fill_in(form.id, reply(form, "3", "需要", version=0, upload=paper("新.txt", "新")), actor=member)
    number = answers(form, member)["回执扫描件"].id
    for person in (member, actor(cast.colleague), staff):
        assert filling.file_of(form, number, person).name == "新.txt"
    for person in map(actor, (cast.rival, cast.leader, cast.president, cast.supervisor)):
        with pytest.raises(NotFound):
            filling.file_of(form, number, person)
    with pytest.raises(NotFound):
        filling.file_of(other, number, staff)
    stray = filling.Reply({**reply(form, "3", "需要").typed}, {form.fields[3].id: paper()}, (), 2)
    filling.fill_in(form.id, stray, actor=member)
    assert "备注" not in answers(form, member)
    filling.fill_in(form.id, reply(form, "3", "需要", removed=[form.fields[4].id], version=2), actor=member)
    assert "回执扫描件" not in answers(form, member)


def test_a_file_that_must_come_comes_once(staff: Actor, member: Actor) -> None:
    form = make_form(staff, fields=(FieldDetails("名册", "file"),))
    with pytest.raises(DomainError) as refused:
        filling.fill_in(form.id, reply(form), actor=member)
    assert refused.value.field == filling.input_name(form.fields[0].id)
    filling.fill_in(form.id, reply(form, upload=paper()), actor=member)
    filling.fill_in(form.id, reply(form, removed=[], version=1), actor=member)
    with pytest.raises(DomainError):
        filling.fill_in(form.id, reply(form, removed=[form.fields[0].id], version=1), actor=member)


@pytest.mark.parametrize("name", ["secretary", "leader", "president", "supervisor"])
def test_only_people_of_firms_fill_in_and_only_the_secretariat_sees_replies(
    cast: Cast, actor: Act, staff: Actor, name: str
) -> None:
    form, person = make_form(staff), actor(getattr(cast, name))
    with pytest.raises(Forbidden):
        filling.fill_in(form.id, reply(form, "3", "需要"), actor=person)
    if name != "secretary":
        for look in (replies.totals, replies.cells):
            with pytest.raises(Forbidden):
                look(form, person)
        with pytest.raises(Forbidden):
            replies.of_firms(form, [cast.firm.id], person)


def test_a_withdrawn_notice_and_one_without_a_form_take_no_answers(staff: Actor, member: Actor) -> None:
    form, plain = make_form(staff), make_notice(staff)
    publishing.withdraw(form.id, reason="取消", actor=staff)
    for notice in (form, plain):
        with pytest.raises(Conflict):
            filling.fill_in(notice.id, reply(form, "3", "需要"), actor=member)


def test_answers_add_up(cast: Cast, actor: Act, staff: Actor, member: Actor) -> None:
    form = make_form(staff, fields=(replace(FIELDS[0], label="用电量"), *FIELDS[1:]))
    assert [total.answered for total in replies.totals(form, staff)] == [0] * 5
    filling.fill_in(form.id, reply(form, "3.5", "需要", "2026-09-18", upload=paper()), actor=member)
    filling.fill_in(form.id, reply(form, "12.6", "需要"), actor=actor(cast.rival))
    number, choice, day, text, file = replies.totals(form, staff)
    assert (number.sum, number.answered) == ("16.1", 2)
    assert choice.counts == (("需要", 2), ("不需要", 0))
    assert (day.answered, text.answered, file.answered) == (1, 0, 1)
    seen = replies.of_firms(form, [cast.firm.id], staff)[cast.firm.id]
    assert [(one.text, one.has_file) for one in seen][2:] == [("2026年9月18日", False), ("纸件.txt", True)]


def test_the_workbook_has_a_row_a_firm_and_a_column_a_field(cast: Cast, staff: Actor, member: Actor) -> None:
    fields = (replace(FIELDS[0], label="=1+1"), *FIELDS[1:])
    form = make_form(staff, fields=fields)
    filling.fill_in(form.id, reply(form, "12.5", "需要", "2026-09-18", "=cmd|' /C calc'!A0"), actor=member)
    sheet = load_workbook(io.BytesIO(receipts.workbook(form, staff))).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:6] == ("Firm", "'=1+1", "午餐", "到会日期", "备注", "回执扫描件")
    assert not {"f", "e"} & {cell.data_type for row in sheet.iter_rows() for cell in row}
    by_firm = {row[0]: row[1:6] for row in rows}
    number, choice, day, *texts = by_firm[cast.firm.name]
    assert (number, choice, texts) == (12.5, "需要", ["'=cmd|' /C calc'!A0", None])
    assert isinstance(day, datetime) and f"{day:%Y-%m-%d %H:%M}" == "2026-09-18 00:00"
    assert by_firm[cast.rival_firm.name] == (None,) * 5


def test_the_rest_are_those_who_have_not_answered_and_are_reminded_until_the_deadline(
    cast: Cast, staff: Actor, member: Actor, clock: Clock
) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=member)
    assert receipts.missing_counts(form, staff) == (1, 1)
    assert receipts.tallies([form.id], actor=staff)[form.id] == receipts.Tally(2, 1, 0, 1)
    assert receipts.counts(form, staff) == {"": 2, "missing": 1, "opened": 1, "confirmed": 0, "answered": 1}
    assert receipts.missing_names(form, staff, 9) == [cast.rival_firm.short_name or cast.rival_firm.name]
    assert receipts.remind(form.id, actor=staff) == 1
    clock.advance(days=4)
    with pytest.raises(Conflict):
        receipts.remind(form.id, actor=staff)


def test_a_group_is_told_until_when(staff: Actor) -> None:
    form = make_form(staff)
    assert "fill in the form by 9月18日 10:00" in sharing.message(form)
    assert "The form is open until 9月18日 10:00." in sharing.reminder(form, staff, 2)


def test_a_form_waits_on_the_home_page_until_it_is_answered_or_over(
    cast: Cast, actor: Act, staff: Actor, member: Actor, clock: Clock
) -> None:
    form = make_form(staff)
    rival = actor(cast.rival)
    assert [line.to_fill_in for line in listing.waiting(member)[0]] == [True]
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=member)
    assert listing.waiting(member) == ([], 0)
    assert listing.counts(rival) == {"": 1, "unread": 1, "to_confirm": 0, "to_fill_in": 1}
    clock.advance(days=4)
    assert listing.counts(rival) == {"": 1, "unread": 1, "to_confirm": 0, "to_fill_in": 0}
