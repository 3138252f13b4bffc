"""The tables of cases: the case, its rounds, events, files, departments at work, and who must not see it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db

CODE_LOST, UNCLEAR, THANKED = "code_lost_at IS NOT NULL", "open_since IS NOT NULL", "act = 'thank'"
"""As an index knows them: cases whose author waits for a call, those about nobody knows yet whom, presses of thanks."""


class Case(db.Model):
    """One case of one firm. Rows come only from `visibility.visible_to`, text only from `seeing.seen_by`."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state_step_due_id", "state", "step_due_at", "id"),
        Index("ix_cases_submitted_id_kind", "submitted_at", "id", "kind"),
        Index("ix_cases_disputed_closed", "disputed", "closed_at", "id"),
        Index("ix_cases_lead_department_state", "lead_department_id", "state"),
        Index("ix_cases_author", "author_contact_id", "author_account_id"),
        Index("ix_cases_code_lost", "code_lost_at", sqlite_where=text(CODE_LOST), postgresql_where=text(CODE_LOST)),
        Index("ix_cases_open_since", "open_since", sqlite_where=text(UNCLEAR), postgresql_where=text(UNCLEAR)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    confidential: Mapped[bool]
    show_name: Mapped[bool] = mapped_column(default=False)
    """Of a suggestion: the author wants its readers to see the firm's name."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    author_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None, like the firm, once the identity was erased."""
    author_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """The account that submitted; none where entered on behalf of a contact not yet invited."""
    author_phone: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    """Where the author was to be reached when it was submitted: whoever edits the roster later does not change it."""
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it is closed to its author: somebody else may have come into their account."""
    code_lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the author of a locked case said that its receipt code is lost."""
    author_left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when nobody can act as its author; what waits for the author stands still."""
    author_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """Until when whoever runs it says who goes on in the author's place."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    supervisor_runs: Mapped[bool] = mapped_column(default=False)
    """The secretariat or the leader is the respondent: the supervisor runs it instead."""
    leader_decides: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of an objection: the leader decides it, because the supervisor is concerned or decided the case itself."""
    category_id: Mapped[int | None] = mapped_column(ForeignKey("case_categories.id"))

    title: Mapped[str] = mapped_column(String(120))
    story: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    """*Names and evidence*: read only by the author and by who runs the case."""
    wish: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    """What it began from, as `about.found` reads it: `notice-12`."""
    released_title: Mapped[str] = mapped_column(String(120), default="")
    released_story: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(30), default="")
    complexity: Mapped[str] = mapped_column(String(10), default="")
    level: Mapped[int] = mapped_column(default=0)
    disputed: Mapped[bool] = mapped_column(default=False)
    round_number: Mapped[int] = mapped_column(default=1)
    own_desk: Mapped[bool] = mapped_column(default=False)
    lead_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    next_step: Mapped[str] = mapped_column(String(120), default="")
    """What the owner wrote as the next measure; read by everybody who sees the case, unless `others_step` says else."""
    others_step: Mapped[str | None] = mapped_column(String(120))
    """What others than the owner's department read instead, where that names somebody; empty until looked through."""

    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    contact_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    original_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Of the first round; never changes."""
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Of the current round, extensions included."""
    progress_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    step_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when whoever has it now must do the next step; None where nothing is to be done."""
    blue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_overdue: Mapped[bool] = mapped_column(default=False)
    """Set when any step was late; nothing clears it."""
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supplemented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    objected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    objection_decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened: Mapped[int] = mapped_column(default=0)
    extension_asked: Mapped[bool] = mapped_column(default=False)
    lacks_name: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of a respondent only the unit is known, and nobody has said yet who it is."""
    pressed_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """There was pressure to withdraw: until when whoever runs it speaks to the author. Nobody else knows."""
    pressed_contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """Until when whoever runs it looks through what was held back of a department's words; none where nothing was."""
    anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Kept open after such a withdrawal: only the author and who runs it ever learn whose it is."""
    open_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Nobody but the author sees it, until somebody has said whom it is about."""
    open_for_office: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The secretariat sees it meanwhile: it has written these words down itself."""
    waiting_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when the step was due that was under way when this began; it goes on from there."""
    question: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    """The author is asked whom they mean: `asked`, or `again` where nobody else could say."""
    consent_asked: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The author has not yet said yes or no to a consent, or to a letter, that was put before them."""
    limits: Mapped[dict[str, int]] = mapped_column(JSON)
    calendar_version: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseRound(db.Model):
    """One pass from acceptance to rating; a new round changes nothing in the old one."""

    __tablename__ = "case_rounds"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    cause: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    contact_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The first round has those of the case, which began before it; each later one begins with a call of its own."""
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    original_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str] = mapped_column(String(30), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    next_path: Mapped[str] = mapped_column(String(300), default="")
    drafted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    held_department_id: Mapped[int | None]
    """The draft names somebody: until it is published only this department and who runs the case read it."""
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    grade: Mapped[int | None]
    solved: Mapped[bool | None]
    clear: Mapped[bool | None]
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its answer was found to be late."""
    was_overdue: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Set when any step of it was late, of the first round also one before it; nothing clears it."""


class CaseExtension(db.Model):
    """A longer limit: asked for by the lead before it is due, granted or refused, or (neither) taken back."""

    __tablename__ = "case_extensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round_number: Mapped[int]
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    granted: Mapped[bool | None]
    old_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    new_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseAssignment(db.Model):
    """A department at work on a case: the lead or a helper; ended when it sends the case back."""

    __tablename__ = "case_assignments"
    __table_args__ = (Index("ix_case_assignments_department", "department_id", "ended_at", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    is_lead: Mapped[bool]
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signed_in_silence: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseEvent(db.Model):
    """Something that happened: a line of the timeline, with words that not everybody may read."""

    __tablename__ = "case_events"
    __table_args__ = (
        Index("ix_case_events_case_at", "case_id", "at", "id"),
        Index("ix_case_events_thanked", "at", sqlite_where=text(THANKED), postgresql_where=text(THANKED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round_number: Mapped[int]
    act: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who did it; none = time alone."""
    role: Mapped[str] = mapped_column(String(20), default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    """The department that acted, or on whose behalf the secretariat did."""
    on_behalf: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when others than the department that wrote it, and who runs the case, read the released text alone."""
    released_text: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Plain facts of the act that everybody who sees the case may read: dates, days, grade, department ids."""


class CaseFile(db.Model):
    """A file of a case; of a confidential one others get the released copy only."""

    __tablename__ = "case_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    audience: Mapped[str] = mapped_column(String(20))
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Of a department's file: when whoever runs a case without names decided whether others have it."""
    released_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseRespondent(db.Model):
    """Somebody whom the case is about; they see nothing of it."""

    __tablename__ = "case_respondents"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    found_in: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    """Where the program recognised it: `words` of the respondent or `story`; empty: somebody named it."""
    unsure: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The author may say that another one is meant; until then it is kept out like the others."""
    ticket: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    """Where nobody knows who is meant: how the supervisor's page calls it, who must not know the case."""
    text: Mapped[str] = mapped_column(String(200), default="")
    uscc: Mapped[str] = mapped_column(String(18), default="", index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the author took it back; whoever was named once goes on seeing nothing."""


class CaseRecusal(db.Model):
    """A person who must not see the case although the role would let them."""

    __tablename__ = "case_recusals"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseColleague(db.Model):
    """A colleague whom the author lets read and add."""

    __tablename__ = "case_colleagues"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True, index=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_author: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Named by the author, not by somebody on their behalf: may go on in the author's place."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """The account that they had when they were named."""
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it is closed to the colleague, until the author names them again; see `Case.locked_at`."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they opened it by the code that was passed on to them."""
