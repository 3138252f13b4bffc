"""Who serves in two departments reads the same in both: what differs would tell what was held back, and why."""

import re

import pytest

from chamber.cases.doing import handling
from chamber.cases.doing.handling import Draft
from chamber.cases.words import Outcome
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from chamber.rights import Role
from tests.cases.holding import NAMED, PLAIN, SignIn, look_through, signed
from tests.factories.accounts import actor_as
from tests.factories.cases import Drive, paper


def serve_in_both(drive: Drive) -> None:
    """The handler of the department that leads serves in the one that helps, too."""
    both = DepartmentHandler(department_id=drive.cast.other_department.id, account_id=drive.cast.handler.id)
    db.session.add(both)
    db.session.commit()


def as_helper(drive: Drive, sign_in: SignIn, text: str) -> list[str]:
    """All that they see acting for the department that helps, the text itself taken out."""
    client = sign_in(drive.cast.handler)
    acting = f"handler:{drive.cast.other_department.id}"
    assert client.post("/account/act-as", data={"as": acting}).status_code == 303
    here = f"/cases/{drive.reference}"
    rows = [row for row in client.get("/cases/").page.texts("[data-row]") if drive.reference in row]
    seen = [client.get(here).page.one("main").html, *rows]
    plain = [page.replace(drive.reference, "R").replace(text, "T") for page in seen]
    return [re.sub(r'(csrf_token" value=)"[^"]+"|files/[\w-]+', "", page) for page in plain]


@pytest.mark.parametrize("step", ["note", "draft", "looked through"])
def test_whoever_serves_in_two_departments_does_not_learn_that_words_were_held_back(
    step: str, drive: Drive, sign_in: SignIn
) -> None:
    found = []
    serve_in_both(drive)
    lead = next(
        actor
        for actor in (actor_as(drive.cast.handler, Role.HANDLER),)
        if actor.department_id == drive.cast.department.id
    )
    for drive.suffix, text in (("甲", PLAIN), ("乙", NAMED)):
        signed(drive, helper=True)
        handling.report_progress(drive.reference, text, True, actor=lead, next_step=text)
        if step == "looked through" and text == NAMED:
            look_through(drive, "已联系■■■", "走访■■■")
        if step == "draft":
            handling.draft(drive.reference, Draft(Outcome.RESOLVED, text), (paper(f"{text}.txt"),), actor=lead)
        db.session.commit()
        found.append(as_helper(drive, sign_in, text))
    assert found[0] == found[1]
    assert all("looked" not in page for page in found[0])


def test_the_other_helping_department_still_reads_what_was_looked_through_alone(drive: Drive, sign_in: SignIn) -> None:
    serve_in_both(drive)
    signed(drive, helper=True)
    handling.report_progress(drive.reference, NAMED, True, actor=drive.who("handler"), next_step=NAMED)
    db.session.commit()
    assert NAMED not in sign_in(drive.cast.other_handler).get(f"/cases/{drive.reference}").text
    assert NAMED not in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").text
