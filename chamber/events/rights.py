"""The rights on events: who may read, manage, and register whom."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, OPEN, OWN, YES, Reach, Right

ANYONE = Reach(_l("anyone, on behalf"))
SELF = Reach(_l("this person"))

READ = Right(_l("Events: read"), secretariat=ALL, member=OPEN, handler=OPEN, leader=ALL, president=ALL, supervisor=OPEN)
RUN = Right(_l("Events: create, edit, check in, print"), secretariat=YES)
REGISTER = Right(
    _l("Events: register oneself or a colleague"),
    secretariat=ANYONE,
    member=OWN,
    handler=SELF,
    leader=SELF,
    president=SELF,
    supervisor=SELF,
)
