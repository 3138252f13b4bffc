"""Who may open which page of members; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
members.index            GET       SM.LPV..
members.show             GET       SM.LPV..  firm, gone firm, no firm
members.new              GET POST  S.......
members.edit             GET POST  S.......  firm, gone firm, no firm
members.leave            GET POST  S.......  firm, gone firm, no firm
members.come_back        POST      S.......  firm, gone firm, no firm
members.admit            POST      S.......  firm, gone firm, no firm
members.refuse           GET POST  S.......  firm, gone firm, no firm
members.apply_again      POST      S.......  firm, gone firm, no firm
members.add_note         POST      S.......  firm, no firm
members.new_contact      GET POST  S.......  firm, no firm
members.edit_contact     GET POST  S.......  contact, misplaced contact
members.invitations      GET POST  S.......
members.invite           POST      S.......  contact, misplaced contact
members.contact_leaves   POST      S.......  contact, misplaced contact
members.contact_returns  POST      S.......  contact, misplaced contact
members.appoint          GET POST  S.......  firm, no firm
members.end_office       GET POST  S.......  office, misplaced office
members.correct_office   GET POST  S.......  office, misplaced office
members.take_office_away  POST      S.......  office, misplaced office
members.elect            POST      S.......  term, no term
members.terms            GET       S.......
members.term             GET       S.......  term, no term
members.new_term         GET POST  S.......
members.undo_term        POST      S.......  term, no term
members.end_term         POST      S.......  term, no term
members.people_list      GET       SM.LP...
members.standing         GET       SMHLPVA.
members.edit_standing    GET POST  S.......
members.agree            POST      .M.....F
members.edit_consent_text  GET POST  S.......
members.correct          POST      .M.....  own firm, no firm
members.open_corrections  GET       S.......
members.settle           POST      S.......  correction, no correction
members.export           GET       S.......
members.begin_export     POST      S.......
members.template         GET       S.......
members.upload           GET POST  S.......
members.check            GET       S.......  roster, no roster
members.marked           GET       S.......  roster, no roster
members.confirm          POST      S.......  roster, no roster
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {
        "own firm": Thing(there["firm"].parts, frozenset({"member", "colleague"})),
        "no correction": Thing({"correction_id": MISSING}, frozenset()),
        "no firm": Thing({"member_id": MISSING}, frozenset()),
        "no term": Thing({"term_id": MISSING}, frozenset()),
        "no roster": Thing({"import_id": MISSING}, frozenset()),
    }
