"""Pages of cases: who does what next, in whose place something was done, and where a refusal stands."""

import re
from collections.abc import Callable

from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling, routing
from chamber.cases.words import Kind, Outcome, RespondentKind
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive, with_paper

SignIn = Callable[[Account], Client]
SECRETARIAT = (Respondent(RespondentKind.SECRETARIAT),)


def test_of_a_complaint_about_the_secretariat_no_step_is_said_to_be_the_secretariats(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(respondents=SECRETARIAT)
    here = f"/cases/{drive.reference}"
    assert "The text is not here yet: the supervisor" in sign_in(drive.cast.leader).get(here).words
    drive.accept(by="supervisor")
    member, handler = sign_in(drive.cast.member), sign_in(drive.cast.handler)
    assert "if dissatisfied, the supervisor calls" in member.get(here).words
    assert "names taken out by the supervisor" in handler.get(here).words
    routing.sign(drive.reference, actor=drive.who("supervisor"), behalf=with_paper())
    drive.draft()
    drive.publish(by="supervisor")
    drive.rate(1, False)
    assert "once the supervisor has called the member" in handler.get(here).words
    for name in ("member", "handler", "supervisor", "leader"):
        assert "the secretariat" not in sign_in(getattr(drive.cast, name)).get(here).words.lower().replace(
            "the secretariat or one of its people", ""
        ), name


def test_what_was_done_on_behalf_says_of_whom(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    routing.sign(drive.reference, actor=drive.who("secretary"), behalf=with_paper())
    words = sign_in(drive.cast.secretary).post_form(f"/cases/{drive.reference}/add", {"text": "来电补充"}).words
    assert f"on behalf of {drive.cast.department.short_name or drive.cast.department.name}" in words
    assert "on behalf of the member" in words


def test_a_refused_extension_without_its_reason_is_told_at_the_reason(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    page = sign_in(drive.cast.secretary).post_form(f"/cases/{drive.reference}/decide-extension", {"granted": "no"}).page
    assert page.one("#text").attributes.get("aria-invalid") == "true"


def test_a_published_suggestion_that_names_its_author_is_told_at_the_field_that_does(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.SUGGESTION)
    drive.accept()
    drive.sign()
    drive.draft(Outcome.ADOPTED)
    drive.publish()
    typed = {"title": f"{drive.cast.member.name}的建议", "text": "延长时间", "fate": "已采纳"}
    page = sign_in(drive.cast.secretary).post_form(f"/cases/{drive.reference}/publish-suggestion", typed).page
    assert [page.one(f"#{name}").attributes.get("aria-invalid") for name in typed] == ["true", None, None]


def test_sentences_that_follow_each_other_have_no_blank_between_them_in_chinese(
    drive: Drive, app_with: Callable[..., Flask]
) -> None:
    drive.submit()
    desk = Client(app_with(translated=True)).sign_in(drive.cast.secretary)
    for act in ("add", "withdraw", "accept"):
        said = desk.get(f"/cases/{drive.reference}/{act}").page.texts("main p")
        assert not [sentence for sentence in said if re.search(r"[。！？] ", sentence)], act


def test_a_bad_rating_is_answered_with_who_calls_and_until_when(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    phone = sign_in(drive.cast.member)
    said = phone.post_form(f"/cases/{drive.reference}/rate", {"grade": "1", "yes": "no"}).page.texts(".toast")
    assert "handled again: the secretariat will call you by 9月16日 18:00." in said[0]


def test_accepting_and_assigning_in_one_act_is_said_as_both(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    desk, typed = sign_in(drive.cast.secretary), {"route": "department", "lead": str(drive.cast.department.id)}
    page = desk.post_form(f"/cases/{drive.reference}/accept", typed).page
    assert "The case is accepted and assigned." in page.texts(".toast")[0]


def test_a_case_that_the_secretariat_keeps_is_not_said_to_be_assigned(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    page = sign_in(drive.cast.secretary).post_form(f"/cases/{drive.reference}/accept", {"route": "desk"}).page
    assert page.texts(".toast")[0].startswith("The case is accepted. ")


def test_whoever_rates_is_told_in_chinese_too_what_a_second_bad_rating_does(
    drive: Drive, app_with: Callable[..., Flask]
) -> None:
    drive.answered()
    phone = Client(app_with(translated=True)).sign_in(drive.cast.member)
    assert "再次不满意的，事项办结" in phone.get(f"/cases/{drive.reference}/rate").words
