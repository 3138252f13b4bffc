"""Of several who are complained about in one breath, each must be known before anybody reads."""

import pytest

from chamber.cases.access.recognising import nobody_known
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import whom as saying
from chamber.cases.reading import whom
from chamber.cases.words import RespondentKind
from chamber.directory.models import Department
from chamber.extensions import db
from chamber.rights import Role
from tests.cases.test_open import answer, readers, say
from tests.factories.accounts import make_account, make_department, make_member
from tests.factories.cases import Drive


def submit(drive: Drive, typed: str) -> None:
    """A complaint about what these words mean."""
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=typed),))


def known(drive: Drive) -> Department:
    """A unit that everybody calls by its name."""
    return drive.cast.other_department


@pytest.mark.parametrize("between", ["和", "、", "以及", " 与 ", "/", " and ", "，"])
def test_one_who_is_known_says_nothing_of_another_whom_nobody_knows(drive: Drive, between: str) -> None:
    submit(drive, f"{known(drive).name}{between}沉若兰")
    assert drive.case.open_since and readers(drive) == {"member"}
    [line] = whom.open_words(drive.who("supervisor"))
    assert line.words == "沉若兰"


def test_a_firm_outside_says_nothing_of_somebody_beside_it(drive: Drive) -> None:
    submit(drive, "物业公司和沉若兰")
    assert readers(drive) == {"member"}


def test_who_says_that_one_of_them_is_meant_has_not_said_who_the_other_is(drive: Drive) -> None:
    submit(drive, f"{known(drive).name}和沉若兰")
    answer(drive, f"department {known(drive).id}")
    assert readers(drive) == {"member"}
    say(drive, "nobody")
    assert "secretary" in readers(drive)


def test_somebody_whom_nobody_knows_named_later_is_kept_out_before_anybody_has_begun(drive: Drive) -> None:
    drive.submit()
    assert "secretary" in readers(drive)
    unknown = Respondent(RespondentKind.OTHER, text="沉若兰")
    saying.add_respondent(drive.reference, unknown, actor=drive.who("member"))
    db.session.commit()
    assert readers(drive) == {"member"} and drive.case.question
    [line] = whom.open_words(drive.who("supervisor"))
    assert line.words == "沉若兰"
    say(drive, "nobody")
    assert "secretary" in readers(drive) and drive.case.contact_due_at


def test_who_says_which_one_is_meant_by_one_name_lets_nobody_in_whom_another_name_means(drive: Drive) -> None:
    drive.cast.secretary.name = "沈若兰"
    handlers = [make_account("shi", "石坚", Role.HANDLER)]
    unit = make_department("梧桐街道综合行政执法队", *handlers)
    db.session.commit()
    submit(drive, "小沈和老石")
    assert drive.case.question == "asked"
    answer(drive, f"department {unit.id}")
    assert readers(drive) == {"member", "supervisor", "leader"}


@pytest.mark.parametrize("typed", ["泰和建材", "泰和建材公司", "永和大酒楼"])
def test_a_name_that_only_has_such_a_word_in_it_is_one_name(drive: Drive, typed: str) -> None:
    make_member("泰和建材有限公司", 66)
    db.session.commit()
    assert nobody_known((Respondent(RespondentKind.OTHER, text=typed),), but=0) == ""
