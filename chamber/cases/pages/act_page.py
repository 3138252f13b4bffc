"""What the page of an act needs: its button, its form and how that is filled, the service, the message afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ...files.services import PreparedFile
from ...rights import Actor
from .. import forms
from ..doing.desk import Papers
from ..models import Case
from ..reading.seen import SeenCase
from ..rules.acts import Act, Party
from ..rules.hand import Hand


@dataclass(frozen=True)
class Call:
    """One act about to be carried out on a case that is locked already."""

    hand: Hand
    form: Any
    actor: Actor
    behalf: Papers | None
    uploads: Mapping[str, tuple[PreparedFile, ...]]
    """Of each field of files."""

    @property
    def files(self) -> tuple[PreparedFile, ...]:
        """The files that most acts take."""
        return self.uploads["files"]

    @property
    def common(self) -> dict[str, Any]:
        """Actor and behalf, as most services take them."""
        return {"actor": self.actor, "behalf": self.behalf}


def nothing(_form: Any, _hand: Hand) -> None:
    """Most forms need no choices."""


@dataclass(frozen=True)
class ActPage:
    """One act as pages show it."""

    button: LazyString
    run: Callable[[Call], Any]
    done: LazyString
    """What the page of the case says afterwards."""
    _: KW_ONLY
    form: type[FlaskForm] = forms.ActForm
    fill: Callable[[Any, Hand], None] = nothing
    guidance: LazyString | str = ""
    """What the page of the act says first; else the rule."""
    runner_button: LazyString | None = None
    """What the button says to who runs the case, where that is something else."""
    retaliation_button: LazyString | None = None
    """What the button says in a report of retaliation, where that is something else."""
    done_further: Callable[[Case], str] | None = None
    """What the page says afterwards where the act went further than its name; empty: as usual."""
    hint: Callable[[SeenCase], str] | None = None
    """Why it is not there, or what should be known before it; empty: nothing."""
    rank: int = 0
    """Its place among the acts that a case waits for, 1 the first; 0: it waits for none such."""
    beside: bool = False
    """It has a button of its own; else it stands in the menu."""
    last: bool = False
    """Nobody should press it because it comes first."""
    in_card: bool = False
    """Its button stands in a card of the page."""
    at_once: bool = False
    """It needs no words: the button itself carries it out."""
    reads_words: bool = False
    """The member's words and files stand beside its form."""
    reads_answer: bool = False
    """The answer stands beside its form, with what was enclosed."""
    replies_to: tuple[Act, ...] = ()
    """The last words said in these stand beside its form."""
    facts: Callable[[Mapping[str, Any], str], list[str]] | None = None
    """The plain facts of its event in words, from the data of the event and the kind of the case."""


def worded(label: LazyString) -> Callable[[Any, Hand], None]:
    """A form with one text, which asks for it in the words of the act."""

    def fill(form: Any, _hand: Hand) -> None:
        form.text.label.text = label

    return fill


def words_of_member(form: Any, hand: Hand) -> None:
    """A form for a member's words, which who runs the case enters in their name."""
    if Party.RUNNER in hand.parties:
        form.text.label.text = _l("What the member says")


def decision(fact: str, yes: LazyString, no: LazyString) -> Callable[[Mapping[str, Any], str], list[str]]:
    """The facts of an event that decided something."""
    return lambda data, _kind: [str(yes if data.get(fact) else no)]


GRANTED = decision("granted", _l("granted"), _l("refused"))


def with_text(service: Callable[..., Any]) -> Callable[[Call], Any]:
    """A service that takes the case and one text."""
    return lambda call: service(call.hand, call.form.text.data, actor=call.actor)


def with_words(service: Callable[..., Any]) -> Callable[[Call], Any]:
    """A service that takes the case, a text and files."""
    return lambda call: service(call.hand, call.form.text.data, call.files, **call.common)


def yes(field: Any) -> bool | None:
    """The answer to a question; none where it was not asked or not answered."""
    return {"yes": True, "no": False}.get(field.data) if field is not None else None
