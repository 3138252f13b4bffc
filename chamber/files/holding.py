"""Files that were chosen in a form before it is saved: they wait here while the form is only previewed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..errors import DomainError
from ..extensions import db, unit_of_work
from ..rights import Actor
from ..secrecy.sealing import opened_number, sealed_number
from . import services
from .models import HeldFile, StoredFile
from .services import PreparedFile

KEPT_FOR = timedelta(days=1)
PURPOSE = "held file"
MAX_KEYS = 50


@dataclass(frozen=True)
class Held:
    """A file that waits; `key` opens it for the account alone that chose it."""

    key: str
    name: str


def hold(uploads: Sequence[PreparedFile], *, actor: Actor) -> list[Held]:
    """Keep these files until the form is saved, or for a day."""
    found = []
    for upload in uploads:
        row = HeldFile(file_id=services.store(upload, actor=actor).id, account_id=actor.account_id, at=clock.now())
        db.session.add(row)
        db.session.flush()
        found.append(Held(_key(row.id, actor), upload.name))
    return found


def held(keys: Iterable[str], *, actor: Actor) -> list[Held]:
    """Those of these files that are still kept for this account, each once."""
    numbers = {opened_number(key, PURPOSE, str(actor.account_id)): key for key in list(keys)[:MAX_KEYS]}
    query = select(HeldFile.id, StoredFile.name).join(StoredFile, StoredFile.id == HeldFile.file_id)
    query = query.where(HeldFile.id.in_(numbers), HeldFile.account_id == actor.account_id).order_by(HeldFile.id)
    return [Held(numbers[row.id], row.name) for row in db.session.execute(query)]


def take(one: Held, *, actor: Actor) -> StoredFile:
    """The stored file, for the caller to link; it is kept here no longer. DomainError where it is gone."""
    number = opened_number(one.key, PURPOSE, str(actor.account_id))
    query = select(HeldFile).where(HeldFile.id == number, HeldFile.account_id == actor.account_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
    if row is None:
        raise DomainError(_("“%(name)s” is not kept any more: please choose it once more.", name=one.name))
    stored = db.session.get_one(StoredFile, row.file_id)
    db.session.delete(row)
    db.session.flush()
    return stored


def _key(number: int, actor: Actor) -> str:
    return sealed_number(number, PURPOSE, str(actor.account_id))


def remove_old_each_day() -> str:
    """Each day: remove files whose form was never saved; returns a line to print, or ""."""
    with unit_of_work():
        old = db.session.scalars(select(HeldFile).where(HeldFile.at < clock.now() - KEPT_FOR)).all()
        for row in old:
            stored = db.session.get_one(StoredFile, row.file_id)
            db.session.delete(row)
            db.session.flush()
            services.discard(stored)
    return f"removed {len(old)} files of forms that were never saved" if old else ""
