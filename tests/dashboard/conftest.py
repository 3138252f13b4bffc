"""One matter of each kind that waits for the secretariat."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.members.record import corrections
from chamber.members.standing import changing
from chamber.members.standing.changing import Typed
from chamber.notices.answers import questions
from chamber.notifications import worker
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import make_member
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.factories.notices import make_notice
from tests.factories.notifications import failed_bot_message, make_bot


@pytest.fixture
def one_of_each(drive: Drive, clock: Clock, actor: Callable[..., Actor], db: SQLAlchemy) -> Drive:
    """One matter of each kind that waits for the secretariat."""
    cast, staff = drive.cast, actor(drive.cast.secretary)
    worker.write_heartbeat()
    changing.change(Typed("registered"), actor=staff, version=0)
    drive.submit()
    soon = clock.now + timedelta(hours=2)
    make_event(staff, title="今天的会", starts_at=soon, ends_at=soon + timedelta(hours=1))
    make_event(staff, title="明天的会", starts_at=soon + timedelta(days=1), ends_at=soon + timedelta(days=1, hours=1))
    make_member("新来的有限公司", 77, status="applicant")
    corrections.ask(cast.firm.id, "地址已经变更", actor=actor(cast.member))
    questions.ask(make_notice(staff).id, "几点开始？", actor=actor(cast.member))
    failed_bot_message(make_bot("会员群"))
    db.session.commit()
    return drive
