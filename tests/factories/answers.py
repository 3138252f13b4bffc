"""The answer book, and wordings of departments."""

from chamber.cases.answers import book, department
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.factories.accounts import Cast, actor_as
from tests.factories.things import MISSING, Thing

WORDING = "木樨模板记号"


def answers_of_world(cast: Cast, secrets: dict[str, frozenset[str]]) -> dict[str, Thing]:
    """An answer that everybody reads, and a wording that the handler's department keeps for itself."""
    category = db.session.query(CaseCategory).filter_by(kind=Kind.REQUEST).first()
    number = category.id if category else 0
    answer = book.release(number, "公开的问题", "公开的答复", actor=actor_as(cast.secretary))
    template = department.keep(WORDING, WORDING, actor=actor_as(cast.handler))
    db.session.commit()
    owner = frozenset({"handler"})
    secrets[WORDING] = owner
    return {
        "book answer": Thing({"answer_id": answer.id}, frozenset({"secretary"})),
        "no book answer": Thing({"answer_id": MISSING}, frozenset()),
        "template": Thing({"template_id": template.id}, owner),
        "no template": Thing({"template_id": MISSING}, frozenset()),
    }
