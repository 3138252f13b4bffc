"""The standing of the chamber: what is in force now, what was before, and who heads the secretariat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import aliased

from ...accounts.models import Account, AccountRole
from ...extensions import db
from ...rights import ALL, Actor, Role
from .. import rights
from ..models import Office, Position, Term
from .models import ConsentText, StandingVersion
from .words import CHARTER_OFFICES, LegalForm, Quorum


@dataclass(frozen=True)
class Standing:
    """The chamber as one version describes it; version 0, where nobody has said anything yet, is in preparation."""

    version: int = 0
    legal_form: str = LegalForm.PREPARING.value
    basis: str = ""
    superior_body: str = ""
    charter_offices: Mapping[str, int] = field(default_factory=dict)
    """Office → how many of it the charter has; an office that is not there is not limited."""
    assembly_quorum: str = ""
    council_quorum: str = ""
    mediation_filing: str = ""
    has_dues: bool = False
    head_id: int | None = None
    head: str = ""
    """The name of that account."""
    heads_now: bool = False
    """Whether that account still has the role of the secretariat."""
    at: datetime | None = None
    by: str = ""

    @property
    def is_founded(self) -> bool:
        """Whether the chamber is more than in preparation."""
        return self.legal_form != LegalForm.PREPARING

    @property
    def may_mediate(self) -> bool:
        """Whether pages may speak of mediation (调解) by the chamber: only once its committee is filed."""
        return bool(self.mediation_filing)


@dataclass(frozen=True)
class Consent:
    """A text on personal data."""

    version: int
    text: str
    asks_again: bool
    changed: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Change:
    """How a version differs from the one before: what each fact is called, its old and its new words."""

    version: int
    at: datetime
    by: str
    lines: tuple[tuple[str, str, str], ...]


def now() -> Standing:
    """What is in force; one small query, so whoever needs it twice keeps it."""
    return _standing(db.session.execute(_versions().limit(1)).first())


def head_of_office() -> int | None:
    """The account that heads the secretariat; None where none is marked, or the marked one has lost the role."""
    standing = now()
    return standing.head_id if standing.heads_now else None


def head_expression() -> ScalarSelect[int]:
    """`head_of_office` as a part of a query."""
    newest = select(func.max(StandingVersion.version)).scalar_subquery()
    head = select(Account.id).join(StandingVersion, StandingVersion.head_id == Account.id)
    return head.where(StandingVersion.version == newest, _has_role(Account)).scalar_subquery()


def consent_text() -> Consent | None:
    """The text on personal data that is in force; None where the secretariat has entered none."""
    row = db.session.execute(_texts().limit(1)).first()
    return _consent(row) if row else None


def text_version() -> int | None:
    """The version of that text; None where there is none."""
    return db.session.scalar(select(func.max(ConsentText.version)))


def may_mediate() -> bool:
    """Whether pages may speak of mediation by the chamber; one query, only where an answer says that it helped."""
    return now().may_mediate


def reads_all(actor: Actor) -> bool:
    """Whether this person reads more of the standing than its public part."""
    return rights.READ_STANDING.of(actor) is ALL


def shown(*, actor: Actor) -> Standing:
    """What is in force as this person may see it: who heads the office and the charter's numbers are not public."""
    is_public = rights.READ_STANDING.demand(actor) is rights.PUBLIC
    full = now()
    if not is_public:
        return full
    public = ("version", "legal_form", "basis", "superior_body", "mediation_filing", "has_dues", "at")
    return Standing(**{name: getattr(full, name) for name in public})


def history(*, actor: Actor) -> list[Change]:
    """How each version differs from the one before, the newest first, for who reads all."""
    rights.READ_STANDING.demand(actor, ALL)
    known = [_standing(row) for row in db.session.execute(_versions())]
    pairs = zip(known, [*known, Standing()][1:], strict=True)
    return [Change(new.version, new.at, new.by, tuple(_differing(old, new))) for new, old in pairs if new.at]


def texts(*, actor: Actor) -> list[Consent]:
    """All texts on personal data, the newest first, for who reads all."""
    rights.READ_STANDING.demand(actor, ALL)
    return [_consent(row) for row in db.session.execute(_texts())]


def offices_held() -> dict[str, int]:
    """How many hold each office in the running term."""
    running = select(Term.id).where(Term.ended_on.is_(None))
    query = select(Position.office, func.count()).where(Position.term_id.in_(running), Position.ended_on.is_(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Position.office))}


def possible_heads(*, actor: Actor) -> list[tuple[int, str]]:
    """The accounts of the secretariat, of which one can head it."""
    rights.EDIT_STANDING.demand(actor)
    query = select(Account.id, Account.name).where(_has_role(Account)).order_by(Account.name, Account.id)
    return [(row.id, row.name) for row in db.session.execute(query)]


def in_words(standing: Standing) -> dict[str, tuple[str, str]]:
    """Each fact by its name: what it is called on this page, and its words there; empty where nothing is said."""
    facts = {
        "legal_form": (_("Form of the chamber"), LegalForm.label_of(standing.legal_form)),
        "basis": (_("Rests on"), standing.basis),
        "superior_body": (_("Superior body"), standing.superior_body),
        "head": (_("Head of the secretariat"), standing.head),
        "assembly_quorum": (_("Quorum of the assembly"), Quorum.label_of(standing.assembly_quorum)),
        "council_quorum": (_("Quorum of the council"), Quorum.label_of(standing.council_quorum)),
        "mediation_filing": (_("Filing of the mediation committee"), standing.mediation_filing),
        "has_dues": (_("Dues"), _("collected") if standing.has_dues else _("not collected")),
    }
    for office in CHARTER_OFFICES:
        number = standing.charter_offices.get(office)
        facts[office] = (Office.label_of(office), str(number) if number is not None else "")
    return facts


def _differing(old: Standing, new: Standing) -> Iterator[tuple[str, str, str]]:
    before = in_words(old)
    for name, (label, words) in in_words(new).items():
        was = before[name][1] if old.version else ""
        if words != was:
            yield label, was, words


def _has_role(account: Any) -> Any:
    role = exists().where(AccountRole.account_id == account.id, AccountRole.role == Role.SECRETARIAT)
    return account.disabled_at.is_(None) & role.correlate(account)


def _versions() -> Select[Any]:
    """All versions with the names that belong to them, the newest first."""
    head, by = aliased(Account), aliased(Account)
    columns = (head.name.label("head"), _has_role(head).label("heads_now"), by.name.label("by"))
    query = select(StandingVersion, *columns).outerjoin(head, head.id == StandingVersion.head_id)
    return query.join(by, by.id == StandingVersion.by_id).order_by(StandingVersion.version.desc())


def _standing(row: Any) -> Standing:
    if row is None:
        return Standing()
    version: StandingVersion = row[0]
    stored = (
        *("version", "legal_form", "basis", "superior_body", "assembly_quorum", "council_quorum"),
        *("mediation_filing", "has_dues", "head_id", "at"),
    )
    return Standing(
        **{name: getattr(version, name) for name in stored},
        charter_offices=dict(version.charter_offices),
        head=row.head or "",
        heads_now=bool(row.heads_now),
        by=row.by,
    )


def _texts() -> Select[ConsentText, str]:
    query = select(ConsentText, Account.name.label("by")).join(Account, Account.id == ConsentText.by_id)
    return query.order_by(ConsentText.version.desc())


def _consent(row: Any) -> Consent:
    text: ConsentText = row[0]
    return Consent(text.version, text.text, text.asks_again, text.changed, text.at, row.by)
