from datetime import UTC, datetime

import pytest

from chamber.directory import handlers
from chamber.directory.models import DepartmentHandler
from chamber.errors import Conflict, DomainError
from chamber.rights import Role
from tests.english import english
from tests.factories.accounts import make_account


@pytest.fixture
def second(db, cast):
    account = make_account("second", "第二承办", Role.HANDLER)
    db.session.commit()
    return account


def test_handlers_are_set_with_exactly_one_lead(db, cast, actor, second):
    row = cast.department
    both = frozenset({cast.handler.id, second.id})
    for lead in (None, cast.other_handler.id):
        with pytest.raises(DomainError) as error:
            handlers.set_handlers(row.id, both, lead, actor=actor(cast.admin), version=row.version)
        assert error.value.field == "lead"
        db.session.rollback()
    was = row.version
    handlers.set_handlers(row.id, both, second.id, actor=actor(cast.admin), version=was)
    db.session.commit()
    assert handlers.current(row) == (sorted(both), second.id)
    assert actor(second).is_lead and not actor(cast.handler).is_lead
    with pytest.raises(Conflict):
        handlers.set_handlers(row.id, both, cast.handler.id, actor=actor(cast.admin), version=was)
    db.session.rollback()
    handlers.set_handlers(row.id, frozenset(), None, actor=actor(cast.admin), version=row.version)
    assert row.handlers == []


def test_only_open_handlers_can_be_chosen(db, cast, actor, second):
    second.disabled_at = cast.admin.created_at
    db.session.commit()
    for account in (second, cast.leader):
        with pytest.raises(DomainError) as error:
            handlers.set_handlers(
                cast.department.id,
                frozenset({account.id}),
                account.id,
                actor=actor(cast.admin),
                version=cast.department.version,
            )
        assert error.value.field == "handlers"
        db.session.rollback()


def test_the_list_warns_where_nobody_can_sign(db, cast, actor):
    cast.other_handler.disabled_at = cast.admin.created_at
    db.session.commit()
    warnings = {desk.department.name: desk.warning for desk in handlers.by_department(actor=actor(cast.admin))}
    assert not warnings["经济发展办公室"]
    assert warnings["市场监督管理所"]


def test_handlers_by_the_form(db, cast, sign_in, second):
    browser = english(sign_in(cast.admin))
    path = f"/admin/departments/{cast.department.id}"
    stale = browser.get(path)
    answer = browser.post_form(path, {"handlers": [cast.handler.id, second.id], "lead": cast.other_handler.id})
    assert answer.status_code == 422 and "exactly one lead" in answer.words
    answer = browser.post_form(answer, {"lead": second.id})
    assert answer.status_code == 200
    db.session.expire_all()
    assert handlers.current(cast.department)[1] == second.id
    answer = browser.post_form(stale, {"handlers": [cast.handler.id], "lead": cast.handler.id})
    assert answer.status_code == 409 and "Someone else" in answer.words
    assert browser.post_form(answer, action=f"/{cast.department.id}").status_code == 200
    db.session.expire_all()
    assert handlers.current(cast.department) == ([cast.handler.id], cast.handler.id)


def test_the_list_marks_a_handler_whose_account_is_disabled(db, cast, second, sign_in):
    second.disabled_at = datetime(2026, 9, 14, tzinfo=UTC)
    db.session.add(DepartmentHandler(department_id=cast.department.id, account_id=second.id))
    db.session.commit()
    assert "Disabled" in sign_in(cast.admin).get("/admin/departments").page.text
    second.disabled_at = None
    db.session.commit()
    assert "Disabled" not in sign_in(cast.admin).get("/admin/departments").page.text
