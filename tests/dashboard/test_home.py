"""Home pages: what is most urgent, and nothing that is not there."""

from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.cases import intake
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_the_members_home_has_one_main_button_the_most_urgent(
    db: SQLAlchemy, clock: Clock, cast: Cast, sign_in: SignIn
) -> None:
    member, drive = sign_in(cast.member), Drive(cast)
    assert member.get("/").page.texts("main .btn--primary") == ["Tell the chamber"]
    drive.answered()
    assert member.get("/").page.texts("main .btn--primary") == ["Rate this answer"]
    other = Drive(cast, categories=drive.categories, suffix="乙")
    other.submit("request")
    intake.ask_supplement(other.reference, "请补充合同。", actor=other.who("secretary"))
    db.session.commit()
    page = member.get("/").page
    assert page.texts("main .btn--primary") == ["Send the supplement"]
    assert {"Tell the chamber", "Rate this answer"} < set(page.texts("main .btn"))
