"""Registers notices with the application: pages, rights, log subjects, notifications, cards."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func

from ..messages import Tell, To
from ..registry import Act, Feature, Place, Subject
from ..registry.finds import Findable
from ..registry.homes import Card, Column, Matters, Row, Step
from ..rights import Role
from . import difficulty, indexed, listing, pages, rights, telling
from .answers import by_secretariat, questions
from .models import Notice
from .writing import audience, publishing

FIELDS = {
    "answer_until": _l("Answers until"),
    "answers": _l("Answers"),
    "audience": _l("Audience"),
    "body": _l("Text"),
    "channel": _l("How the firm told us"),
    "fields": _l("Fields of the form"),
    "files": _l("Files"),
    "firms": _l("Firms reached"),
    "pinned_until": _l("Pinned until"),
    "publish_at": _l("To be published at"),
    "question": _l("Question"),
    "receipt": _l("Receipt required"),
    "urgent_reason": _l("Why it cannot wait"),
}
"""Labels of logged values."""


def _step(row: Row) -> Step:
    page = url_for("notices.notice", notice_id=row.key, _anchor=f"question-{row.part}")
    return Step(row.title, page, _l("Answer"))


FEATURE = Feature(
    "notices",
    pages=(pages.blueprint,),
    open_pages=("notices.public", "notices.public_file"),
    places=(Place("notices.index", _l("Notices"), "notice", rights.READ, rank=3),),
    rights=rights,
    subjects=(
        Subject(
            "notice",
            _l("Notice"),
            Notice,
            name=Notice.title,
            path="/notices/",
            log_names_it=rights.READ.reaches_all,
            log_shows_values=rights.READ.reaches_all,
            source=telling.SOURCE,
            begun=difficulty.find,
            choices={"channel": by_secretariat.CHANNELS.get, **audience.LABELS},
            fields=FIELDS,
        ),
    ),
    topics=(telling.TOPIC,),
    finds=(
        Findable(
            "notice",
            _l("Notices"),
            rights.READ,
            Notice.id,
            listing.found,
            func.coalesce(Notice.published_at, Notice.created_at).desc(),
            listing.hits,
            "notices.index",
            docs=indexed.docs,
            has_sound=True,
        ),
    ),
    each_minute=(publishing.publish_due,),
    acts=(
        Act(
            "notice.published",
            _l("published the notice"),
            (
                Tell(telling.RECIPIENTS, _l("A new notice: %(what)s.")),
                Tell(To.GROUPS, _l("A new notice: %(what)s.")),
            ),
        ),
        Act(
            "notice.published_urgently",
            _l("published the notice as urgent"),
            (
                Tell(telling.RECIPIENTS, _l("Urgent: %(what)s."), urgent=True),
                Tell(To.GROUPS, _l("Urgent: %(what)s."), urgent=True),
            ),
        ),
        Act(
            "notice.corrected",
            _l("corrected the notice"),
            (
                Tell(telling.INFORMED, _l("Corrected, please read it again: %(what)s.")),
                Tell(To.GROUPS, _l("Corrected, please read it again: %(what)s.")),
            ),
        ),
        Act(
            "notice.withdrawn",
            _l("withdrew the notice"),
            (
                Tell(telling.INFORMED, _l("Withdrawn, please disregard it: %(what)s.")),
                Tell(To.GROUPS, _l("Withdrawn, please disregard it: %(what)s.")),
            ),
        ),
        Act(
            "notice.reminded",
            _l("reminded the firms whose receipt had not come"),
            (Tell(telling.MISSING, _l("We are still waiting for your receipt: %(what)s.")),),
        ),
        Act(
            "notice.held_back",
            _l("held the notice back because no firm would receive it"),
            (Tell(telling.SECRETARIAT, _l("Not published, because no firm would receive it: %(what)s.")),),
            counts=False,
        ),
        Act(
            "notice.held_back_late",
            _l("held the notice back because its reply deadline had passed"),
            (Tell(telling.SECRETARIAT, _l("Not published, because the reply deadline had passed: %(what)s.")),),
            counts=False,
        ),
        Act(
            "notice.asked",
            _l("asked about the notice"),
            (Tell(telling.SECRETARIAT, _l("A question is waiting for your answer: %(what)s.")),),
        ),
        Act(
            "notice.answered",
            _l("answered a question about the notice"),
            (Tell(telling.ASKER, _l("Your question was answered: %(what)s.")),),
        ),
        Act("notice.confirmed", _l("confirmed the notice")),
        Act("notice.confirmed_for", _l("entered a firm's confirmation of the notice")),
        Act("notice.created", _l("drafted the notice"), counts=False),
        Act("notice.discarded", _l("deleted the draft of the notice"), counts=False),
        Act("notice.edited", _l("edited the notice"), counts=False),
        Act("notice.exported", _l("exported the receipts"), counts=False),
        Act("notice.filled_in", _l("filled in the form of the notice")),
        Act("notice.filled_in_for", _l("entered a firm's answers to the notice's form")),
        Act("notice.link_closed", _l("closed the public link of the notice"), undoes=("notice.link_opened",)),
        Act("notice.link_opened", _l("opened a public link to the notice")),
        Act("notice.refilled", _l("changed the answers to the notice's form")),
        Act("notice.restored", _l("restored the draft of the notice"), counts=False),
        Act("notice.scheduled", _l("scheduled the notice")),
        Act("notice.unscheduled", _l("cancelled the scheduled publication"), undoes=("notice.scheduled",)),
    ),
    cards=(Card("notices/_home.html", {Role.MEMBER: Column.BELOW}, rights.RECEIVE, load=listing.waiting, rank=1),),
    matters=(
        Matters(
            "notices/_home_question.html",
            _l("Questions about notices"),
            "notices.index",
            frozenset({Role.SECRETARIAT}),
            rights.RUN,
            _step,
            values={"show": "questions"},
            query=questions.waiting,
        ),
    ),
)
