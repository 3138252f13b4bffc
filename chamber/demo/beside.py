"""What happens to a case of the demo beside its way: people named, told, kept out, let in again."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from .. import clock
from ..accounts.joining import invitations
from ..cases.access import opening, respondents
from ..cases.authors import leaving
from ..cases.doing import answering, handling, pressure, releasing, routing, sharing, whom
from ..cases.force import forming, meeting
from ..cases.force.people import Seat
from ..cases.letters import writing
from ..cases.letters.models import CaseLetter
from ..cases.models import Case, CaseFile
from ..cases.models_authors import CaseConsent
from ..cases.outside import recording
from ..cases.papers import answer, handling_slip
from ..cases.paths import following
from ..cases.pausing import monitoring, suspending, terminating
from ..cases.reading.whom import to_take_back
from ..cases.retention import holding as keeping
from ..cases.rounds import calling
from ..cases.rules import holding
from ..cases.rules.acts import Audience
from ..cases.suggestions import implementing, publishing, supporting
from ..cases.suggestions.models import PublishedSuggestion
from ..cases.thanks import thanking
from ..cases.words import RespondentKind
from ..extensions import db
from ..measures import doing as measures
from ..members.models import Contact
from ..members.record import contacts
from ..rights import Role
from ..workdays import services as workdays
from .story import Story

AFTERNOON = time(14, 30)


class Beside(Story):
    """The service for each such step."""

    def do_add(self, options: list[str], words: list[str]) -> None:
        kept = (self.paper,) if "kept" in options else ()
        sharing.add(self.reference, words[0], (self.paper,), actor=self.author(), kept=kept)

    def do_keep_back(self, _options: list[str], _words: list[str]) -> None:
        others_too = CaseFile.audience == Audience.WORDS
        files = select(CaseFile.id).where(CaseFile.case_id == self._row().id, others_too)
        sharing.mark_file(self.reference, db.session.scalars(files).one(), True, actor=self.author())

    def do_colleague(self, options: list[str], _words: list[str]) -> None:
        contact = self.world.contacts[self.firm][int(options[0])]
        sharing.name_colleague(self.reference, contact, actor=self.author())

    def do_leaves(self, _options: list[str], _words: list[str]) -> None:
        contact = db.session.get_one(Contact, self._row().author_contact_id)
        contacts.leave(contact.member_id, contact.id, actor=self.world.actor("secretary", Role.SECRETARIAT))

    def do_left_by_mistake(self, options: list[str], words: list[str]) -> None:
        contact = db.session.get_one(Contact, self._row().author_contact_id)
        self.do_leaves(options, words)
        contacts.come_back(contact.member_id, contact.id, actor=self.world.actor("secretary", Role.SECRETARIAT))

    def do_hand_on(self, options: list[str], words: list[str]) -> None:
        contact = self.world.contacts[self.firm][int(options[0])]
        leaving.hand_on(self.reference, contact, words[0], actor=self.runner())

    def do_alone(self, _options: list[str], words: list[str]) -> None:
        leaving.go_on_without(self.reference, words[0], actor=self.runner())

    def do_ask_consent(self, options: list[str], words: list[str]) -> None:
        sharing.ask_consent(self.reference, options[0], words[0], actor=self.runner())

    def do_consent(self, options: list[str], _words: list[str]) -> None:
        query = select(CaseConsent.id).join(Case, Case.id == CaseConsent.case_id)
        consent_id = db.session.scalars(query.where(Case.reference == self.reference)).one()
        sharing.decide_consent(self.reference, consent_id, options[0] == "yes", actor=self.author())

    def do_hold(self, _options: list[str], words: list[str]) -> None:
        keeping.hold_identity(self.reference, words[0], actor=self.runner())

    def do_end_hold(self, _options: list[str], words: list[str]) -> None:
        keeping.end_hold(self.reference, words[0], actor=self.runner())

    def do_recuse(self, options: list[str], words: list[str]) -> None:
        respondents.recuse(self.reference, self.world.accounts[options[0]], words[0], actor=self.runner())
        self.runs_alone = True

    def do_means(self, options: list[str], _words: list[str]) -> None:
        answering.name_respondent(self.reference, options[0], actor=self.author())

    def do_clarify(self, options: list[str], _words: list[str]) -> None:
        whom.clarify(self.reference, self._against(RespondentKind.DEPARTMENT, options[0])[0](), actor=self.runner())

    def do_about(self, options: list[str], words: list[str]) -> None:
        whom.add_respondent(self.reference, self._against(options[0], words[0])[0](), actor=self.author())

    def do_not_about(self, _options: list[str], words: list[str]) -> None:
        author = self.author()
        named = to_take_back(self._row(), author)
        whom.remove_respondent(self.reference, next(key for key, name in named if name == words[0]), actor=author)

    def _row(self) -> Case:
        return db.session.scalars(select(Case).where(Case.reference == self.reference)).one()

    def do_confidential(self, _options: list[str], _words: list[str]) -> None:
        releasing.make_confidential(self.reference, actor=self.author())

    def do_helpers(self, options: list[str], words: list[str]) -> None:
        helpers = tuple(self.world.departments[one] for one in options)
        routing.change_helpers(self.reference, words[0], helpers, actor=self.runner())

    def do_take_back_extension(self, _options: list[str], _words: list[str]) -> None:
        handling.take_back_extension(self.reference, actor=self.owner())

    def do_look_through(self, _options: list[str], words: list[str]) -> None:
        waiting = holding.waiting(self._row())
        number = waiting.id if waiting else 0
        releasing.look_through(self.reference, number, words[0], actor=self.runner())

    def do_suspend(self, options: list[str], words: list[str]) -> None:
        suspending.suspend(self.reference, options[0], words[0], actor=self.runner())

    def do_keep_suspended(self, _options: list[str], words: list[str]) -> None:
        suspending.keep_suspended(self.reference, words[0], actor=self.runner())

    def do_resume(self, _options: list[str], words: list[str]) -> None:
        suspending.resume(self.reference, words[0], actor=self.runner())

    def do_monitor(self, options: list[str], words: list[str]) -> None:
        owner = self.world.departments[options[0]] if options else None
        monitoring.monitor(self.reference, words[0], owner, actor=self.runner())

    def do_keep_monitoring(self, _options: list[str], words: list[str]) -> None:
        monitoring.keep_monitoring(self.reference, words[0], actor=self.runner())

    def do_take_up(self, _options: list[str], words: list[str]) -> None:
        monitoring.take_up(self.reference, words[0], actor=self.runner())

    def do_close_monitored(self, _options: list[str], words: list[str]) -> None:
        monitoring.close_monitored(self.reference, words[0], actor=self.runner())

    def do_terminate(self, options: list[str], words: list[str]) -> None:
        terminating.terminate(self.reference, options[0], words[0], actor=self.runner())

    def do_come_back(self, _options: list[str], words: list[str]) -> None:
        terminating.come_back(self.reference, words[0], actor=self.runner())

    def do_follow_up(self, options: list[str], words: list[str]) -> None:
        following.follow_up(self.reference, options[0], words[0], actor=self.runner())

    def do_try_call(self, _options: list[str], _words: list[str]) -> None:
        calling.try_call(self.reference, actor=self.runner())

    def do_thank(self, _options: list[str], _words: list[str]) -> None:
        thanking.thank(self.reference, actor=self.author())

    def do_handling_slip(self, _options: list[str], _words: list[str]) -> None:
        handling_slip.issue_handling_slip(self.reference, actor=self.runner())

    def do_issue_answer(self, _options: list[str], _words: list[str]) -> None:
        answer.issue_answer(self.reference, actor=self.runner())

    def do_letter(self, options: list[str], words: list[str]) -> None:
        until = clock.today() + timedelta(days=int(options[1]))
        letter = writing.Draft(self.world.departments[options[0]], words[0], words[1], until)
        writing.propose_letter(self.reference, letter, actor=self.runner())

    def do_letter_agreed(self, _options: list[str], words: list[str]) -> None:
        writing.decide_letter(self.reference, self._letter(), True, words[0] if words else "", actor=self.author())

    def do_letter_sent(self, _options: list[str], _words: list[str]) -> None:
        writing.issue_letter(self.reference, self._letter(), actor=self.runner())

    def do_letter_reply(self, _options: list[str], words: list[str]) -> None:
        writing.reply_letter(self.reference, self._letter(), words[0], (self.paper,), actor=self.runner())

    def _letter(self) -> int:
        query = select(CaseLetter.id).where(CaseLetter.case_id == self._row().id).order_by(CaseLetter.id.desc())
        return db.session.scalars(query.limit(1)).one()

    def do_outside(self, options: list[str], words: list[str]) -> None:
        until = clock.today() + timedelta(days=int(options[1]))
        recording.note_outside(self.reference, options[0], words[0], until, actor=self.runner())

    def do_outside_reply(self, _options: list[str], words: list[str]) -> None:
        recording.reply_outside(self.reference, words[0], actor=self.runner())

    def do_feature(self, _options: list[str], words: list[str]) -> None:
        title, text, outcome = [*words, ""][:3]
        publishing.publish_suggestion(self.reference, title, text, outcome, actor=self.runner())

    def do_take_down(self, _options: list[str], words: list[str]) -> None:
        publishing.take_down(self.reference, words[0], actor=self.runner())

    def do_support(self, options: list[str], _words: list[str]) -> None:
        firms = {firm: name for name, (firm, _place) in reversed(self.world.authors.items())}
        for username in [name for firm, name in firms.items() if firm != self.firm][: int(options[0])]:
            supporting.support(self._published().id, wanted=True, actor=self.world.actor(username, Role.MEMBER))

    def _published(self) -> PublishedSuggestion:
        row = publishing.of_case(self._row())
        if row is None:
            raise LookupError(self.reference)
        return row

    def do_implement(self, options: list[str], words: list[str]) -> None:
        unit = self.world.departments[self.departments[0]] if self.departments else None
        due = workdays.add(clock.today(), int(options[0])).day
        plan = implementing.Plan(words[0], words[1], due, unit)
        implementing.implement(self.reference, plan, actor=self.runner())

    def do_measure_done(self, _options: list[str], words: list[str]) -> None:
        measures.finish(self._measure(), words[0], actor=self.owner())

    def do_measure_confirmed(self, _options: list[str], _words: list[str]) -> None:
        measures.confirm(self._measure(), actor=self.world.actor("fangzhixing", Role.SECRETARIAT))

    def _measure(self) -> str:
        return implementing.going_on(self._row().id)[0]

    def do_keep_implementing(self, _options: list[str], words: list[str]) -> None:
        implementing.keep_implementing(self.reference, words[0], actor=self.runner())

    def do_close_implemented(self, _options: list[str], words: list[str]) -> None:
        implementing.close_implemented(self.reference, words[0], actor=self.runner())

    def do_call_pressed(self, _options: list[str], words: list[str]) -> None:
        pressure.contact_pressed(self.reference, words[0], actor=self.runner())

    def do_keep_open(self, _options: list[str], words: list[str]) -> None:
        pressure.keep_open(self.reference, words[0], actor=self.runner())

    def do_link(self, _options: list[str], _words: list[str]) -> None:
        contact = db.session.get_one(Contact, self.author().contact_id)
        self.link = invitations.issue(actor=self.world.actor("secretary", Role.SECRETARIAT), contact=contact)

    def do_join_anew(self, _options: list[str], _words: list[str]) -> None:
        author = self.author()
        username = next(name for name, account_id in self.world.accounts.items() if account_id == author.account_id)
        self.world.join(self.link, username, author.name)

    def do_lose_code(self, _options: list[str], _words: list[str]) -> None:
        opening.say_lost(actor=self.author())

    def do_open_again(self, _options: list[str], words: list[str]) -> None:
        supervisor, contact_id = self.world.actor("supervisor", Role.SUPERVISOR), self.author().contact_id or 0
        for number in opening.call(contact_id, actor=supervisor).numbers:
            opening.open_after_call(contact_id, number, words[0], actor=supervisor)

    def _seats(self) -> list[Seat]:
        """The lead handler of each department at work, the lead department first."""
        names = self.departments
        return [Seat(self.world.departments[one], self.world.accounts[self.world.leads[one]]) for one in names]

    def do_propose_force(self, _options: list[str], words: list[str]) -> None:
        lead, *others = self._seats()
        forming.propose_task_force(self.reference, words[0], lead, others, actor=self.runner())

    def do_approve_force(self, _options: list[str], words: list[str]) -> None:
        leader = self.world.actor("leader", Role.LEADER)
        forming.decide_task_force(self.reference, True, words[0], actor=leader)

    def do_end_force(self, _options: list[str], words: list[str]) -> None:
        forming.end_task_force(self.reference, words[0], actor=self.runner())

    def do_change_force(self, options: list[str], words: list[str]) -> None:
        lead, *others = self._seats()
        account = self.world.accounts[options[0]]
        others.append(Seat(lead.department_id, account))
        forming.change_task_force(self.reference, words[0], lead, others, actor=self.runner())

    def do_meeting(self, options: list[str], words: list[str]) -> None:
        day = workdays.add(clock.today(), int(options[0])).day
        meeting.call_meeting(
            self.reference, datetime.combine(day, AFTERNOON, clock.LOCAL), words[0], actor=self.owner()
        )

    def do_call_off_meeting(self, _options: list[str], words: list[str]) -> None:
        meeting.call_off_meeting(self.reference, words[0], actor=self.owner())

    def do_minutes(self, _options: list[str], words: list[str]) -> None:
        meeting.note_meeting(self.reference, words[0], actor=self.owner())
