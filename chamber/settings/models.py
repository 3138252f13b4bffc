"""What the administrator has set."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db


class StoredSetting(db.Model):
    """One setting; its row stays when it is emptied, so that versions only grow."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    """As it was typed, checked; a secret is encrypted with the key of this server. Empty: as if it were not set."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
