"""Mail about what belongs to a case: measures, task forces, meetings, slips and letters are named in none."""

from datetime import timedelta

from chamber.cases.force import meeting
from chamber.cases.ladder import climbing
from chamber.cases.letters import writing
from chamber.extensions import db
from chamber.measures import doing
from chamber.notifications.sending import outbox
from chamber.workdays import services as workdays
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import MARKS, Drive
from tests.factories.forces import PURPOSE, at_work
from tests.factories.measures import TASKS, make_measure, marked, to_department
from tests.factories.notifications import lines_of
from tests.notifications.post_office import PostOffice, words

PLACE = "紫荆会议记号"
LETTER = "榆叶梅商请记号"


def test_no_mail_names_what_belongs_to_a_case(post: PostOffice, cast: Cast, clock: Clock) -> None:
    drive = Drive(cast)
    cast.other_handler.email = "other@example.com"
    drive.submit()
    drive.accept()
    letter = writing.Draft(cast.department.id, LETTER, LETTER)
    writing.propose_letter(drive.reference, letter, actor=drive.who("secretary"))
    references = [drive.reference]
    at_work(drive, confidential=True)
    of_case = {"kind": "case", "subject_id": drive.case.id, "source": "task_force", "is_public": True}
    made = make_measure(drive.who("secretary"), to_department(cast.department.id), **marked("case"), **of_case)  # type: ignore[arg-type]
    doing.finish(made.reference, TASKS["held"], actor=drive.who("handler"))
    meeting.call_meeting(drive.reference, clock.now + timedelta(days=2), PLACE, actor=drive.who("handler"))
    db.session.commit()
    outbox.send_due()
    clock.set(workdays.next_opening(workdays.deadline(drive.case.due_at or clock.now, 1)))
    climbing.pass_time()
    outbox.send_due()
    names = ("member", "handler", "secretary", "other_handler")
    told = {line.line.partition(":")[0] for name in names for line in lines_of(getattr(cast, name))}
    assert told >= {
        "measure.given",
        "measure.done",
        "case.call_meeting",
        "case.propose_letter",
        "time.case_level_1",
    }
    hidden = [*MARKS.values(), *TASKS.values(), PURPOSE, PLACE, LETTER, *references, drive.reference, made.reference]
    hidden += ["瓯新", cast.member.name, cast.department.name, "/cases/", "/measures/"]
    assert len(post.taken) > 8
    named = [(word, words(mail)) for mail in post.taken for word in hidden if word in words(mail)]
    # Everybody is called by the own name.
    assert not [(word, said) for word, said in named if word != cast.member.name or "member@" not in said]
