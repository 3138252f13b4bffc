"""What forms of cases ask for: all that is missing at once, when a field is needed, and what they lead to."""

from collections.abc import Callable
from datetime import datetime

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent, respondents_of
from chamber.cases.doing import answering, handling
from chamber.cases.models import Case
from chamber.cases.reading import whom
from chamber.cases.reading.whom import NAMED
from chamber.cases.words import Complexity, Kind, Outcome
from chamber.clock import LOCAL
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def signed(drive: Drive, **words: object) -> str:
    """A case that the department works on; its address."""
    drive.submit(Kind.REQUEST, **words)
    drive.accept(complexity=Complexity.COMPLEX)
    drive.sign()
    return f"/cases/{drive.reference}"


def test_a_rating_names_both_missing_answers_at_once(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    page = sign_in(drive.cast.member).post_form(f"/cases/{drive.reference}/rate", {}, press="Submit the rating").page
    assert len(page.texts(".errors li")) == 2
    assert "optional" not in page.one("#yes legend").text()


def test_an_answer_that_solves_nothing_names_the_missing_reason_and_option_at_once(
    drive: Drive, sign_in: SignIn
) -> None:
    here, handler = f"{signed(drive)}/draft", sign_in(drive.cast.handler)
    page = handler.post_form(here, {"outcome": Outcome.NO_BASIS, "answer": "没有依据。"}).page
    assert page.texts("#reason-error, #next_path-error") == [
        "This outcome needs a reason that the firm can understand.",
        "Please choose another option for the firm.",
    ]
    assert "depends on the outcome" in page.text
    solved = handler.post_form(here, {"outcome": Outcome.RESOLVED, "answer": "办好了。"})
    assert solved.page.texts(".toast p") == ["The answer is submitted for review."]


def test_who_decides_an_extension_sees_both_dates_and_when_a_reason_is_needed(drive: Drive, sign_in: SignIn) -> None:
    here = f"{signed(drive)}/decide-extension"
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    leader = sign_in(drive.cast.leader)
    page = leader.get(here).page
    granted, refused = page.texts("#granted .choice")
    assert granted.startswith("Grant the extension: due ") and refused.startswith("Refuse it: still due ")
    assert granted.split("due ")[1] != refused.split("due ")[1]
    assert page.texts("label[for=text] .optional") == ["required if you refuse"]
    assert leader.post_form(here, {"granted": "no"}).page.texts("#text-error") == ["Please give the reason."]
    assert leader.post_form(here, {"granted": "yes"}).page.texts(".toast p") == ["The extension is decided."]


def test_a_case_that_lacks_only_a_note_of_progress_opens_the_form_for_it(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    here = signed(drive)
    handler = sign_in(drive.cast.handler)
    assert handler.get("/").page.link("Submit the answer for review") == f"{here}/draft"
    clock.set(datetime(2026, 9, 24, 9, 0, tzinfo=LOCAL))
    assert sign_in(drive.cast.handler).get("/").page.link("Record progress") == f"{here}/report-progress"


def test_a_person_of_a_department_that_is_known_counts_as_that_department(drive: Drive, sign_in: SignIn) -> None:
    typed = {
        "respondent": "some_department",
        "category": str(drive.categories["complaint"]),
        "title": "题",
        "story": "事",
    }
    member = sign_in(drive.cast.member)
    form = member.get("/cases/new/complaint")
    assert "The name of the respondent goes into the field above." in form.words
    member.post_form(form, {**typed, "respondent_department": str(drive.cast.department.id)})
    case = db.session.query(Case).one()
    [named] = respondents_of(case)
    assert (named.kind, named.department_id) == ("department", drive.cast.department.id)
    assert not case.lacks_name


def test_what_the_author_said_already_is_not_offered_once_more(drive: Drive) -> None:
    story = f"{drive.cast.other_department.name}的人每月来收钱。"
    drive.submit(respondents=(Respondent("some_department"),), story=story)
    offered = dict(whom.answers(drive.case, drive.who("member")))
    assert NAMED in offered and "some_department" not in offered


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.COMPLAINT])
def test_only_a_case_about_somebody_asks_for_a_respondent(drive: Drive, sign_in: SignIn, kind: str) -> None:
    drive.submit(kind)
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page
    asked = [one for one in page.texts("a.btn") if "respondent" in one]
    assert bool(asked) == (kind == Kind.COMPLAINT)


def test_the_author_reads_that_nobody_has_looked_yet(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(confidential=True)
    here = f"/cases/{drive.reference}"
    assert (
        "Nobody but the author has opened it yet." in sign_in(drive.cast.member).get(here).page.one("#readers").text()
    )
    sign_in(drive.cast.secretary).get(here)
    assert "1 person" in sign_in(drive.cast.member).get(here).page.one("#readers").text()


def test_what_the_supervisor_said_of_words_counts_as_done_today(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(respondents=(Respondent("other", text="穿制服的那个人"),))
    [line] = whom.open_words(drive.who("supervisor"))
    answering.answer_words(
        line.ticket, "department", Respondent("department", drive.cast.department.id), actor=drive.who("supervisor")
    )
    db.session.commit()
    page = sign_in(drive.cast.supervisor).get("/").page
    assert page.texts("#done .card-note") == ["1"] and drive.reference not in page.text
