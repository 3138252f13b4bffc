"""Fills a demo chamber with many rows for measuring: `python -m scripts.large MEMBERS CASES`, after the demo."""

import sys

from chamber import clock, create_app
from chamber.demo.timeline import Timeline
from scripts.large_cases import fill_cases
from scripts.large_members import fill_events, fill_members
from scripts.large_rows import in_bulk


def fill(members: int, cases: int) -> None:
    """Add rows until there are so many, with as many registrations as members."""
    timeline = Timeline(clock.now())
    with in_bulk():
        fill_members(members, timeline)
        fill_events(members, timeline)
        fill_cases(cases, timeline)


if __name__ == "__main__":
    with create_app().app_context():
        fill(*map(int, sys.argv[1:]))
