"""Who may open which page of notices; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
notices.index            GET       SM.LPV..
notices.notice           GET       SM.LPV..  notice, form, notice to the rival, draft notice, no notice
notices.file             GET       SM.LPV..  notice file, file of the rival, misplaced file
notices.open_notice      POST      .M......  notice, notice to the rival, draft notice, no notice
notices.confirm          POST      .M......  notice, notice to the rival, draft notice, no notice
notices.fill_in          POST      .M......  form, notice, notice to the rival, draft notice, no notice
notices.answer_file      GET       SM.LPV..  answered file, misplaced answer, no answer
notices.ask              POST      .M......  notice, notice to the rival, draft notice, no notice
notices.new              GET POST  S.......
notices.edit             GET POST  S.......  draft notice, no notice
notices.correct          GET POST  S.......  notice, form, no notice
notices.move             POST      S.......  publishing a notice, unscheduling, deleting a notice, undeleting, no move
notices.schedule         POST      S.......  draft notice, no notice
notices.withdraw         POST      S.......  notice, no notice
notices.link             POST      S.......  opening
notices.answer           POST      S.......  question, misplaced question
notices.receipt_list     GET       S.......  notice, form, draft notice, no notice
notices.receipt_file     GET       S.......  notice, form, draft notice, no notice
notices.remind           POST      S.......  notice, no notice
notices.enter            GET POST  S.......  receipt of a form, receipt of a notice, no receipt
notices.public           GET       anybody   link, no link
notices.public_file      GET       anybody   file behind the link, no link
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    firm = there["firm"].parts["member_id"]
    return {
        "publishing a notice": there["draft notice"].also(act="publish"),
        "unscheduling": there["draft notice"].also(act="unschedule"),
        "undeleting": there["draft notice"].also(act="restore"),
        "deleting a notice": there["draft notice"].also(act="discard"),
        "no move": Thing({"notice_id": MISSING, "act": "publish"}, frozenset()),
        "opening": there["notice"].also(act="open"),
        "receipt of a form": there["form"].also(member_id=firm),
        "receipt of a notice": there["notice"].also(member_id=firm),
        "no receipt": Thing({**there["form"].parts, "member_id": MISSING}, frozenset()),
        "no answer": Thing({**there["form"].parts, "answer_id": MISSING}, frozenset()),
        "no notice": Thing({"notice_id": MISSING}, frozenset()),
    }
