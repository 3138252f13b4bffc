"""What the page of an act needs: its button, its form and how that is filled, the service, the message afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ...files.services import PreparedFile
from ...rights import Actor
from ..doing.desk import Papers
from ..forms import acts as forms
from ..models import Case
from ..reading.seen import SeenCase
from ..rules.acts import Act, Party
from ..rules.hand import Hand


@dataclass(frozen=True)
class Call:
    """An act with what its form brought, on a case that is locked already."""

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
    def kept(self) -> tuple[PreparedFile, ...]:
        """The files that only those who run the case get."""
        return self.uploads["kept_files"]

    @property
    def common(self) -> dict[str, Any]:
        """The keyword arguments that most services take."""
        return {"actor": self.actor, "behalf": self.behalf}

    @property
    def of_draft(self) -> dict[str, Any]:
        """The same of a draft, with the reason why it does not wait for a measure, where one is under way."""
        return {**self.common, "despite": self.form.despite.data if "despite" in self.form else ""}


def nothing(_form: Any, _hand: Hand) -> None:
    """Most forms need no choices."""


@dataclass(frozen=True)
class ActPage:
    """How pages show one act."""

    button: LazyString
    run: Callable[[Call], Any]
    done: LazyString
    """What the page of the case says afterwards."""
    _: KW_ONLY
    form: type[forms.ActForm] = forms.ActForm
    fill: Callable[[Any, Hand], None] = nothing
    guidance: LazyString | str = ""
    """The first sentence of its page, if not the rule."""
    runner_button: LazyString | None = None
    """What the button says to who runs the case, where that is something else."""
    retaliation_button: LazyString | None = None
    """What the button says in a report of retaliation, where that is something else."""
    call_button: LazyString | None = None
    """What the button says where a new round waits for the call."""
    again_button: LazyString | None = None
    """What the button says where what it did stands, so that `undone_by` is possible too."""
    undone_by: Act | None = None
    done_further: Callable[[Case], str] | None = None
    """What the page says afterwards where the act went further than its name; empty: as usual."""
    hint: Callable[[SeenCase], str] | None = None
    """Why the button is missing, or what to know before; empty: nothing."""
    submit: LazyString | None = None
    """What the button of its form says, if not what the act is called."""
    rank: int = 0
    """Its order among the acts that a case may wait for, 1 the first; 0: no case waits for it."""
    beside: bool = False
    """It has a button of its own, not an entry of the menu."""
    last: bool = False
    """It stands last, so that nobody presses it by mistake."""
    in_card: bool = False
    """Its button stands in a card of the page."""
    card: str = ""
    """The card that has its buttons; it has no page of its own then."""
    at_once: bool = False
    """It needs no words: the button itself carries it out."""
    reads_words: bool = False
    """The member's words and files stand beside its form."""
    reads_answer: bool = False
    """The answer stands beside its form, with what was enclosed."""
    reads_rounds: bool = False
    """The answers so far stand beside its form, each with its rating, besides the member's words."""
    reads_related: bool = False
    """Other cases of the firm and of the category stand beside its form."""
    replies_to: tuple[Act, ...] = ()
    """The last texts of these acts stand beside its form."""
    facts: Callable[[Mapping[str, Any], str], list[str]] | None = None
    """The plain facts of its event in words, from the data of the event and the kind of the case."""


def worded(label: LazyString) -> Callable[[Any, Hand], None]:
    """Fills a form with one text by giving that field its label."""

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
    return lambda call: service(call.hand, call.form.text.data, call.files, kept=call.kept, **call.common)


def yes(field: Any) -> bool | None:
    """The answer to a question; none where it was not asked or not answered."""
    return {"yes": True, "no": False}.get(field.data) if field is not None else None
