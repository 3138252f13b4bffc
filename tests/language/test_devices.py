import pytest
from flask_babel import force_locale

from chamber.language.devices import label


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Safari/604.1 MicroMessenger/8.0.49", "WeChat, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "unknown device"),
        ("", "unknown device"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(app, user_agent, words):
    with app.test_request_context(), force_locale("en"):
        assert label(user_agent) == words
