"""The rights on notices: who may read, answer, and publish."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, OPEN, OWN, YES, Right

READ = Right(_l("Notices: read"), secretariat=ALL, member=OWN, leader=OPEN, president=OPEN, supervisor=OPEN)
RECEIVE = Right(_l("Notices: confirm, fill in forms, ask about them"), member=OWN)
RUN = Right(_l("Notices: write, publish, see the receipts, answer"), secretariat=YES)
