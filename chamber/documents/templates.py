"""The templates of papers: which is in force, an own one put in the place of the shipped one, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, registry
from ..accounts.models import Account
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db, lock_area
from ..files import services as files
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..registry.papers import Paper
from ..rights import Actor
from . import filling, rights
from .models import PaperTemplate

_AREA = "paper_templates"


@dataclass(frozen=True)
class Kept:
    """The chamber's own template of a paper."""

    name: str
    uploaded_at: datetime
    uploaded_by: str
    version: int


def paper_of(kind: str, *, actor: Actor) -> Paper:
    """The paper of this kind; NotFound where there is none, or none for this person."""
    rights.KEEP.demand(actor)
    paper = registry.papers().get(kind)
    if paper is None or not paper.right.allows(actor):
        raise NotFound(_("There is no such paper."))
    return paper


def kept(*, actor: Actor) -> dict[str, Kept]:
    """The chamber's own templates, by kind of paper."""
    rights.KEEP.demand(actor)
    query = select(PaperTemplate, StoredFile.name, Account.name.label("who"))
    query = query.join(StoredFile, StoredFile.id == PaperTemplate.file_id)
    query = query.outerjoin(Account, Account.id == PaperTemplate.uploaded_by_id)
    rows = db.session.execute(query).all()
    return {row.kind: Kept(name, row.uploaded_at, who or "", row.version) for row, name, who in rows}


def in_force(paper: Paper) -> bytes:
    """The template of this paper that is in force, as .docx. DomainError where its file is gone from the disk."""
    row = db.session.get(PaperTemplate, paper.kind)
    if row is None:
        return paper.template.read_bytes()
    try:
        return files.path(_file_of(row)).read_bytes()
    except FileNotFoundError:
        message = _("The file of this template is no longer there: upload it again, or go back to the shipped one.")
        raise DomainError(message) from None


def made(kind: str, values: Mapping[str, Any]) -> bytes:
    """A paper as .docx with these values in the template that is in force; the caller has checked the right to them.

    Beside the paper's own placeholders `number` and `day` may be among them; else there is none, and it is this day.
    """
    paper = registry.papers()[kind]
    return filling.filled(paper, {**filling.common_values(), **values}, in_force(paper))


def sample_values(paper: Paper) -> dict[str, Any]:
    """The made-up values that a paper is shown with: what stands for a number says that it is a sample."""
    return {**filling.common_values(), "number": _("Sample, not valid"), **paper.sample}


def replace(paper: Paper, upload: PreparedFile, *, version: int, actor: Actor) -> list[str]:
    """Put a checked upload in the place of the template in force; which placeholders of the paper it does not use.

    It is tried first, outside the transaction. DomainError where it may not be used, and then the old one stays;
    Conflict where somebody was quicker (`version` is the one that the form showed; 0: the shipped one).
    """
    rights.KEEP.demand(actor)
    unused = filling.check(paper, upload.data)
    row = _locked(paper, version)
    stored, old = files.store(upload, actor=actor), _file_of(row) if row else None
    if row is None:
        row = PaperTemplate(kind=paper.kind)
        db.session.add(row)
    row.file_id, row.uploaded_by_id, row.uploaded_at = stored.id, actor.account_id, clock.now()
    db.session.flush()
    before, after = {"file": old.name if old else ""}, {"file": stored.name}
    if old:
        files.discard(old)
    audit.record("paper.template_replaced", "paper", paper.kind, actor=actor, before=before, after=after)
    return unused


def take_back(paper: Paper, *, version: int, actor: Actor) -> None:
    """Let the shipped template be in force again. Conflict where somebody was quicker."""
    rights.KEEP.demand(actor)
    row = _locked(paper, version)
    if row is None:
        raise DomainError(_("The shipped template is in force already."))
    stored = _file_of(row)
    db.session.delete(row)
    db.session.flush()
    files.discard(stored)
    audit.record("paper.template_taken_back", "paper", paper.kind, actor=actor, before={"file": stored.name})


def _file_of(row: PaperTemplate) -> StoredFile:
    return db.session.get_one(StoredFile, row.file_id)


def _locked(paper: Paper, version: int) -> PaperTemplate | None:
    lock_area(_AREA)
    row = db.session.get(PaperTemplate, paper.kind, populate_existing=True)
    if version != (row.version if row else 0):
        raise Conflict(_("Someone else has just changed this template. Please check it again."))
    return row
