"""What a power cut leaves on the disk is swept up by the daily pass, and nothing else is."""

import io
import os
import secrets
import time
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from chamber.files import services as files

DAY = 24 * 3600


@pytest.fixture
def shelf(app, tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return tmp_path / "files"


def stored(actor, secretary) -> Path:
    upload = FileStorage(io.BytesIO(b"kept"), filename="a.txt")
    return files.path(files.store(files.prepare(upload), actor=actor(secretary)))


def lost(shelf: Path, age: float, name: str = "") -> Path:
    name = name or secrets.token_urlsafe(24)
    place = shelf / name[:2] / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"lost")
    grown(place, age)
    return place


def grown(place: Path, age: float) -> None:
    moment = time.time() - age
    os.utime(place, (moment, moment))


def test_the_daily_pass_removes_old_files_that_no_row_refers_to(db, app, shelf, actor, secretary):
    kept = stored(actor, secretary)
    db.session.commit()
    grown(kept, 400 * DAY)
    old, young = lost(shelf, DAY + 60), lost(shelf, DAY - 60)
    strange = [lost(shelf, 9 * DAY, name) for name in ("notes.txt", ".hidden")]
    daily = app.test_cli_runner().invoke(args=["daily"])
    assert "removed 1 files that no row refers to" in daily.output and daily.exit_code == 0
    assert [place.exists() for place in (kept, old, young, *strange)] == [True, False, True, True, True]
    assert "removed" not in app.test_cli_runner().invoke(args=["daily"]).output


def test_a_file_is_swept_once_its_day_is_over(db, shelf, clock, actor, secretary):
    stored(actor, secretary)
    db.session.commit()
    place = lost(shelf, 0)
    os.utime(place, (clock.now.timestamp(), clock.now.timestamp()))
    clock.advance(hours=23)
    assert (files.remove_orphans(), place.exists()) == (0, True)
    clock.set(clock.now + timedelta(hours=2))
    assert (files.remove_orphans(), place.exists()) == (1, False)


def test_files_of_another_database_stay(db, shelf, actor, secretary):
    places = [lost(shelf, 9 * DAY) for _file in range(3)]
    assert files.remove_orphans() == 0, "an empty database knows none of them"
    stored(actor, secretary)
    db.session.commit()
    assert files.remove_orphans() == 0
    assert all(place.exists() for place in places)


def test_there_is_nothing_to_sweep_where_nothing_was_ever_stored(db, shelf):
    assert files.remove_orphans() == 0
