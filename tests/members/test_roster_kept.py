"""What the page of a roster says after it came in, and how a wrong cell is shown."""

import pytest

from chamber.errors import Forbidden
from chamber.members.models import ImportedRow
from chamber.members.record import editing
from chamber.members.roster import keeping
from chamber.rights import Actor
from tests.factories.members import code, enter, person
from tests.members.roster import firm, send


def test_after_a_roster_came_in_its_page_keeps_what_changed_old_and_new(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", industry="C18", size="small", legal_representative="盖德胜")
    person(keeper, member, "单明", "13711119999", title="经理")
    db.session.commit()
    answer = desk.post_form(send(desk, firm(1, 地址="新地址"), firm(2)), press="Confirm and import")
    editing.edit(member.id, {"address": "后来的"}, version=member.version, actor=keeper)
    db.session.commit()
    page = desk.get(answer.request.path)
    assert "This table was imported on" in page.words
    assert page.page.texts(".facts dd") == ["1", "1", "0"]
    text = page.page.texts("#rows td")[1]
    assert "Address of the firm 旧地址 → 新地址" in text and "Title of the contact 经理 → 总经理" in text
    assert "Phone of the contact 137****9999 → 138****0001" in text, "the whole numbers are kept nowhere"
    assert "后来的" not in page.words
    new = desk.get(page.page.link("new 1"))
    assert new.page.texts("#rows th") == ["恒信2号门窗有限公司"] and code(2) in new.words


def test_many_changed_rows_come_in_pages(db, cast, keeper, desk):
    desk.post_form(send(desk, *(firm(number) for number in range(1, 121))), press="Confirm and import")
    address, seen = "/members/import/1", []
    while address:
        page = desk.get(address).page
        seen += page.texts("#rows tr td:first-child")
        address = next((url for label, url in page.links() if label == "Show more"), "")
    assert seen == [str(number) for number in range(2, 122)]
    for after in ("x", "-1", "9" * 30, "\0"):
        assert desk.get("/members/import/1", query_string={"after": after, "show": "nonsense"}).status_code == 200


def test_an_import_of_which_nothing_is_kept_is_compared_with_the_roster_as_before(db, cast, desk):
    answer = desk.post_form(send(desk, firm(1)), press="Confirm and import")
    db.session.query(ImportedRow).delete()
    db.session.commit()
    assert "Below is how it compares with the roster now." in desk.get(answer.request.path).words


@pytest.mark.parametrize("who", ["member", "leader", "president"])
def test_what_a_roster_changed_is_for_the_secretariat_only(cast, desk, actor, who):
    desk.post_form(send(desk, firm(1)), press="Confirm and import")
    reader: Actor = actor(getattr(cast, who))
    for read in (
        lambda: keeping.has_kept(1, actor=reader),
        lambda: keeping.kept(1, are_new=True, after=0, most=9, actor=reader),
    ):
        with pytest.raises(Forbidden):
            read()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (code(1)[:-3] + "SOI", "The letters S, O, I never occur in the code; are they 5, 0, 1?"),
        (code(1)[:-2] + "VO", "The letters V, O never occur in the code; are they U, 0?"),
        (code(1)[:-2] + "税号", "“税号” is neither"),
        (code(1)[:-3] + "业一营", "“业一营” is neither"),
    ],
)
def test_an_error_shows_the_letters_in_the_order_typed_beside_what_was_typed(cast, desk, typed, shown):
    looked = send(desk, firm(1, 统一社会信用代码=typed))
    assert shown in looked.words
    assert looked.page.texts("#rows li .code") == [typed]
