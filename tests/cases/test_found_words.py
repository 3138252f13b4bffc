"""What a page of a case says to a reader is found by that reader: answers and what was done too, and nothing else."""

import pytest

from chamber.cases.doing import handling
from chamber.cases.words import Kind, Outcome
from chamber.extensions import db
from tests.english import english
from tests.factories.cases import MARKS

WHO = ("secretary", "member", "colleague", "rival", "handler", "other_handler", "leader", "president", "supervisor")
KNOW_ALL = ("secretary", "member", "colleague")
PROGRESS, UNIT_NOTE, DRAFT, ANSWER, REASON = "芙蓉进展", "芍药内部", "丁香草稿", "海棠答复", "石竹理由"


def work(drive, *, until: str) -> str:
    """The case goes on as far as that, with words of its own at each step; its address."""
    case = drive.case
    if until == "submitted":
        return f"/cases/{case.reference}"
    drive.accept()
    drive.sign()
    handler = drive.who("handler")
    handling.report_progress(case.reference, PROGRESS, actor=handler, public=True)
    handling.report_progress(case.reference, UNIT_NOTE, actor=handler, public=False)
    handling.draft(case.reference, handling.Draft(Outcome.RESOLVED, DRAFT, REASON, ""), actor=handler)
    db.session.commit()
    if until == "answered":
        corrected = handling.Draft(Outcome.RESOLVED, ANSWER, REASON, "")
        handling.publish(case.reference, actor=drive.who("secretary"), corrected=corrected)
        db.session.commit()
    return f"/cases/{case.reference}"


@pytest.mark.parametrize("until", ["submitted", "drafted", "answered"])
@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.COMPLAINT])
def test_what_a_page_of_a_case_says_is_found_and_what_it_does_not_say_is_not(cast, drive, sign_in, kind, until):
    drive.submit(kind)
    address = work(drive, until=until)
    marks = (PROGRESS, UNIT_NOTE, DRAFT, ANSWER, REASON, MARKS["title"], MARKS["story"])
    kept = {PROGRESS, UNIT_NOTE, DRAFT, *([REASON] if until == "drafted" else [])}
    for who in WHO:
        browser = english(sign_in(getattr(cast, who)))
        page = browser.get(address)
        shown = page.page.text if page.status_code == 200 else ""
        for mark in marks:
            found = [str(one.attributes["href"]) for one in browser.get(f"/search/?q={mark}").page.css("#results li a")]
            assert (address in found) <= (mark in shown), (who, mark)
            if mark in kept and kind == Kind.COMPLAINT and who not in KNOW_ALL:
                # A department would learn by a search whether what it wrote is held back.
                assert address not in found, (who, mark)
            else:
                assert (address in found) == (mark in shown), (who, mark)
