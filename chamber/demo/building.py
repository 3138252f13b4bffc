"""Makes sure that a demo is complete: a half-built one is removed before the next start."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from ..accounts.models import AccountSession
from ..errors import Conflict
from ..extensions import db


def _marker() -> Path:
    return Path(current_app.config["SETTINGS"].instance_path) / "demo_half_built"


def _lock(file: IO[str]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Conflict("The demo is just being built by another process: please wait until that has ended.") from error


@contextmanager
def marked() -> Iterator[None]:
    """Mark the demo as half built, by a file in the instance folder, until the block ends without an error."""
    with _marker().open("w") as file:
        _lock(file)
        yield
        _marker().unlink()


def remove_half_built() -> bool:
    """Remove a half-built demo; False if there is none.

    A chamber that somebody has signed in to is never touched. Conflict while another process builds it.
    """
    if not _marker().exists():
        return False
    with _marker().open() as file:
        _lock(file)
        visited = db.session.scalar(select(AccountSession.id).where(AccountSession.device != "demo").limit(1))
        db.session.rollback()
        if visited is None:
            downgrade(revision="base")
            upgrade()
        _marker().unlink()
    return visited is None
