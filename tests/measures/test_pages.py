"""The pages of measures: from the form to the ledger, for whom they are there, and their number of queries."""

import io
from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.measures import doing, giving, listing
from chamber.measures.models import Measure
from chamber.measures.words import State
from tests.client import Client
from tests.database import queries
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import paper
from tests.factories.events import make_event
from tests.factories.finds import found_by
from tests.factories.measures import due_on, make_measure, to_department, to_firm
from tests.factories.notifications import lines_of

Browse = Callable[[Account], Client]


def typed(**more: object) -> dict[str, object]:
    """What the form of a new measure is filled with."""
    return {"title": "摸排空置厂房", "due_on": due_on().isoformat(), "whom": "department", **more}


def only(db: SQLAlchemy) -> Measure:
    """The one measure there is."""
    return db.session.scalars(select(Measure)).one()


def test_a_paper_of_the_street_office_goes_its_whole_way(db: SQLAlchemy, cast: Cast, sign_in: Browse) -> None:
    secretary, handler = sign_in(cast.secretary), sign_in(cast.handler)
    office = str(cast.department.id)
    page = secretary.post_form("/measures/new", typed(department=office, order_number="梧街办〔2026〕31 号")).page
    address = f"/measures/{only(db).reference}"
    assert page.heading == "摸排空置厂房"
    assert "摸排空置厂房" in handler.get("/").words
    handler.post_form(address, {"note-text": "已登记三处。"}, action="/note")
    handler.post_form(address, {"done-result": "共二十三处。"}, action="/done")
    assert "摸排空置厂房" in secretary.get("/").words, "it waits to be confirmed"
    secretary.post_form(address, {"confirm-text": ""}, action="/confirm")
    assert only(db).state == State.CONFIRMED
    slip = secretary.get(f"{address}/slip").page.text
    for word in ("梧街办〔2026〕31 号", "共二十三处。", "林承办", "陈秘书"):
        assert word in slip


def test_a_wrong_form_keeps_what_was_typed_and_says_where_it_is_wrong(cast: Cast, sign_in: Browse) -> None:
    answer = sign_in(cast.secretary).post_form("/measures/new", typed(department="", details="逐栋登记"))
    assert answer.status_code == 422
    assert "逐栋登记" in answer.words
    assert answer.page.css("#department-error")


def test_an_act_that_is_refused_is_shown_at_its_form(db: SQLAlchemy, cast: Cast, sign_in: Browse) -> None:
    task = make_measure(actor_as(cast.secretary), to_department(cast.department.id))
    late = {"postpone-due_on": due_on(1).isoformat(), "postpone-reason": "等评估"}
    answer = sign_in(cast.secretary).post_form(f"/measures/{task.reference}", late, action="/postpone")
    assert answer.status_code == 422
    assert answer.page.css("#postpone-due_on-error")


def test_the_minutes_of_a_meeting_show_who_does_what(db: SQLAlchemy, cast: Cast, sign_in: Browse) -> None:
    event = make_event(actor_as(cast.secretary), kind="council")
    about = {"about": giving.new_about("event", event.id), "source": "minutes", "department": str(cast.department.id)}
    sign_in(cast.secretary).post_form(f"/measures/new?about={about['about']}", typed(**about))
    assert "摸排空置厂房" in sign_in(cast.secretary).get(f"/events/{event.id}").words
    assert "摸排空置厂房" in sign_in(cast.president).get(f"/events/{event.id}").words
    assert "摸排空置厂房" not in sign_in(cast.member).get(f"/events/{event.id}").words


def test_the_ledger_has_the_list_and_holds_nothing_else(cast: Cast, sign_in: Browse) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.department.id), title="=1+1")
    other = make_measure(secretary, to_firm(cast.firm.name), source="hazard")
    answer = sign_in(cast.secretary).get("/measures/ledger.xlsx?source=entrusted")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
    assert [row[0] for row in rows[1:]] == [task.reference]
    assert rows[1][1] == "'=1+1"
    assert other.reference not in str(rows)


def test_a_file_is_had_by_its_key_of_this_measure_alone(cast: Cast, sign_in: Browse) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.department.id), [paper("交办.txt")])
    other = make_measure(secretary, to_department(cast.department.id))
    address = sign_in(cast.handler).get(f"/measures/{task.reference}").page.link("交办.txt")
    assert sign_in(cast.handler).get(address).status_code == 200
    assert sign_in(cast.handler).get(address.replace(task.reference, other.reference)).status_code == 404
    assert sign_in(cast.other_handler).get(address).status_code == 404


def test_people_are_told_and_find_it_by_its_words(cast: Cast, db: SQLAlchemy) -> None:
    task = make_measure(actor_as(cast.secretary), to_firm(cast.firm.name), order_number="梧街办31")
    assert {line.line for line in lines_of(cast.member)} == {"measure.given:owner"}
    assert not lines_of(cast.rival)
    doing.finish(task.reference, "办妥。", actor=actor_as(cast.member))
    db.session.commit()
    assert "measure.done:givers" in {line.line for line in lines_of(cast.secretary)}
    assert found_by("measure", task.id)
    member, rival = (listing.found(actor_as(one), "梧街办31") for one in (cast.member, cast.rival))
    assert db.session.scalars(select(Measure.id).where(member)).all() == [task.id]
    assert not db.session.scalars(select(Measure.id).where(rival)).all()


def test_a_longer_list_asks_no_more(db: SQLAlchemy, cast: Cast, sign_in: Browse) -> None:
    secretary, office = actor_as(cast.secretary), to_department(cast.department.id)
    make_measure(secretary, office)
    client = sign_in(cast.secretary)
    for address in ("/measures/", "/"):
        client.get(address)
        with queries(db) as few:
            client.get(address)
        for _number in range(6):
            make_measure(secretary, office)
        client.get(address)
        with queries(db) as many:
            client.get(address)
        assert len(few) == len(many), address
