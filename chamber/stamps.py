"""Stamps: one row an area whose value changes with every change there, so that counts can be kept between requests."""

import secrets
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, String, event, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .extensions import Base, db

_CHANGED = "stamps_changed"


class Stamp(db.Model):
    """The stamp of one area; none until something changed there."""

    __tablename__ = "stamps"

    area: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(16))


@cache
def value_of(area: str) -> ScalarSelect[str | None]:
    """The stamp of an area, to be selected beside others."""
    return select(Stamp.value).where(Stamp.area == area).scalar_subquery()


def touch(area: str) -> None:
    """Say that an area changes in this transaction; needed after rows written in bulk, past the ORM."""
    db.session().info.setdefault(_CHANGED, set()).add(area)


def follow(area: str, *models: type[Base]) -> None:
    """Let every change to rows of these models, made by the ORM, change the stamp."""

    def changed(*_args: Any) -> None:
        touch(area)

    for model in models:
        for moment in ("after_insert", "after_update", "after_delete"):
            event.listen(model, moment, changed)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    session.flush()
    for area in sorted(session.info.pop(_CHANGED, ())):
        session.execute(
            text(
                "INSERT INTO stamps (area, value) VALUES (:area, :value) "
                "ON CONFLICT (area) DO UPDATE SET value = excluded.value"
            ),
            {"area": area, "value": secrets.token_hex(8)},
        )


@event.listens_for(Session, "after_rollback")
def _unchanged(session: Session) -> None:
    session.info.pop(_CHANGED, None)
