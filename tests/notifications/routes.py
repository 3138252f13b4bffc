"""Who may open which page of messages and group bots; see tests/routes.py for the letters."""

from chamber.notifications.sending import stopping
from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
notifications.index      GET       SMHLPVAF
notifications.open_line  POST      SMHLPVAF  line of the rival, no line
notifications.read_all   POST      SMHLPVAF
notifications.seen       POST      SMHLPVAF
notifications.settings   GET POST  SMHLPVAF
notifications.stop_mail  GET POST  anybody   link of a mail, no link of a mail
notifications.outbox     GET       S.....A.
notifications.send_all_again  POST      S.....A.
notifications.send_again  POST      S.....A.  failed message, failed message about a secret, no message
notifications.bot_list   GET       S.......
notifications.add_bot    GET POST  S.......
notifications.edit_bot   GET POST  S.......  bot, no bot
notifications.test_bot   POST      S.......  bot, no bot
notifications.switch_bot  POST      S.......  silencing, no bot
notifications.say_again  POST      S.......  failed bot message, no failed bot message
notifications.say_all_again  POST      S.......  bot, no bot
notifications.remove_bot  POST      S.......  bot, no bot
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {
        "silencing": there["bot"].also(act="off"),
        "link of a mail": Thing({"token": stopping.path(1, ["notices"]).rpartition("/")[2]}),
        "no link of a mail": Thing({"token": "x" * 32}, frozenset()),
        "no bot": Thing({"bot_id": MISSING, "act": "off"}, frozenset()),
        "no line": Thing({"notification_id": MISSING}, frozenset()),
        "no message": Thing({"delivery_id": MISSING}, frozenset()),
        "no failed bot message": Thing({"message_id": MISSING}, frozenset()),
    }
