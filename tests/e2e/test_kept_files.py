"""A member keeps files back, in a browser without and with JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chamber.cases.models import CaseFile
from chamber.cases.rules.acts import Audience
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.browser import Tour
from tests.factories.cases import Drive


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_keeps_files_back_on_the_phone(
    drive: Drive, tour: Callable[..., Tour], tmp_path: Path, javascript: bool
) -> None:
    contract, accounts = tmp_path / "合同.txt", tmp_path / "账本.txt"
    contract.write_text("合同")
    accounts.write_text("账本")
    phone = tour(drive.cast.member, width=390, javascript=javascript)
    phone.go(f"/cases/new/{Kind.REQUEST}")
    phone.page.select_option("[name=category]", str(drive.categories[Kind.REQUEST]))
    phone.page.fill("[name=title]", "路口堵车")
    phone.page.fill("[name=story]", "每天早上堵车。")
    phone.page.set_input_files("#files", contract)
    phone.page.set_input_files("#kept_files", accounts)
    phone.settle()
    phone.see("一律不转出")
    if javascript:
        phone.see("账本.txt")
    phone.press("提交诉求", within="#new-case")
    phone.see("账本.txt")
    assert {row.audience for row in db.session.query(CaseFile)} == {Audience.WORDS, Audience.AUTHOR}
    phone.press("不要转出: 合同.txt", within="#story")
    phone.see("已登记此附件的查看范围")
    assert not phone.page.locator("#story .files").count()
    wide = tour(drive.cast.member, width=1280, javascript=javascript)
    wide.go(phone.path)
    assert wide.page.get_by_text("不转出", exact=True).count() == 2
