import pytest

from chamber import registry
from chamber.rights import Role
from tests.english import english


def test_everybody_reads_the_table_that_the_program_obeys(cast, sign_in):
    for account in cast.accounts().values():
        page = english(sign_in(account)).get("/help/permissions").page
        rows = page.css("table tbody tr")
        assert len(rows) == len(registry.rights())
        for row, right in zip(rows, registry.rights(), strict=True):
            cells = [" ".join(cell.text().split()) for cell in row.css("td")]
            assert cells == [str(right.reaches[role].label) if role in right.reaches else "" for role in Role]


@pytest.mark.parametrize("role", list(Role))
def test_one_role_in_words(cast, sign_in, role):
    page = english(sign_in(cast.member)).get(f"/help/permissions?role={role}").page
    assert f"{role.label} may" in page.text
    may = [right for right in registry.rights() if role in right.reaches]
    assert page.texts("#results dt") == [str(right.label) for right in may]


def test_the_own_role_comes_first_and_an_unknown_one_is_none(cast, sign_in):
    browser = english(sign_in(cast.handler))
    for query in ("", "?role=emperor", "?role=%00"):
        assert browser.get(f"/help/permissions{query}").page.one(".chip[aria-current]").text() == "Handler"


def test_rights_that_the_help_page_prints_as_one_reach_equally_far():
    everything = [right for feature in registry.features() for right in vars(feature.rights or registry).values()]
    for right in everything:
        if isinstance(right, registry.Right):
            printed = next(one for one in registry.rights() if one.label is right.label)
            assert printed.reaches == right.reaches, str(right.label)
