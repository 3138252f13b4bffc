"""The notices of the demo: written, published, read, confirmed and filled in, asked about, corrected, withdrawn."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from ..errors import NotFound
from ..notices import services
from ..notices.answers import filling, questions, receipts, receiving
from ..notices.models import Notice, NoticeKind, Receipt
from ..notices.writing import publishing
from ..notices.writing.audience import Audience
from ..notices.writing.details import Correction, NoticeDetails
from ..notices.writing.fields import FieldDetails
from ..rights import Actor, Role
from .world import World, data


def plan_notices(world: World) -> None:
    """Plan every notice of the data file."""
    for place, told in enumerate(data("notices")["notice"]):
        Announcement(world, told, Random(place)).plan()  # noqa: S311


class Announcement:
    """One notice from its draft to its last receipt."""

    def __init__(self, world: World, told: dict[str, Any], random: Random) -> None:
        self.world, self.told, self.random = world, told, random
        timeline = world.timeline
        self.written_at = min(timeline.at(timeline.near(told["day"])), timeline.now - timedelta(hours=9))
        self.notice_id = 0

    def plan(self) -> None:
        """Put every act of it on the timeline."""
        told, add, written = self.told, self.world.timeline.add, self.written_at
        add(written, self._create)
        if told.get("draft"):
            if told.get("discard"):
                away = written + timedelta(minutes=40)
                add(away, lambda: publishing.discard(self.notice_id, actor=self._secretary()))
            return
        if "ahead" in told:
            add(written + timedelta(minutes=20), self._schedule)
            return
        out = written + timedelta(minutes=20)
        add(out, lambda: publishing.publish(self.notice_id, actor=self._secretary()))
        if told.get("public"):
            link = out + timedelta(minutes=1)
            add(link, lambda: publishing.set_public_link(self.notice_id, True, actor=self._secretary()))
        self._plan_readers(out)
        if "question" in told:
            self._plan_question(out + timedelta(minutes=40))
        if "remind" in told:
            again = out + timedelta(days=told["remind"])
            add(again, lambda: receipts.remind(self.notice_id, actor=self._secretary()))
        if "correct" in told:
            add(out + timedelta(hours=3), self._correct)
        if "withdraw" in told:
            why = told["withdraw"]
            gone = out + timedelta(hours=5)
            add(gone, lambda: publishing.withdraw(self.notice_id, reason=why, actor=self._secretary()))

    def _plan_readers(self, out: datetime) -> None:
        told = self.told
        for place, username in enumerate(sorted(self.world.authors)):
            chance = self.random.random()
            read, confirmed = chance < told["read"], chance < told["confirmed"]
            if self.world.authors[username][0] == "mingche":
                read, confirmed = "member" in told, told.get("member") == "confirmed"
            act = receiving.confirm if confirmed else receiving.open_notice
            at = out + timedelta(minutes=5 + 7 * place)
            if read:
                self.world.timeline.add(at, self._reading(username, act))
            if chance < told.get("filled_in", 0) and self.world.authors[username][0] != "mingche":
                texts = told["replies"][place % len(told["replies"])].split("|")
                self.world.timeline.add(at + timedelta(minutes=3), self._replying(username, texts))

    def _plan_question(self, asked_at: datetime) -> None:
        username, text, *answer = self.told["question"].split("|")
        made: list[int] = []

        def ask() -> None:
            made.append(questions.ask(self.notice_id, text, actor=self._reader(username)).id)

        def reply() -> None:
            secretary, shared = self._secretary(), answer[1:] == ["shared"]
            questions.answer(self.notice_id, made[0], answer[0], is_shared=shared, actor=secretary)

        self.world.timeline.add(asked_at, ask)
        if answer:
            self.world.timeline.add(asked_at + timedelta(hours=2), reply)

    def _secretary(self) -> Actor:
        return self.world.actor("secretary", Role.SECRETARIAT)

    def _reader(self, username: str) -> Actor:
        return self.world.actor(username, Role.MEMBER)

    def _reading(self, username: str, act: Callable[..., Notice]) -> Callable[[], None]:
        def read() -> None:
            # Not every notice goes to every firm.
            with suppress(NotFound):
                act(self.notice_id, actor=self._reader(username))

        return read

    def _replying(self, username: str, texts: list[str]) -> Callable[[], None]:
        def fill_in() -> None:
            reader = self._reader(username)
            notice = services.find(self.notice_id, reader)
            own = receiving.own_receipt(notice, reader)
            # The first of a firm who answers is enough.
            if own and not own.answered_at:
                typed = dict(zip([field.id for field in notice.fields], texts, strict=True))
                filling.fill_in(notice.id, filling.Reply(typed, {}), actor=reader)

        return fill_in

    def _create(self) -> None:
        told, pinned = self.told, self.told.get("pinned")
        timeline, until = self.world.timeline, told.get("until")
        ticked: dict[str, Any] = {name: tuple(told.get(name, ())) for name in ("office", "section")}
        details = NoticeDetails(
            title=told["title"],
            body=told["body"],
            kind=NoticeKind(told["kind"]),
            urgent_reason=told.get("urgent_reason", ""),
            receipt=Receipt(told["receipt"]),
            answer_until=timeline.at(timeline.near(until), time(18)) if until else None,
            fields=tuple(_field(line) for line in told.get("fields", ())),
            pinned_until=timeline.near(pinned) if pinned else None,
            audience=Audience(told.get("whom", "all"), **ticked),
        )
        self.notice_id = services.create(details, actor=self._secretary()).id

    def _schedule(self) -> None:
        timeline = self.world.timeline
        at = timeline.at(timeline.near(self.told["ahead"]), time(9))
        publishing.schedule(self.notice_id, at, actor=self._secretary())

    def _correct(self) -> None:
        secretary = self._secretary()
        notice = services.find(self.notice_id, secretary)
        correction = Correction(notice.title, self.told["corrected"], notice.pinned_until, self.told["correct"])
        publishing.correct(notice.id, correction, version=notice.version, actor=secretary)


def _field(line: str) -> FieldDetails:
    label, kind, needed, *choices = line.split("|")
    return FieldDetails(label, kind, needed == "required", "\n".join(choices))
