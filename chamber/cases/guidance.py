"""What the law says about matters of these kinds: guidance beside the form and the case, each with its source."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from .words import Kind

FIRST_LISTS = Path(__file__).parent / "lists.toml"


@dataclass(frozen=True)
class Guidance:
    """One rule in plain words, and where it stands."""

    text: LazyString
    source: LazyString


PAYMENT = Guidance(
    _l(
        "Money owed to a small or medium enterprise: public bodies pay within 30 days of delivery (60 at most if the "
        "contract says so), large enterprises within 60 days unless the contract reasonably agrees otherwise. "
        "Useful to have ready: the contract and the acceptance record."
    ),
    _l("Regulation on Ensuring Payments to Small and Medium Enterprises (in force since 1 June 2025), article 9"),
)
PAYMENT_COMPLAINT = Guidance(
    _l(
        "A complaint about unpaid money is passed on within 10 working days and answered within 30 days after the "
        "material came, within 90 days at most. Nobody may retaliate against the firm that complains."
    ),
    _l("Regulation on Ensuring Payments to Small and Medium Enterprises, articles 16, 17, 20 and 25"),
)
PETITION = Guidance(
    _l("A department that handles this as a petition tells you within 15 days and finishes within 60, 30 more once."),
    _l("Regulation on Petition Work, articles 22 to 36"),
)
ACCUSATION = Guidance(
    _l("Material that accuses somebody is never passed on to the person or unit accused."),
    _l("Regulation on Petition Work, article 30"),
)
CLAIMS = Guidance(
    _l("Reasonable claims of private enterprises are to be answered."),
    _l("Law on Promoting the Private Economy (in force since 20 May 2025), article 50"),
)
ENFORCEMENT = Guidance(
    _l("There are ways to complain about law enforcement, and disputes may be settled with the help of the chamber."),
    _l("Law on Promoting the Private Economy, articles 53, 55 and 69"),
)
CONSENT = Guidance(
    _l("Who you are is passed on to another organisation only with your separate consent."),
    _l("Personal Information Protection Law, article 23"),
)
ASSOCIATION = Guidance(
    _l("Joining or leaving an association is free; nobody may make a firm do either."),
    _l("Regulation on Improving the Business Environment, articles 17 and 29"),
)

GENERAL = {
    Kind.COMPLAINT: (PETITION, ACCUSATION, CONSENT),
    Kind.REQUEST: (CLAIMS, PETITION),
    Kind.SUGGESTION: (CLAIMS,),
    Kind.RETALIATION: (PAYMENT_COMPLAINT, ACCUSATION, CONSENT),
}
"""What concerns a whole kind."""
RULES = {
    "payment": PAYMENT,
    "payment complaint": PAYMENT_COMPLAINT,
    "enforcement": ENFORCEMENT,
    "association": ASSOCIATION,
}
BY_WORD = {
    word: tuple(RULES[name] for name in names)
    for word, names in tomllib.loads(FIRST_LISTS.read_text(encoding="utf-8"))["guidance"].items()
}
"""What concerns the categories that have such a word in their names."""


def fitting(category: str) -> tuple[Guidance, ...]:
    """The rules for a category by its name; none for most."""
    return tuple(dict.fromkeys(one for word, rules in BY_WORD.items() if word in category for one in rules))


def of(kind: str, category: str = "") -> tuple[Guidance, ...]:
    """The rules for a case, the most fitting first; a reader who may not know its category gets those of the kind."""
    return tuple(dict.fromkeys((*fitting(category), *GENERAL[Kind(kind)])))
