"""Registers long jobs with the application: pages, the task of the worker, notifications."""

from flask_babel import lazy_gettext as _l

from ..messages import Tell, To
from ..registry import Act, Feature, Subject
from ..registry.homes import Card, Column
from ..rights import Role
from . import pages, running, services, telling

FEATURE = Feature(
    "jobs",
    pages=(pages.blueprint,),
    subjects=(Subject("job", _l("Background job"), secretariat_reads=False, source=telling.SOURCE),),
    each_day=(services.expire_each_day,),
    tasks={services.RUN_JOBS: running.run_all},
    acts=(
        Act(
            "job.finished",
            _l("finished the background job"),
            (Tell(To.ACTOR, _l("Ready to download: %(what)s."), telling.TOPIC, receipt=True),),
            counts=False,
        ),
        Act(
            "job.failed",
            _l("background job failed"),
            (Tell(To.ACTOR, _l("Not done, please see why: %(what)s."), telling.TOPIC, receipt=True),),
            counts=False,
        ),
        Act("job.asked", _l("started a background job"), counts=False),
        Act("job.cancelled", _l("cancelled the background job"), counts=False),
        Act("job.fetched", _l("downloaded the table of a background job"), counts=False),
    ),
    cards=(
        Card(
            "jobs/_home.html",
            dict.fromkeys((Role.SECRETARIAT, Role.LEADER, Role.SUPERVISOR), Column.ABOVE),
            count=services.under_way,
        ),
    ),
)
