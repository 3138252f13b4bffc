"""What shows how far the right to read common problems reaches."""

from collections.abc import Callable

from chamber.cases import rights
from chamber.cases.appeals import seeing as appeals
from chamber.cases.themes import listing, proposing
from chamber.cases.themes.seeing import seen
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.factories.accounts import actor_as
from tests.factories.themes import answered, author, case_of, make_theme
from tests.rights import Probe, Trial


def tells(*expected: str) -> Callable[[Trial], None]:
    """Of one that is answered and one of each department, just these are read, and no number."""

    def check(who: Trial) -> None:
        drive, cast = who.world.drive, who.world.cast
        secretary, firms = actor_as(cast.secretary), [author(place) for place in range(3)]
        first, second, third = ([case_of(drive, one, Kind.REQUEST) for one in firms] for _time in range(3))
        answered(secretary, first, title="answered", department_id=cast.department.id)
        make_theme(secretary, second, title="of the department", department_id=cast.department.id)
        make_theme(secretary, third, title="of the other", department_id=cast.other_department.id)
        rows = db.session.execute(listing.query(who.actor, listing.Chosen())).all()
        lines = seen(who.actor, rows)
        assert {one.title for one in lines} == set(expected)
        assert {one.firms for one in lines} == {"3 or more firms"}

    return check


PROBES = (
    Probe(
        rights.THEMES,
        lambda who: "GET /cases/themes/",
        lambda who: listing.counts(who.actor, listing.Chosen()),
        {
            rights.ANSWERED_ONES: tells("answered"),
            rights.SHOWN_OF_DEPARTMENT: tells("answered", "of the department"),
            rights.SHOWN_ONES: tells("answered", "of the department", "of the other"),
        },
    ),
    Probe(rights.APPEALS, lambda who: "GET /cases/appeals/", lambda who: appeals.query(who.actor)),
    Probe(rights.LINK, lambda who: "GET /cases/themes/new", lambda who: proposing.waiting(actor=who.actor)),
)
