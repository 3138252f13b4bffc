"""A link of the office reads nothing that the office must not: by a first joining, or before it is clear."""

from flask import Flask

from chamber.accounts import linking
from chamber.accounts.joining import invitations
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import intake, sharing, whom
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from chamber.rights import Role
from tests.cases.test_taken_over import SECRETARIAT, come_in, take_over
from tests.client import Client
from tests.english import english
from tests.factories.accounts import make_account, make_contact
from tests.factories.cases import Drive


def test_a_named_colleague_who_first_joins_by_a_link_of_the_secretariat_reads_nothing_about_it(
    app: Flask, drive: Drive
) -> None:
    newcomer = make_contact(drive.cast.firm, "新来的", None, "+8613800000088")
    drive.submit(respondents=SECRETARIAT)
    sharing.name_colleague(drive.reference, newcomer.id, actor=drive.who("member"))
    browser = come_in(app, invitations.issue(actor=drive.who("secretary"), contact=newcomer))
    assert browser.get(f"/cases/{drive.reference}").status_code == 404
    assert drive.reference not in browser.get("/cases/").text


def test_a_contact_for_whom_it_was_entered_first_joins_and_reads_nothing_that_became_about_the_secretariat(
    app: Flask, drive: Drive
) -> None:
    newcomer = make_contact(drive.cast.firm, "新来的", None, "+8613800000088")
    db.session.commit()
    actor = drive.who("secretary")
    case = intake.submit_on_behalf(Kind.COMPLAINT, drive.words(), newcomer.id, "phone", actor=actor)
    whom.add_respondent(case.reference, *SECRETARIAT, actor=actor)
    browser = come_in(app, invitations.issue(actor=actor, contact=newcomer))
    assert browser.get(f"/cases/{case.reference}").status_code == 404


def test_while_nobody_knows_whom_it_is_about_a_link_of_the_secretariat_opens_it_to_nobody(
    app: Flask, drive: Drive
) -> None:
    about = (Respondent(RespondentKind.OTHER, text="那个胖子"),)
    case = drive.submit(confidential=False, respondents=about)
    assert case.open_since
    browser = take_over(app, drive)
    assert browser.get(f"/cases/{case.reference}").status_code == 404


def test_what_whoever_issued_the_link_has_stepped_back_from_stays_closed_whatever_it_is(
    app: Flask, drive: Drive
) -> None:
    drive.submit(Kind.REQUEST)
    make_account("second", "方知行", Role.SECRETARIAT)
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属", actor=drive.who("secretary"))
    browser = take_over(app, drive)
    assert browser.get(f"/cases/{drive.reference}").status_code == 404


def test_linking_a_contact_ends_the_link_that_it_was_given_before(app: Flask, drive: Drive) -> None:
    twin = make_contact(drive.cast.rival_firm, "单会员", None, "+8613800000077")
    token = invitations.issue(actor=drive.who("secretary"), contact=twin)
    linking.link(drive.cast.member.id, twin.id, mobile="13800000077", actor=drive.who("admin"))
    db.session.commit()
    browser = english(Client(app))
    assert browser.get(f"/join/{token}").status_code == 404
