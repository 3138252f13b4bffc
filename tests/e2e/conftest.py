"""What the long walks need: words in the language of the browser."""

import gettext
from collections.abc import Callable

import pytest

from scripts.catalogue import CATALOGUE

Say = Callable[..., str]


@pytest.fixture(scope="session")
def say_in() -> Callable[[str], Say]:
    """say_in(language)(words, **values): the words of the sources as that language shows them."""
    chinese = gettext.translation("messages", str(CATALOGUE.parents[2]), ["zh_Hans_CN"])

    def speak(language: str) -> Say:
        def say(words: str, **values: object) -> str:
            spoken = chinese.gettext(words) if language == "zh_CN" else words
            return spoken % values if values else spoken

        return say

    return speak
