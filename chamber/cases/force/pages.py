"""The pages of acts on a task force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import local_date, local_time
from ..forms.acts import ReasonForm, TextForm
from ..pages.act_page import ActPage, Call, decision, with_text, worded, yes
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..rules.hand import Hand
from ..words import Complexity, State
from . import forming, may, meeting
from .forms import ChangeForm, DecideForceForm, MeetingForm, ProposeForm
from .people import Seat, in_words, units


def _offer(form: Any, hand: Hand) -> None:
    """The people of the departments at work; fields that nobody needs go."""
    of = units(hand)
    choices = [(Seat(unit.id, one).key, f"{unit.short} {name}") for unit in of for one, name in unit.accounts]
    of_lead = [(Seat(unit.id, one).key, name) for unit in of if unit.is_lead for one, name in unit.accounts]
    form.people.choices = choices
    if of_lead:
        form.lead.choices = [("", _("Please choose")), *of_lead]
    else:
        del form.lead
    silent = [unit.short for unit in of if not unit.accounts]
    if silent:
        form.named.data = form.named.data if form.is_submitted() else "\n".join(f"{one} " for one in silent)
    else:
        del form.named


def _present(form: Any, hand: Hand) -> None:
    """The people as they are."""
    _offer(form, hand)
    force = may.live(hand)
    if force is None or form.is_submitted():
        return
    there = forming.people_of(force)
    keys = {Seat(one.department_id, one.account_id).key: one.leads for one in there if one.account_id}
    form.people.data = [key for key, leads in keys.items() if not leads]
    if "lead" in form:
        form.lead.data = next((key for key, leads in keys.items() if leads), "")
    if "named" in form:
        short = {unit.id: unit.short for unit in units(hand)}
        named = [f"{short[one.department_id]} {one.name}" for one in there if one.name and one.department_id in short]
        form.named.data = "\n".join(named) or form.named.data


def _seats(call: Call) -> tuple[Seat | None, list[Seat]]:
    form, of = call.form, units(call.hand)
    by_key = {seat.key: seat for unit in of for seat in (Seat(unit.id, one) for one, _name in unit.accounts)}
    lead = by_key.get(form.lead.data) if "lead" in form else None
    ticked = [by_key[one] for one in form.people.data or () if one in by_key]
    return lead, [*ticked, *(in_words(form.named.data or "", of) if "named" in form else ())]


def _propose(call: Call) -> Any:
    return forming.propose_task_force(call.hand, call.form.text.data, *_seats(call), actor=call.actor)


def _change(call: Call) -> Any:
    return forming.change_task_force(call.hand, call.form.reason.data, *_seats(call), actor=call.actor)


def _decide(call: Call) -> Any:
    approved = bool(yes(call.form.granted))
    return forming.decide_task_force(call.hand, approved, call.form.text.data or "", actor=call.actor)


def _proposed(data: Mapping[str, Any], _kind: str) -> list[str]:
    until = local_date(datetime.fromisoformat(data["decide_by"]))
    return [_(", ").join(data["departments"]), _("to be decided by %(day)s", day=until)]


def _people_from(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_(", ").join(data["departments"])]


def _meeting_at(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("meeting on %(when)s", when=local_time(datetime.fromisoformat(data["starts"])))]


def _why_none(seen: SeenCase) -> str:
    """What a complex case without a task force lacks."""
    with_department = seen.state in (State.ASSIGNED, State.IN_PROGRESS) and Act.CHANGE_HELPERS in seen.acts
    if not seen.runs or seen.complexity != Complexity.COMPLEX or seen.force or not with_department:
        return ""
    if Act.PROPOSE_TASK_FORCE in seen.acts:
        return ""
    return _("A complex case gets a task force of several departments: please let another department help first.")


def began(data: Mapping[str, Any]) -> list[str]:
    """The plain facts of its beginning, which no page brings about: which department leads it."""
    return [_("led by %(unit)s", unit=data["lead"])] if data["lead"] else []


ROWS: dict[Act, ActPage] = {
    Act.PROPOSE_TASK_FORCE: ActPage(
        _l("Propose a task force"),
        _propose,
        _l("The task force is proposed. It begins once it is approved, or by itself after the time for that."),
        form=ProposeForm,
        fill=_offer,
        hint=_why_none,
        rank=16,
        facts=_proposed,
    ),
    Act.DECIDE_TASK_FORCE: ActPage(
        _l("Decide on the task force"),
        _decide,
        _l("The task force is decided on."),
        form=DecideForceForm,
        submit=_l("Submit the decision"),
        rank=15,
        replies_to=(Act.PROPOSE_TASK_FORCE, Act.CHANGE_TASK_FORCE),
        facts=decision("granted", _l("approved"), _l("turned down")),
    ),
    Act.CHANGE_TASK_FORCE: ActPage(
        _l("Change the people of the task force"),
        _change,
        _l("The people of the task force are changed."),
        form=ChangeForm,
        fill=_present,
        facts=_people_from,
    ),
    Act.END_TASK_FORCE: ActPage(
        _l("Dissolve the task force"),
        lambda call: forming.end_task_force(call.hand, call.form.reason.data, actor=call.actor),
        _l("The task force is dissolved."),
        form=ReasonForm,
        last=True,
    ),
    Act.CALL_MEETING: ActPage(
        _l("Call a meeting of the task force"),
        lambda call: meeting.call_meeting(call.hand, call.form.starts_at.data, call.form.text.data, actor=call.actor),
        _l("The meeting is called; its people are told."),
        form=MeetingForm,
        facts=_meeting_at,
    ),
    Act.NOTE_MEETING: ActPage(
        _l("Write the minutes of the task force"),
        with_text(meeting.note_meeting),
        _l("The minutes are there. Please give each point that somebody is to do as a measure."),
        form=TextForm,
        fill=worded(_l("What came out: who does what by when")),
        replies_to=(Act.CALL_MEETING,),
        facts=_meeting_at,
    ),
    Act.CALL_OFF_MEETING: ActPage(
        _l("Call off the meeting of the task force"),
        lambda call: meeting.call_off_meeting(call.hand, call.form.reason.data, actor=call.actor),
        _l("The meeting is called off; its people are told."),
        form=ReasonForm,
        last=True,
        facts=_meeting_at,
    ),
}
