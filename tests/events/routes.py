"""Who may open which page of events; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
events.index             GET       SMHLPV..
events.month             GET       SMHLPV..
events.event             GET       SMHLPV..  event, draft, event for the rival, no event
events.ics               GET       SMHLPV..  event, draft, event for the rival, no event
events.attendance        GET       SMHLPV..  event, draft, event for the rival, no event
events.attendance_file   GET       S.......  event, draft, no event
events.register          POST      SMHLPV..  event, draft, event for the rival, no event
events.cancel            POST      SMHLPV..  event, event for the rival, no event
events.link              POST      S.......  opening an event
events.public            GET       anybody   event link, no event link
events.new               GET POST  S.......
events.edit              GET POST  S.......  event, draft, no event
events.move              POST      S.......  publishing, deleting, bringing back, finishing, going back
events.call_off          POST      S.......  event, no event
events.give_seat         POST      S.......  no event
events.registrations     GET       S.......  event, draft, no event
events.door              GET       S.......  event, draft, no event
events.walk_in           POST      S.......  event, draft, no event
events.release           POST      S.......  event, draft, no event
events.promote           POST      S.......  event, draft, no event
events.person            GET       S.......  seat, misplaced seat
events.excuse            POST      S.......  seat, misplaced seat
events.take_back         POST      S.......  seat, misplaced seat
events.substitute        POST      S.......  seat, misplaced seat
events.tick              POST      S.......  seat, misplaced seat
events.undo              POST      S.......  seat, misplaced seat
events.sheet             GET       S.......  event, draft, no event
events.sheet_file        GET       S.......  event, draft, no event
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {
        "publishing": there["draft"].also(act="publish"),
        "deleting": there["draft"].also(act="discard"),
        "bringing back": there["draft"].also(act="restore"),
        "finishing": there["event"].also(act="done"),
        "going back": there["event"].also(act="undone"),
        "opening an event": there["event"].also(act="open"),
        "no event link": Thing({"token": "x" * 32}, frozenset()),
        "no event": Thing({"event_id": MISSING}, frozenset()),
    }
