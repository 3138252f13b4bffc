"""Registers members with the application: pages, rights, log subjects, notifications, jobs."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..accounts.rights import ADMINISTER
from ..messages import Tell, To
from ..registry import Act, Feature, Place, Subject
from ..registry.finds import Findable
from ..registry.homes import Card, Column, Fact, Matters, Row, Step
from ..rights import Role
from . import industry, jobs, pages, rights, search, services, telling
from .models import Contact, Correction, Duty, Member, MemberKind, MemberStatus, Office, Size, Term
from .record import corrections, found, indexed, people
from .record.fields import MEMBER_FIELDS
from .standing import consenting
from .standing import words as standing_words
from .terms import roles

CHOICES: dict[str, Callable[[Any], object]] = {
    "duty": Duty.labels().get,
    "industry": lambda code: f"{code} {industry.name(code)}".strip(),
    "kind": MemberKind.labels().get,
    "office": Office.labels().get,
    "size": Size.labels().get,
    "status": MemberStatus.labels().get,
}

SHARED = ("address", "kind", "name", "short_name", "uscc")
"""Fields that the log calls alike in all features."""
FIELDS = {
    **{name: field.label for name, field in MEMBER_FIELDS.items() if name not in SHARED},
    "applied_at": _l("Applied on"),
    "began_on": _l("Began on"),
    "changed": _l("Changed"),
    "duty": _l("Duty"),
    "ended_on": _l("Ended on"),
    "held_by": _l("Held by"),
    "left_on": _l("Left on"),
    "left_reason": _l("Reason for leaving"),
    "likely": _l("Probably the same"),
    "new": _l("New"),
    "offices_carried": _l("Offices continued"),
    "offices_ended": _l("Offices ended"),
    "refused_on": _l("Not admitted on"),
    "sign_ins_kept": _l("Sign-in numbers kept"),
    "sign_ins_moved": _l("Sign-in numbers changed"),
    "term": _l("Term of office"),
    "took_likely": _l("Probable ones treated as the same"),
    "unchanged": _l("Unchanged"),
    "wechat": _l("WeChat"),
    "wrong": _l("Wrong"),
}
"""What logged values are called."""


def _application(row: Row) -> Step:
    return Step(row.title, url_for("members.show", member_id=row.key), _l("Look at the application"))


def _correction(row: Row) -> Step:
    page = url_for("members.show", member_id=row.key, _anchor="corrections")
    return Step(row.title, page, _l("Review the correction"))


def _outdated_role(row: Row) -> Step:
    return Step(row.title, url_for("members.terms", _anchor="roles"), _l("See who changes it"))


def _standing(key: str) -> str:
    kind, _dash, number = key.rpartition("-")
    if kind == "text":
        return _("Text on personal data, version %(number)s", number=number)
    return _("Version %(number)s", number=number)


FEATURE = Feature(
    "members",
    pages=(pages.blueprint,),
    places=(Place("members.index", _l("Members"), "member", rights.READ, rank=5),),
    rights=rights,
    subjects=(
        Subject(
            "member",
            _l("Member"),
            Member,
            name=Member.name,
            finds=search.name_matches,
            path="/members/",
            log_names_it=services.sees_all,
            log_shows_values=rights.READ.reaches_all,
            choices=CHOICES,
            fields=FIELDS,
            source=telling.OF_MEMBER,
        ),
        Subject(
            "contact",
            _l("Contact"),
            Contact,
            name=Contact.name + " · " + select(Member.name).where(Member.id == Contact.member_id).scalar_subquery(),
            finds=search.contact_name_matches,
            path="/members/",
            path_key=Contact.member_id,
            log_names_it=services.sees_all,
            log_shows_values=rights.READ.reaches_all,
            choices=CHOICES,
            fields=FIELDS,
            source=telling.OF_CONTACT,
        ),
        Subject(
            "correction",
            _l("Correction"),
            Correction,
            name=select(Member.name).where(Member.id == Correction.member_id).scalar_subquery(),
            path="/members/",
            path_key=Correction.member_id,
            log_names_it=services.sees_all,
            source=telling.OF_CORRECTION,
        ),
        Subject(
            "import",
            _l("Roster import"),
            log_shows_values=rights.READ.reaches_all,
            source=telling.OF_IMPORT,
            fields=FIELDS,
        ),
        Subject(
            "term",
            _l("Term of office"),
            Term,
            name=Term.name,
            path="/members/terms/",
            page_right=rights.EDIT,
            log_shows_values=lambda _actor: True,
            fields=FIELDS,
        ),
        Subject(
            "standing",
            _l("Standing of the chamber"),
            words=_standing,
            path="/members/standing#",
            page_right=rights.READ_STANDING,
            log_shows_values=lambda _actor: True,
            choices=standing_words.CHOICES,
            fields=standing_words.FIELDS,
        ),
    ),
    finds=(
        Findable(
            "member",
            _l("Members"),
            rights.READ,
            Member.id,
            search.found,
            Member.name_key,
            found.hits,
            "members.index",
            docs=indexed.docs,
            has_sound=True,
        ),
        Findable(
            "contact",
            _l("Contacts"),
            rights.FIND_PEOPLE,
            Contact.id,
            people.found,
            Contact.name,
            people.hits,
            "members.people_list",
            has_sound=True,
        ),
    ),
    works=jobs.WORKS,
    acts=(
        Act(
            "import.confirmed",
            _l("imported a roster"),
            (Tell(To.ACTOR, _l("The roster was imported: %(what)s."), telling.TOPIC, receipt=True),),
        ),
        Act("contact.came_back", _l("recorded that the contact came back"), undoes=("contact.left",)),
        Act("contact.created", _l("added the contact"), is_trace=True),
        Act("contact.edited", _l("edited the contact")),
        Act("contact.left", _l("recorded that the contact left")),
        Act("contact.revealed", _l("viewed the whole phone number"), is_trace=True, counts=False),
        Act("correction.asked", _l("reported an error on the page of their firm")),
        Act(
            "correction.settled",
            _l("dealt with an error reported by a firm"),
            (Tell(To.PERSON, _l("The secretariat has dealt with the error you reported: %(what)s."), telling.TOPIC),),
        ),
        Act("import.sent", _l("uploaded a roster to check"), counts=False),
        Act("member.active", _l("reactivated the member"), undoes=("member.suspended",)),
        Act(
            "member.admitted",
            _l("admitted the applicant"),
            (Tell(To.PERSON, _l("Your firm is now a member of the chamber: %(what)s."), telling.TOPIC),),
        ),
        Act("member.applicant", _l("recorded an application"), undoes=("member.refused",)),
        Act("member.appointed", _l("appointed to an office")),
        Act("member.came_back", _l("recorded that the member came back"), undoes=("member.left", "member.expelled")),
        Act("member.created", _l("added the member")),
        Act("member.edited", _l("edited the member")),
        Act("member.expelled", _l("recorded that the member was expelled")),
        Act("member.exported", _l("exported the roster"), counts=False),
        Act("member.imported", _l("imported the member"), counts=False),
        Act("member.left", _l("recorded that the member left")),
        Act("member.noted", _l("wrote a note"), is_trace=True),
        Act("member.office_corrected", _l("corrected an office entered wrongly")),
        Act("member.office_ended", _l("ended an office")),
        Act("member.office_taken_away", _l("removed an office that was never held")),
        Act(
            "member.refused",
            _l("did not admit the applicant"),
            (Tell(To.PERSON, _l("The application to join the chamber was not approved: %(what)s."), telling.TOPIC),),
        ),
        Act("member.suspended", _l("suspended the member")),
        Act("standing.agreed", _l("agreed to the text on personal data"), counts=False),
        Act("standing.changed", _l("changed the standing of the chamber")),
        Act("standing.refused", _l("refused the text on personal data"), counts=False),
        Act("standing.text_published", _l("put a text on personal data in force")),
        Act("term.began", _l("began the term of office")),
        Act("term.begin_undone", _l("undid the beginning of the term of office"), undoes=("term.began",)),
        Act("term.end_undone", _l("undid the ending of the term of office"), undoes=("term.ended",)),
        Act("term.ended", _l("ended the term of office")),
    ),
    facts=(
        Fact(
            "members_now",
            _l("Active members"),
            frozenset({Role.PRESIDENT}),
            rights.READ,
            services.number_now,
            endpoint="members.index",
            values={"status": MemberStatus.ACTIVE.value},
        ),
        Fact(
            "members_joined",
            _l("Joined this year"),
            frozenset({Role.PRESIDENT}),
            rights.READ,
            services.number_joined,
            endpoint="members.index",
            values={"year": "joined"},
        ),
        Fact(
            "members_left",
            _l("Left or expelled this year"),
            frozenset({Role.PRESIDENT}),
            rights.READ,
            services.number_left,
            endpoint="members.index",
            values={"year": "left"},
        ),
    ),
    cards=(
        Card("members/_home_roles.html", {Role.ADMIN: Column.ABOVE}, ADMINISTER, load=roles.outdated),
        Card("members/_home_consent.html", {Role.MEMBER: Column.ABOVE}, rights.AGREE, count=consenting.asks, rank=1),
    ),
    matters=(
        Matters(
            "members/_home_applicant.html",
            _l("Applicants"),
            "members.index",
            frozenset({Role.SECRETARIAT}),
            rights.EDIT,
            _application,
            values={"status": MemberStatus.APPLICANT.value},
            query=services.applicants,
        ),
        Matters(
            "members/_home_correction.html",
            _l("Errors reported by firms"),
            "members.open_corrections",
            frozenset({Role.SECRETARIAT}),
            rights.EDIT,
            _correction,
            query=corrections.waiting,
        ),
        Matters(
            "members/_home_role.html",
            _l("Roles of an ended office"),
            "members.terms",
            frozenset({Role.SECRETARIAT}),
            rights.EDIT,
            _outdated_role,
            query=roles.waiting,
        ),
    ),
)
