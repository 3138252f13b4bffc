"""What a page of a case says to a reader is found by that reader, and nothing else, whatever it is called now."""

import pytest

from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling, sharing
from chamber.cases.lists import finding
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind, Outcome, RespondentKind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.members.record import contacts, editing
from tests.english import english
from tests.factories.cases import MARKS, Drive

WHO = ("secretary", "member", "colleague", "rival", "handler", "other_handler", "leader", "president", "supervisor")
KNOW_ALL = ("secretary", "member", "colleague")
PROGRESS, UNIT_NOTE, DRAFT, ANSWER, REASON = "芙蓉进展", "芍药内部", "丁香草稿", "海棠答复", "石竹理由"
WHOM = "雪松五金厂"


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
    drive.submit(kind, respondents=(Respondent(RespondentKind.OTHER, text=WHOM),))
    sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=drive.who("member"))
    address = work(drive, until=until)
    marks = (PROGRESS, UNIT_NOTE, DRAFT, ANSWER, REASON, WHOM, MARKS["title"], MARKS["story"])
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


def find(drive: Drive, q: str) -> list[int]:
    """What the secretariat finds of the cases by this."""
    db.session.commit()
    return finding.newest(drive.who("secretary"), {"q": q}) or []


def test_a_case_is_found_by_what_its_department_and_its_category_are_called_now(drive):
    case = drive.submit(Kind.REQUEST)
    drive.accept()
    unit, category = drive.cast.department, db.session.get_one(CaseCategory, case.category_id)
    for row, name in ((unit, "紫藤办公室"), (category, "丁香类")):
        assert find(drive, row.name) == [case.id], row.name
        assert find(drive, name) == []
        row.name = name
        assert find(drive, name) == [case.id]


def test_a_firm_with_another_name_brings_its_cases_along(drive, keeper):
    firm, case = drive.cast.firm, drive.submit(Kind.REQUEST)
    was = firm.name
    assert find(drive, was) == [case.id]
    editing.edit(firm.id, {"name": "永嘉木槿电器有限公司"}, version=firm.version, actor=keeper, confirmed=True)
    assert find(drive, "木槿电器") == [case.id] and find(drive, was) == []


def test_a_person_with_another_name_brings_the_cases_along(drive, keeper):
    case = drive.submit(Kind.REQUEST)
    author = db.session.get_one(Contact, case.author_contact_id)
    was = author.name
    assert find(drive, was) == [case.id]
    person = {"name": "端木蔷薇", "mobile": author.mobile}
    contacts.edit(author.member_id, author.id, person, version=author.version, actor=keeper)
    assert find(drive, "端木蔷薇") == [case.id] and find(drive, was) == []


def test_an_act_that_is_rolled_back_leaves_nothing_to_find(drive):
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handling.report_progress(drive.reference, PROGRESS, actor=drive.who("handler"), public=True)
    db.session.rollback()
    assert find(drive, PROGRESS) == []
