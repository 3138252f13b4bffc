"""Naming the device of a session by its user agent: “WeChat, iPhone”."""

from flask_babel import gettext as _

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def label(user_agent: str) -> str:
    """The browser and the system of a session, such as “WeChat, iPhone”; words for an unknown one."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    known = {"WeChat": _("WeChat"), "DingTalk": _("DingTalk")}
    return ", ".join(word for word in (known.get(browser, browser), system) if word) or _("unknown device")
