"""The rights on members: who may read, edit, import and export."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, OWN, YES, Reach, Right

DIRECTORY = Reach(_l("directory view: name, industry, office, introduction; no phones"))
FIRM = Reach(_l("own firm; of others name, industry, office, introduction, no phones"))
PUBLIC = Reach(_l("what the chamber is, and its text on personal data"))
MASKED = Reach(_l("all, phones masked"))
MEMBERS_MASKED = Reach(_l("members, phones masked"))

READ = Right(
    _l("Members: list and read"),
    secretariat=ALL,
    member=FIRM,
    leader=MASKED,
    president=MEMBERS_MASKED,
    supervisor=DIRECTORY,
)
FIND_PEOPLE = Right(
    _l("Contacts: find by name and number"), secretariat=ALL, member=OWN, leader=MASKED, president=MEMBERS_MASKED
)
EDIT = Right(_l("Members: edit, import, export"), secretariat=YES)
CORRECT = Right(_l("Members: report errors on the page"), member=OWN)
READ_STANDING = Right(
    _l("Standing of the chamber: read"),
    secretariat=ALL,
    member=PUBLIC,
    handler=PUBLIC,
    leader=ALL,
    president=ALL,
    supervisor=ALL,
    admin=ALL,
)
EDIT_STANDING = Right(_l("Standing of the chamber: change"), secretariat=YES)
AGREE = Right(_l("Text on personal data: agree or refuse"), member=YES, after_leaving=True)
