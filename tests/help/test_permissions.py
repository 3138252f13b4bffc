import pytest

from chamber.permissions import PERMISSION_LABELS, ROLE_LABELS, SCOPE_LABELS, TABLE, Permission, Role
from tests.english import english


def test_everybody_reads_the_table_that_the_program_obeys(cast, sign_in):
    for account in cast.accounts().values():
        page = english(sign_in(account)).get("/help/permissions").page
        rows = page.css("table tbody tr")
        assert len(rows) == len(Permission)
        for row, permission in zip(rows, PERMISSION_LABELS, strict=True):
            cells = [" ".join(cell.text().split()) for cell in row.css("td")]
            expected = [
                str(SCOPE_LABELS[TABLE[permission][role]]) if role in TABLE[permission] else "" for role in Role
            ]
            assert cells == expected, permission


@pytest.mark.parametrize("role", list(Role))
def test_one_role_in_words(cast, sign_in, role):
    page = english(sign_in(cast.member)).get(f"/help/permissions?role={role}").page
    assert f"{ROLE_LABELS[role]} may" in page.text
    may = [permission for permission in Permission if role in TABLE[permission]]
    assert page.texts("#results dt") == [
        str(PERMISSION_LABELS[permission]) for permission in PERMISSION_LABELS if permission in may
    ]


def test_the_own_role_comes_first_and_an_unknown_one_is_none(cast, sign_in):
    browser = english(sign_in(cast.handler))
    for query in ("", "?role=emperor", "?role=%00"):
        assert browser.get(f"/help/permissions{query}").page.one(".chip[aria-current]").text() == "Handler"


def test_every_permission_role_and_scope_has_words():
    assert set(PERMISSION_LABELS) == set(Permission) == set(TABLE)
    assert set(ROLE_LABELS) == set(Role)
    used = {scope for row in TABLE.values() for scope in row.values()}
    assert used == set(SCOPE_LABELS)
