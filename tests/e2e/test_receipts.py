"""The author and the supervisor with receipt codes, in a browser without and with JavaScript."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chamber import clock
from chamber.accounts.joining import invitations
from chamber.extensions import db
from tests.browser import Tour
from tests.cases.test_taken_over import NEW, SECRETARIAT, contact_of
from tests.factories.cases import Drive


@pytest.mark.parametrize("javascript", [True, False])
def test_a_code_is_taken_lost_and_used_on_the_phone(drive: Drive, tour: Callable[..., Tour], javascript: bool) -> None:
    drive.submit(respondents=SECRETARIAT)
    phone = tour(drive.cast.member, width=390, javascript=javascript)
    phone.go("/cases/receipts")
    phone.press("显示凭证码")
    code = phone.page.locator(".receipt").inner_text()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    phone.page.emulate_media(media="print")
    assert phone.page.locator(".receipt").is_visible() and not phone.page.locator(".form-acts").count()
    phone.page.emulate_media(media="screen")
    with clock.at(datetime.now(UTC)):
        token = invitations.issue(actor=drive.who("secretary"), contact=contact_of(drive.cast.member))
        db.session.commit()
    phone.go(f"/join/{token}")
    phone.see("输入凭证码后才能打开")
    phone.page.fill("[name=password]", NEW["password"])
    phone.press("保存新密码并登录")
    phone.see("用凭证码打开")
    phone.press("我没有凭证码，请联系我")
    phone.see("监事会拨打随事项留存的电话")
    desk = tour(drive.cast.supervisor, width=1280, javascript=javascript)
    desk.go("/")
    desk.follow("1 人丢失凭证码，待您回电核实")
    desk.press("显示单会员的号码")
    desk.see("138 0000 0002")
    phone.fill("凭证码", code)
    phone.press("打开事项")
    phone.see(drive.reference)
    phone.see("用凭证码")
    phone.go("/account")
    phone.see(drive.reference)
