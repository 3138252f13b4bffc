"""What one can be allowed to do with the directory of departments."""

from flask_babel import lazy_gettext as _l

from ..rights import ADMINISTRATION, YES, Right

READ = Right(
    _l("Directory of departments: read"),
    secretariat=YES,
    member=YES,
    handler=YES,
    leader=YES,
    president=YES,
    supervisor=YES,
    admin=YES,
)
EDIT = Right(_l("Directory of departments: edit"), secretariat=YES)
ADMINISTER = Right(ADMINISTRATION, admin=YES)
