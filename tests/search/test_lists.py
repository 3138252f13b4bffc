"""Five hits of a kind are shown, and the list that one is led to has these and the rest, for the same words."""

import pytest

from chamber.search.finding import SHOWN
from tests.english import english

WHO = ("secretary", "member", "rival", "handler", "leader", "president", "supervisor", "admin")
WORDS = ("记号", "有限公司", "20", "0", "会")


@pytest.mark.parametrize("who", WHO)
def test_the_list_of_each_kind_has_what_was_found_for_the_same_words(world, sign_in, who):
    browser = english(sign_in(getattr(world.cast, who)))
    for q in WORDS:
        for card in browser.get("/search/", query_string={"q": q}).page.css("#results section"):
            titles = [link.text(strip=True) for link in card.css("li a")]
            rest = card.css(".card-note a")[0]
            there = browser.get(str(rest.attributes["href"])).page.text
            assert len(titles) == min(SHOWN, int(rest.text(strip=True).removeprefix("all "))), (q, titles)
            assert [title for title in titles if title not in there] == [], (q, titles)
