"""The form of a notice: its fields, and the deadline that it needs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.errors import DomainError
from chamber.notices import services
from chamber.notices.writing import publishing
from chamber.notices.writing.details import differences
from chamber.notices.writing.fields import FieldDetails
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.notices import FIELDS, details, make_form, make_notice

WRONG: list[tuple[dict[str, object], str]] = [
    ({"answer_until": None}, "answer_until"),
    ({"answer_until": timedelta(0)}, "answer_until"),
    ({"answer_until": timedelta(days=3000)}, "answer_until"),
    ({"fields": ()}, "fields"),
    ({"fields": (FieldDetails(" 　"),)}, "fields"),
    ({"fields": (FieldDetails("", "choice", choices="甲\n乙"),)}, "fields"),
    ({"fields": (FieldDetails("长" * 81),)}, "fields"),
    ({"fields": (FieldDetails("颜色", "colour"),)}, "fields"),
    ({"fields": (FieldDetails("午餐", "choice", choices="要\n要\n"),)}, "fields"),
    ({"fields": (FieldDetails("午餐", "choice", choices="\n".join(map(str, range(21)))),)}, "fields"),
    ({"fields": (FieldDetails("午餐", "choice", choices="要\n" + "长" * 61),)}, "fields"),
    ({"fields": tuple(FieldDetails(f"第{number}项") for number in range(11))}, "fields"),
]


@pytest.mark.parametrize(("wrong", "at"), WRONG)
def test_a_form_that_nobody_could_fill_in_is_refused(
    staff: Actor, clock: Clock, wrong: dict[str, object], at: str
) -> None:
    until = wrong.get("answer_until")
    if isinstance(until, timedelta):
        wrong = {"answer_until": clock.now + until}
    good = {"receipt": "form", "answer_until": clock.now + timedelta(days=1), "fields": FIELDS}
    with pytest.raises(DomainError) as refused:
        services.create(details(**{**good, **wrong}), actor=staff)
    assert refused.value.field == at


def test_only_a_receipt_with_a_form_keeps_fields_and_a_deadline(staff: Actor, clock: Clock) -> None:
    until = clock.now + timedelta(days=1)
    plain = make_notice(staff, published=False, fields=FIELDS, answer_until=until)
    assert (plain.answer_until, plain.fields) == (None, [])
    form = make_form(staff, published=False)
    assert [(field.label, field.kind, field.choices) for field in form.fields][:2] == [
        ("参加人数", "number", []),
        ("午餐", "choice", ["需要", "不需要"]),
    ]
    assert form.fields[1].id
    edited = details(receipt="form", answer_until=until, fields=FIELDS[:2])
    services.edit(form.id, edited, version=form.version, actor=staff)
    assert [field.label for field in form.fields] == ["参加人数", "午餐"]
    assert (
        "fields",
        "参加人数 · Number\n午餐 · One of several choices · 需要 / 不需要",
        "参加人数 · Number",
    ) in differences(form, replace(edited, fields=FIELDS[:1]))


def test_the_deadline_lies_after_publication(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    form = make_form(staff, published=False)
    with pytest.raises(DomainError):
        publishing.schedule(form.id, clock.now + timedelta(days=4), actor=staff)
    publishing.schedule(form.id, clock.now + timedelta(days=2), actor=staff)
    early = details(receipt="form", answer_until=clock.now + timedelta(days=1), fields=FIELDS)
    with pytest.raises(DomainError) as refused:
        services.edit(form.id, early, version=form.version, actor=staff)
    assert refused.value.field == "answer_until"
    db.session.rollback()
    clock.advance(days=4)
    assert publishing.publish_due() == 0
    assert form.state == "draft"
    with pytest.raises(DomainError):
        publishing.publish(form.id, actor=staff)
    db.session.rollback()
