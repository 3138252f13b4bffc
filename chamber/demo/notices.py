"""The notices of the demo, from draft to last receipt (`notices.toml`)."""

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
    for place, spec in enumerate(data("notices")["notice"]):
        DemoNotice(world, spec, Random(place)).plan()  # noqa: S311


class DemoNotice:
    """A notice and everything that happens to it."""

    def __init__(self, world: World, spec: dict[str, Any], random: Random) -> None:
        self.world, self.spec, self.random = world, spec, random
        timeline = world.timeline
        self.written_at = min(timeline.at(timeline.near(spec["day"])), timeline.now - timedelta(hours=9))
        self.notice_id = 0

    def plan(self) -> None:
        """Add its acts to the timeline."""
        spec, add, written = self.spec, self.world.timeline.add, self.written_at
        add(written, self._create)
        if spec.get("draft"):
            if spec.get("discard"):
                away = written + timedelta(minutes=40)
                add(away, lambda: publishing.discard(self.notice_id, actor=self._secretary()))
            return
        if "ahead" in spec:
            add(written + timedelta(minutes=20), self._schedule)
            return
        out = written + timedelta(minutes=20)
        add(out, lambda: publishing.publish(self.notice_id, actor=self._secretary()))
        if spec.get("public"):
            link = out + timedelta(minutes=1)
            add(link, lambda: publishing.set_public_link(self.notice_id, True, actor=self._secretary()))
        self._plan_readers(out)
        if "question" in spec:
            self._plan_question(out + timedelta(minutes=40))
        if "remind" in spec:
            again = out + timedelta(days=spec["remind"])
            add(again, lambda: receipts.remind(self.notice_id, actor=self._secretary()))
        if "correct" in spec:
            add(out + timedelta(hours=3), self._correct)
        if "withdraw" in spec:
            why = spec["withdraw"]
            gone = out + timedelta(hours=5)
            add(gone, lambda: publishing.withdraw(self.notice_id, reason=why, actor=self._secretary()))

    def _plan_readers(self, out: datetime) -> None:
        spec = self.spec
        for place, username in enumerate(sorted(self.world.authors)):
            chance = self.random.random()
            read, confirmed = chance < spec["read"], chance < spec["confirmed"]
            if self.world.authors[username][0] == "mingche":
                read, confirmed = "member" in spec, spec.get("member") == "confirmed"
            act = receiving.confirm if confirmed else receiving.open_notice
            at = out + timedelta(minutes=5 + 7 * place)
            if read:
                self.world.timeline.add(at, self._reading(username, act))
            if chance < spec.get("filled_in", 0) and self.world.authors[username][0] != "mingche":
                texts = spec["replies"][place % len(spec["replies"])].split("|")
                self.world.timeline.add(at + timedelta(minutes=3), self._replying(username, texts))

    def _plan_question(self, asked_at: datetime) -> None:
        username, text, *answer = self.spec["question"].split("|")
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
            # One reply per firm is enough.
            if own and not own.answered_at:
                typed = dict(zip([field.id for field in notice.fields], texts, strict=True))
                filling.fill_in(notice.id, filling.Reply(typed, {}), actor=reader)

        return fill_in

    def _create(self) -> None:
        spec, pinned = self.spec, self.spec.get("pinned")
        timeline, until = self.world.timeline, spec.get("until")
        ticked: dict[str, Any] = {name: tuple(spec.get(name, ())) for name in ("office", "section")}
        details = NoticeDetails(
            title=spec["title"],
            body=spec["body"],
            kind=NoticeKind(spec["kind"]),
            urgent_reason=spec.get("urgent_reason", ""),
            receipt=Receipt(spec["receipt"]),
            answer_until=timeline.at(timeline.near(until), time(18)) if until else None,
            fields=tuple(_field(line) for line in spec.get("fields", ())),
            pinned_until=timeline.near(pinned) if pinned else None,
            audience=Audience(spec.get("whom", "all"), **ticked),
        )
        self.notice_id = services.create(details, actor=self._secretary()).id

    def _schedule(self) -> None:
        timeline = self.world.timeline
        at = timeline.at(timeline.near(self.spec["ahead"]), time(9))
        publishing.schedule(self.notice_id, at, actor=self._secretary())

    def _correct(self) -> None:
        secretary = self._secretary()
        notice = services.find(self.notice_id, secretary)
        correction = Correction(notice.title, self.spec["corrected"], notice.pinned_until, self.spec["correct"])
        publishing.correct(notice.id, correction, version=notice.version, actor=secretary)


def _field(line: str) -> FieldDetails:
    label, kind, needed, *choices = line.split("|")
    return FieldDetails(label, kind, needed == "required", "\n".join(choices))
