"""Dates and times for the tests of reading."""

from datetime import datetime

from chamber import clock as chamber_clock


def local(moment: datetime | None) -> str:
    """As a person writes it."""
    return f"{chamber_clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""
