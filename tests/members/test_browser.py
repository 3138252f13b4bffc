"""The roster in a browser: with htmx on desktop and phone, and without JavaScript."""

import pytest

from tests.factories.members import code, enter, person, table, term

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def firm(db, cast, keeper):
    term(keeper)
    member = enter(keeper, 1, industry="C33", size="small", community="江滨社区")
    person(keeper, member, "单明", "13800138000", title="总经理")
    for number in range(2, 45):
        enter(keeper, number, industry="C18", size="medium")
    db.session.commit()
    return member


@pytest.mark.parametrize("width", [390, 1280])
def test_find_filter_open_and_invite(firm, cast, tour, width):
    desk = tour(cast.secretary, width=width, language="en")
    desk.go("/members/")
    box = desk.page.locator("#q")
    box.fill("shanming")
    desk.page.wait_for_url("**/members/?q=shanming*")
    desk.settle()
    desk.see("1 member")
    assert desk.page.evaluate("document.activeElement.id") == "q", "who types stays in the box"
    box.fill("")
    desk.see("46 members")
    desk.page.locator(".chip", has_text="Member").first.click()
    desk.settle()
    desk.check()
    desk.go("/members/")
    desk.follow("Show more")
    desk.settle()
    assert desk.page.locator("#rows tr").count() == 46
    desk.go(f"/members/{firm.id}")
    assert desk.page.get_by_role("link", name="138 0013 8000").get_attribute("href") == "tel:13800138000"
    desk.press("Invite")
    desk.see("This link for 单明 is shown only now.")
    assert desk.page.locator("img.qr").evaluate("picture => picture.naturalWidth > 0")


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (1280, False)])
def test_a_roster_comes_in_on_every_kind_of_page(firm, cast, tour, tmp_path, width, javascript):
    roster = tmp_path / "名册.xlsx"
    header = ["企业名称", "统一社会信用代码", "联系人", "手机", "地址"]
    rows = ["恒信1号门窗有限公司", code(1), "单明", "13900139000", "新地址"], ["新来有限公司", code(90), "解伟", "", ""]
    roster.write_bytes(table(header, *rows))
    desk = tour(cast.secretary, width=width, javascript=javascript, language="en")
    desk.go("/members/")
    desk.follow("Import members")
    desk.fill("Table", roster)
    desk.press("Upload and check")
    desk.see("Nothing is imported yet.")
    desk.press("Confirm and import")
    desk.see("The roster is imported: 2 members.")
    desk.go("/members/?q=xinlai")
    desk.follow("新来有限公司")
    desk.see("解伟")
    desk.follow("Edit")
    desk.fill("Short name", "新来")
    desk.press("Save the changes")
    desk.see("Saved.")
    desk.follow("Give an office")
    desk.fill("Office", "President of the chamber")
    desk.press("Give the office")
    desk.see("President of the chamber")


HINT = """() => {
  const box = document.querySelector("#q"), style = getComputedStyle(box);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(box, "::placeholder").fontSize + " " + style.fontFamily;
  const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return [Math.ceil(pen.measureText(box.placeholder).width), Math.floor(room)];
}"""
LINES = """cells => cells.map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getClientRects().length;
})"""


def test_no_hint_is_cut_on_a_phone(firm, cast, tour):
    phone = tour(cast.secretary, width=390)
    phone.go("/members/")
    needed, room = phone.page.evaluate(HINT)
    assert needed <= room


def test_the_number_of_a_row_is_not_broken_by_a_long_complaint(firm, cast, tour, tmp_path):
    roster = tmp_path / "名册.csv"
    rows = [f"恒信{number}号门窗有限公司,913301020000001024,乱七八糟,特大" for number in range(12)]
    roster.write_text("\n".join(["企业名称,统一社会信用代码,行业,企业规模", *rows]), encoding="utf-8")
    desk = tour(cast.secretary)
    desk.go("/members/import")
    desk.fill("表格", roster)
    desk.press("上传并核对")
    assert desk.page.locator("#rows td[data-label=行]").evaluate_all(LINES) == [1] * 12


def test_paper_gets_the_last_digits_of_a_number_only(firm, cast, tour):
    desk = tour(cast.secretary, width=1280)
    for address in (f"/members/{firm.id}", "/members/?q=danming"):
        desk.go(address)
        whole, digits = desk.page.get_by_text("138 0013 8000").first, desk.page.get_by_text("138****8000").first
        assert whole.is_visible() and not digits.is_visible()
        desk.page.emulate_media(media="print")
        assert digits.is_visible() and not whole.is_visible()
        desk.page.emulate_media(media="screen")
