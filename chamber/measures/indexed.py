"""By which words a measure is found, and putting them into the index after each act that brings some."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, true, union_all

from ..accounts.models import Account
from ..accounts.signals import renamed as account_renamed
from ..directory.models import Department
from ..directory.signals import renamed as department_renamed
from ..extensions import db
from ..files.models import StoredFile
from ..members.models import Member
from ..members.signals import names_changed
from ..search import index
from ..search.tokens import coded, doc, named, written
from .models import Measure, MeasureFile, MeasureNote
from .words import OWNERS_WORDS, Circle

KIND = "measure"
CHUNK = 500


def put(*measure_ids: int) -> None:
    """Let these measures be found by what they say now.

    Their rows of the index are locked first, so that a name that changes at the same moment is read as it is then.
    """
    db.session.flush()
    index.lock(KIND, measure_ids)
    index.put(KIND, docs(measure_ids))


def put_again(*which: ColumnElement[bool]) -> None:
    """The same for all of which this holds: something that they name is called otherwise."""
    ids = db.session.scalars(select(Measure.id).where(*which).order_by(Measure.id)).all()
    for start in range(0, len(ids), CHUNK):
        put(*ids[start : start + CHUNK])


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these measures is found."""
    said: dict[int, list[Any]] = defaultdict(list)
    for line in db.session.execute(_said(ids)):
        said[line.measure_id].append(line)
    return {row.id: _doc(row, said[row.id]) for row in db.session.execute(_with_owners(ids))}


def _doc(row: Any, said: Sequence[Any]) -> str:
    owners = [line.text for line in said if line.is_owners]
    others = [line.text for line in said if not line.is_owners]
    told = (row.details, row.ordered_by, row.order_number, row.drop_reason)
    return doc(
        named(Circle.ALL, row.title),
        written(Circle.ALL, *told, row.department, row.short_name, row.account, row.member, *others),
        coded(Circle.ALL, row.reference),
        written(Circle.OWNERS, row.result, *owners),
    )


def _with_owners(ids: Sequence[int]) -> Any:
    texts = (Measure.title, Measure.reference, Measure.details, Measure.ordered_by, Measure.order_number)
    names = (Department.name.label("department"), Department.short_name, Account.name.label("account"))
    query = select(Measure.id, *texts, Measure.drop_reason, Measure.result, *names, Member.name.label("member"))
    query = query.outerjoin(Department, Department.id == Measure.department_id)
    query = query.outerjoin(Account, Account.id == Measure.account_id)
    return query.outerjoin(Member, Member.id == Measure.member_id).where(Measure.id.in_(ids))


def _said(ids: Sequence[int]) -> Any:
    """What was written about them, and the names of their papers: these are read by who reads what owners write."""
    is_owners = MeasureNote.act.in_(OWNERS_WORDS)
    notes = select(MeasureNote.measure_id, is_owners.label("is_owners"), MeasureNote.text, MeasureNote.id)
    notes = notes.where(MeasureNote.measure_id.in_(ids), MeasureNote.text != "")
    papers = select(MeasureFile.measure_id, true(), StoredFile.name, MeasureFile.id)
    papers = papers.join(StoredFile, StoredFile.id == MeasureFile.file_id).where(MeasureFile.measure_id.in_(ids))
    return union_all(notes, papers).order_by("is_owners", "id", "text")


@department_renamed.connect
def _on_department_renamed(_sender: object, *, department_id: int) -> None:
    put_again(Measure.department_id == department_id)


@account_renamed.connect
def _on_account_renamed(_sender: object, *, account_id: int) -> None:
    put_again(Measure.account_id == account_id)


@names_changed.connect
def _on_firms_renamed(_sender: object, *, member_ids: list[int]) -> None:
    put_again(index.among(Measure.member_id, member_ids))
