"""The log can only grow: chains, digests, heads, seals, and the database's own guard, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from chamber.audit import services, triggers
from chamber.audit.models import AuditHead, AuditRow, AuditSeal, AuditValue
from chamber.audit.verify import problems
from chamber.extensions import unit_of_work
from tests.factories.audit import history


@pytest.fixture
def rows(db, cast, actor):
    """Three rows of one subject, one of another, sealed, and one more."""
    who = actor(cast.secretary)
    for number, subject in enumerate((3, 3, 7, 3)):
        services.record(
            "member.edited",
            "member",
            subject,
            actor=who,
            reason=f"第 {number} 次",
            before={"a": number},
            after={"a": -number},
        )
        db.session.commit()
    services.seal()
    db.session.commit()
    services.record("member.edited", "member", 3, actor=who, after={"a": "last"})
    db.session.commit()
    return list(db.session.scalars(select(AuditRow).order_by(AuditRow.id)))


@pytest.fixture
def unguarded(db):
    """The database without its triggers, as somebody with its password could make it."""
    for statement in triggers.drop(db.engine.dialect.name):
        db.session.execute(text(statement))
    db.session.commit()
    yield
    db.session.rollback()
    for statement in triggers.create(db.engine.dialect.name):
        db.session.execute(text(statement))
    db.session.commit()


def found(db) -> list[str]:
    db.session.commit()
    return list(problems())


def test_a_whole_log_fits(db, rows):
    assert found(db) == []
    assert [row.position for row in rows if row.subject == "member:3"] == [1, 2, 3, 4]
    assert db.session.get(AuditHead, "member:3").length == 4


TAMPERED = [
    ("UPDATE audit_rows SET reason = 'another' WHERE id = {second}", "row {second} of member:3: its own hash"),
    ("UPDATE audit_rows SET actor_id = NULL WHERE id = {second}", "row {second} of member:3: its own hash"),
    ("UPDATE audit_rows SET role = 'admin' WHERE id = {second}", "row {second} of member:3: its own hash"),
    ("UPDATE audit_rows SET act = 'member.seen' WHERE id = {second}", "row {second} of member:3: its own hash"),
    (
        "UPDATE audit_rows SET at = '2020-01-01 00:00:00.000000' WHERE id = {second}",
        "row {second} of member:3: its own",
    ),
    ("UPDATE audit_rows SET hash = 'x' WHERE id = {second}", "row {second} of member:3: its own hash"),
    ("UPDATE audit_rows SET kind = 'case' WHERE id = {second}", "row {second} of member:3: its kind"),
    ("DELETE FROM audit_rows WHERE id = {second}", "row {third} of member:3: position"),
    ("DELETE FROM audit_rows WHERE id = {last}", "member:3: the chain ends"),
    ("DELETE FROM audit_rows WHERE subject = 'member:7'", "member:7: the chain ends"),
    ("UPDATE audit_values SET field_values = '{{}}' WHERE row_id = {second}", "row {second} of member:3: its values"),
    ("UPDATE audit_values SET salt = 'x' WHERE row_id = {second}", "row {second} of member:3: its values"),
    ("UPDATE audit_heads SET length = 9 WHERE subject = 'member:7'", "member:7: the chain ends"),
    ("DELETE FROM audit_heads WHERE subject = 'member:7'", "member:7: has rows but no head"),
    ("UPDATE audit_seals SET rows = 3", "seal {seal}"),
    ("UPDATE audit_seals SET hash = 'x'", "seal {seal}"),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERED)
def test_whoever_tampers_is_named_by_the_first_row_that_does_not_fit(db, rows, unguarded, statement, named):
    _first, second, _seventh, third, last = rows
    numbers = {"second": second.id, "third": third.id, "last": last.id, "seal": db.session.query(AuditSeal).one().id}
    db.session.execute(text("DELETE FROM audit_values WHERE row_id = :row"), {"row": last.id})
    if statement.startswith("DELETE FROM audit_rows"):
        db.session.execute(text("DELETE FROM audit_values"))
    db.session.execute(text(statement.format(**numbers)))
    assert any(line.startswith(named.format(**numbers)) for line in found(db)), found(db)


def test_a_cut_tail_shows_even_where_the_head_was_mended(db, rows, unguarded):
    last = rows[3]
    db.session.execute(text("DELETE FROM audit_values"))
    db.session.execute(text("DELETE FROM audit_rows WHERE id >= :row"), {"row": last.id})
    db.session.execute(
        text("UPDATE audit_heads SET length = 2, last_hash = :hash WHERE subject = 'member:3'"), {"hash": rows[1].hash}
    )
    assert [line.partition(":")[0] for line in found(db)] == [f"seal {db.session.query(AuditSeal).one().id}"]


def test_erased_values_leave_the_log_whole(db, rows):
    db.session.execute(text("DELETE FROM audit_values WHERE row_id = :row"), {"row": rows[0].id})
    assert found(db) == []


REFUSED = [
    "UPDATE audit_rows SET reason = 'x' WHERE id = {row}",
    "UPDATE audit_rows SET id = id + 1000",
    "DELETE FROM audit_rows WHERE id = {row}",
    "DELETE FROM audit_rows",
    "UPDATE audit_seals SET hash = 'x'",
    "DELETE FROM audit_seals",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO audit_rows SELECT * FROM audit_rows WHERE id = {row}",
    "REPLACE INTO audit_rows (id, subject, kind, position, at, role, act, reason, digest, previous_hash, hash)"
    " SELECT 99, subject, kind, position, at, role, act, 'x', digest, previous_hash, hash FROM audit_rows"
    " WHERE id = {row}",
    "INSERT OR REPLACE INTO audit_seals SELECT * FROM audit_seals",
    "UPDATE OR REPLACE audit_rows SET reason = 'x' WHERE id = {row}",
    "INSERT INTO audit_rows SELECT * FROM audit_rows WHERE id = {row} ON CONFLICT (id) DO UPDATE SET reason = 'x'",
]
ON_POSTGRES = [
    "TRUNCATE audit_rows CASCADE",
    "TRUNCATE audit_seals",
    "INSERT INTO audit_rows SELECT * FROM audit_rows WHERE id = {row} ON CONFLICT (id) DO UPDATE SET reason = 'x'",
    "MERGE INTO audit_rows t USING (SELECT {row} AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE",
]


def test_the_database_itself_refuses_every_way_to_change_the_log(db, rows):
    before = [(row.id, row.hash, row.reason) for row in rows]
    sqlite = db.engine.dialect.name == "sqlite"
    for statement in REFUSED + (ON_SQLITE if sqlite else ON_POSTGRES):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement.format(row=rows[0].id)))
        db.session.rollback()
    after = db.session.execute(select(AuditRow.id, AuditRow.hash, AuditRow.reason).order_by(AuditRow.id)).all()
    assert [tuple(row) for row in after] == before


def test_a_rolled_back_act_leaves_no_row(db, cast, actor):
    services.record("member.edited", "member", 1, actor=actor(cast.secretary))
    db.session.rollback()
    db.session.commit()
    assert db.session.query(AuditRow).count() == 0


def test_a_read_that_cannot_be_logged_is_not_sent(app, cast, sign_in, monkeypatch):
    browser = sign_in(cast.secretary)

    def broken() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("chamber.web.application.write_reads", broken)
    browser.inspect = False
    assert browser.get("/directory/").status_code == 500


def test_reads_are_logged_once_a_page_though_a_get_cannot_write(db, app, cast, actor):
    who = actor(cast.secretary)
    for _twice in range(2):
        services.record_read("contact.revealed", "contact", 1, actor=who)
    services.write_reads()
    assert [row.act for row in history("contact", 1)] == ["contact.revealed"]


def test_forty_at_once_on_crossed_subjects_neither_block_nor_break(db, app, cast, actor):
    who = actor(cast.secretary)
    db.session.commit()

    def act(number: int) -> None:
        with app.app_context(), unit_of_work():
            order = (1, 2, 3) if number % 2 else (3, 2, 1)
            for subject in order:
                services.record("member.edited", "member", subject, actor=who, after={"n": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: copy_context().run(act, number), range(40)))
    assert db.session.query(AuditRow).count() == 120
    assert found(db) == []
    lengths = {head.subject: head.length for head in db.session.scalars(select(AuditHead))}
    assert {lengths[f"member:{subject}"] for subject in (1, 2, 3)} == {40}


def test_seals_chain_and_cover_what_is_new(db, rows, cast, actor, clock):
    second = services.seal()
    db.session.commit()
    assert (second.rows, second.last_row_id) == (1, rows[-1].id)
    assert services.seal() is None
    assert found(db) == []


def test_the_command_names_the_first_misfit(db, app, rows, unguarded):
    run = app.test_cli_runner()
    assert "whole" in run.invoke(args=["audit", "verify"]).output
    db.session.execute(text("UPDATE audit_rows SET reason = 'x' WHERE id = :row"), {"row": rows[1].id})
    db.session.commit()
    result = run.invoke(args=["audit", "verify"])
    assert result.exit_code == 1 and f"row {rows[1].id} of member:3" in result.output
    assert "sealed 1 rows" in run.invoke(args=["audit", "seal"]).output


def test_the_hash_covers_time_and_values_whatever_the_database_makes_of_them(db, cast, actor, clock):
    clock.set(datetime(2026, 9, 15, 2, 0, 0, 123456, tzinfo=UTC))
    after = {"text": "中文 \"'\\ 🙂", "number": 1.5, "none": None, "list": [1, "a"], "nested": {"b": True}}
    services.record("member.edited", "member", 1, actor=actor(cast.secretary), after=after)
    db.session.commit()
    db.session.expire_all()
    assert db.session.query(AuditValue).one().values["after"] == after
    assert found(db) == []
