"""What the log's acts, subjects and fields are called."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "account": _l("Account"),
    "case": _l("Case"),
    "caselimit": _l("Limit of cases"),
    "contact": _l("Contact"),
    "directory": _l("Department"),
    "event": _l("Event"),
    "import": _l("Roster import"),
    "invitation": _l("Sign-in link"),
    "ledger": _l("Ledger"),
    "member": _l("Member"),
    "suggestion": _l("Suggestion"),
    "term": _l("Term of office"),
    "workday": _l("Working day"),
}

ACTS = {
    "account.created": _l("made the account"),
    "account.disabled": _l("disabled the account"),
    "account.enabled": _l("enabled the account"),
    "account.joined": _l("joined by a link"),
    "account.linked": _l("linked the account to a firm"),
    "account.password_changed": _l("changed the own password"),
    "account.roles_changed": _l("changed the roles"),
    "account.signed_in": _l("signed in"),
    "account.unlinked": _l("parted the account from a firm"),
    "case.ledger_exported": _l("exported the ledger of cases"),
    "case.limit_changed": _l("changed a limit of cases"),
    "contact.came_back": _l("noted that the contact came back"),
    "contact.created": _l("added the contact"),
    "contact.edited": _l("edited the contact"),
    "contact.left": _l("noted that the contact left"),
    "contact.revealed": _l("looked at the whole phone number"),
    "directory.created": _l("added the department"),
    "directory.edited": _l("edited the department"),
    "directory.handlers_set": _l("set the handlers"),
    "directory.verified": _l("verified the entry"),
    "event.called_off": _l("called the event off"),
    "event.check_in_undone": _l("took a check-in back"),
    "event.checked_in": _l("checked somebody in"),
    "event.created": _l("made the event"),
    "event.edited": _l("edited the event"),
    "event.finished": _l("marked the event as done"),
    "event.promoted": _l("gave a seat from the waiting list"),
    "event.published": _l("published the event"),
    "event.registered": _l("registered somebody"),
    "event.seated": _l("gave a seat by hand"),
    "event.sheet_read": _l("took the sign-in sheet"),
    "event.skipped": _l("passed over somebody on the waiting list"),
    "event.unregistered": _l("cancelled a registration"),
    "event.waitlisted": _l("put somebody on the waiting list"),
    "event.walked_in": _l("let somebody in at the door"),
    "import.confirmed": _l("took the roster over"),
    "import.sent": _l("sent a roster in"),
    "invitation.issued": _l("issued a sign-in link"),
    "member.appointed": _l("appointed to an office"),
    "member.came_back": _l("noted that the member came back"),
    "member.created": _l("added the member"),
    "member.edited": _l("edited the member"),
    "member.exported": _l("exported the roster"),
    "member.imported": _l("imported the member"),
    "member.left": _l("noted that the member left"),
    "member.noted": _l("wrote a note"),
    "member.office_ended": _l("ended an office"),
    "term.began": _l("began the term of office"),
    "term.ended": _l("ended the term of office"),
    "workdays.changed": _l("changed the calendar"),
}

FIELDS = {
    "address": _l("Address"),
    "duties": _l("Duties"),
    "handlers": _l("Handlers"),
    "hours": _l("Office hours"),
    "is_workday": _l("Working day"),
    "lead": _l("Lead"),
    "name": _l("Name"),
    "people": _l("People to ring"),
    "phone": _l("Office phone"),
    "position": _l("Place in the list"),
    "reason": _l("Reason"),
    "roles": _l("Roles"),
    "short_name": _l("Short name"),
    "uscc": _l("Unified social credit code"),
    "verified_on": _l("Verified on"),
}


def act_label(act: str) -> str:
    """An act as a person says it; the code itself where no words are known."""
    return str(ACTS.get(act, act.replace(".", ": ").replace("_", " ")))


def kind_label(kind: str) -> str:
    """A kind of subject as a person says it."""
    return str(KINDS.get(kind, kind))


def field_label(name: str) -> str:
    """A field as a person says it."""
    return str(FIELDS.get(name, name.replace("_", " ")))
