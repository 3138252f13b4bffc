"""Asking a member for consent: what the question must say, and how each reader sees it."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.cases.doing import sharing
from chamber.cases.models import CaseEvent
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_an_empty_question_for_consent_names_all_that_is_missing_at_once(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    secretary, address = sign_in(drive.cast.secretary), f"/cases/{drive.reference}/ask-consent"
    page = secretary.post_form(address, {"recipient": "　", "purpose": ""}).page
    assert page.texts("#recipient-error") == ["Please say who is to be told."]
    assert page.texts("#purpose-error") == ["Please fill in this field."]
    assert "optional" not in page.one("label[for=recipient]").text()
    chosen = {"department": str(drive.cast.department.id), "purpose": ""}
    assert secretary.post_form(address, chosen).page.css("#recipient-error") == []


def test_what_consent_is_asked_for_is_kept_without_our_words_and_phrased_for_each_reader(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区仲裁委", "立案", actor=drive.who("secretary"), legal_duty="仲裁法")
    db.session.commit()
    assert db.session.query(CaseEvent.text).filter_by(act="ask_consent").scalar() == "区仲裁委\n立案\n仲裁法"
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page
    assert "区仲裁委, for: 立案 仲裁法" in page.texts("#way .keep")


def test_consent_that_was_asked_for_in_a_sentence_is_shown_as_it_was(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区仲裁委", "立案", actor=drive.who("secretary"))
    event = db.session.query(CaseEvent).filter_by(act="ask_consent").one()
    event.text, event.data = "区仲裁委；用途：立案", {}
    db.session.commit()
    assert "区仲裁委；用途：立案" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page.texts(
        "#way .keep"
    )
