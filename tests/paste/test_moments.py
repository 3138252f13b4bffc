"""Dates and times in messages; the clock is at Tuesday 2026-09-15 10:00."""

from datetime import date, datetime

import pytest

from chamber.paste import reading
from tests.conftest import Clock
from tests.paste.moments import local


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("明天上午九点半到商会开会", "2026-09-16 09:30", ""),
        ("后天下午三点一刻", "2026-09-17 15:15", ""),
        ("大后天早上8点", "2026-09-18 08:00", ""),
        ("今晚7点到9点", "2026-09-15 19:00", "2026-09-15 21:00"),
        ("明早8:00集合", "2026-09-16 08:00", ""),
        ("下周三下午两点开会", "2026-09-23 14:00", ""),
        ("下下周一上午10点", "2026-09-28 10:00", ""),
        ("本周五14:00", "2026-09-18 14:00", ""),
        ("周二上午11点", "2026-09-15 11:00", ""),
        ("周一上午11点", "2026-09-21 11:00", ""),
        ("星期天 9:00", "2026-09-20 09:00", ""),
        ("12月3日(周四)下午2:30", "2026-12-03 14:30", ""),
        ("12月3日14:30-16:30", "2026-12-03 14:30", "2026-12-03 16:30"),
        ("12月3日（星期四）上午9：00—11：30", "2026-12-03 09:00", "2026-12-03 11:30"),
        ("12月3日上午9点至下午5点半", "2026-12-03 09:00", "2026-12-03 17:30"),
        ("12月3日 9:00~3:00", "2026-12-03 09:00", "2026-12-03 15:00"),
        ("12月3日至5日 8:30-17:00", "2026-12-03 08:30", "2026-12-05 17:00"),
        ("12月3-5日 9:00", "2026-12-03 09:00", ""),
        ("12月31日20:00-1月1日凌晨1:00", "2026-12-31 20:00", "2027-01-01 01:00"),
        ("2026年12月3日14时30分", "2026-12-03 14:30", ""),
        ("二〇二六年十二月三日上午九时", "2026-12-03 09:00", ""),
        ("26年12月3日下午3点钟", "2026-12-03 15:00", ""),
        ("2026-12-03 14:30", "2026-12-03 14:30", ""),
        ("2026/12/3 14:30", "2026-12-03 14:30", ""),
        ("2026.12.3 14:30", "2026-12-03 14:30", ""),
        ("12/3 周四 2:30-4:30", "2026-12-03 14:30", "2026-12-03 16:30"),
        ("会议时间：12.3（周四）14:00", "2026-12-03 14:00", ""),
        ("日期：12月3日 时间：14:30-16:30", "2026-12-03 14:30", "2026-12-03 16:30"),
        ("时间：12月3日\n下午2点半", "2026-12-03 14:30", ""),
        ("１２月３日１４：３０", "2026-12-03 14:30", ""),
        ("28号下午3点来一趟", "2026-09-28 15:00", ""),
        ("3号上午9点", "2026-10-03 09:00", ""),
        ("下月5日 上午9点", "2026-10-05 09:00", ""),
        ("明年1月8日上午10点", "2027-01-08 10:00", ""),
        ("1月8日上午10点", "2027-01-08 10:00", ""),
        ("8月20日上午10点开过会", "2026-08-20 10:00", ""),
        ("明天中午12点", "2026-09-16 12:00", ""),
        ("明天3点开会", "2026-09-16 15:00", ""),
        ("明天下午2点三楼开会", "2026-09-16 14:00", ""),
        ("明天下午两点三十人到场", "2026-09-16 14:00", ""),
        ("9月16日 24:00", "2026-09-16 23:59", ""),
        ("原定9月17日14:00的座谈会改到9月21日（周一）14:00", "2026-09-21 14:00", ""),
        ("请于9月18日上午9:30前到会场", "2026-09-18 09:30", ""),
        ("12月12日-13日，12日早上7:30集合", "2026-12-12 07:30", ""),
        ("通知写于9月10日。定于9月24日下午2点开会", "2026-09-24 14:00", ""),
    ],
)
def test_days_and_times(text: str, starts: str, ends: str, clock: Clock) -> None:
    found = reading.read(text)
    assert (local(found.starts_at), local(found.ends_at)) == (starts, ends)


@pytest.mark.parametrize(
    "text",
    [
        "请准备3点意见，5日内答复",
        "3号楼2号会议室",
        "瓯江路8号 三楼",
        "浙发〔2026〕12号文件",
        "满意度3.5万元，2小时，两时间段",
        "每周三上午9:00例会",
        "营业时间周一至周五9:00-17:00",
        "上周三上午9:00开过会",
        "一周三次，10:30",
        "发明天地 9:00",
        "2月30日 9:00",
        "13月1日 9:00",
        "99年9月99日",
        "比分10:30",
    ],
)
def test_what_is_no_moment_is_none(text: str, clock: Clock) -> None:
    assert reading.read(text).starts_at is None


def test_a_day_without_a_time_gets_none(clock: Clock) -> None:
    found = reading.read("12月3日在三楼会议室开会")
    assert (found.starts_at, found.place) == (None, "三楼会议室")
    assert found.starts and found.starts.day == date(2026, 12, 3)


def test_a_weekday_that_does_not_fit_is_said(clock: Clock) -> None:
    found = reading.read("12月3日（周五）14:00")
    assert found.starts and found.starts.weekday_differs
    assert local(found.starts_at) == "2026-12-03 14:00"


@pytest.mark.parametrize(
    ("today", "text", "starts"),
    [
        ("2026-12-28", "1月8日 9:00", "2027-01-08 09:00"),
        ("2026-12-28", "12月25日 9:00", "2026-12-25 09:00"),
        ("2027-01-04", "12月28日 9:00", "2026-12-28 09:00"),
        ("2026-12-31", "明天9:00", "2027-01-01 09:00"),
        ("2026-12-30", "下周五9:00", "2027-01-08 09:00"),
        ("2026-12-30", "3号上午9:00", "2027-01-03 09:00"),
        ("2027-12-01", "2月29日 9:00", "2028-02-29 09:00"),
    ],
)
def test_a_year_left_out_is_the_nearest(today: str, text: str, starts: str, clock: Clock) -> None:
    clock.set(datetime.fromisoformat(f"{today}T10:00"))
    assert local(reading.read(text).starts_at) == starts


def test_just_after_midnight_in_shanghai_tomorrow_is_the_day_after(clock: Clock) -> None:
    clock.set(datetime.fromisoformat("2026-09-15T00:10"))
    assert local(reading.read("明天9:00").starts_at) == "2026-09-16 09:00"


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("报名截止：9月28日17:00", "2026-09-28 17:00"),
        ("报名截止时间为9月28日", "2026-09-28 23:59"),
        ("请于9月28日前报名", "2026-09-28 23:59"),
        ("28号前把回执发我", "2026-09-28 23:59"),
        ("请于今天下午5点前在群里接龙", "2026-09-15 17:00"),
        ("报名时间：9月20日—9月28日", "2026-09-28 23:59"),
        ("9月24日14:00开会，9月20日下午4点截止报名", "2026-09-20 16:00"),
        ("报名截至本周五", "2026-09-18 23:59"),
        ("请在本周五下班前把问卷填好", "2026-09-18 23:59"),
        ("9月24日14:00开会", ""),
    ],
)
def test_the_deadline_for_enrolling(text: str, closes: str, clock: Clock) -> None:
    assert local(reading.read(text).closes_at) == closes


def test_tomorrow_in_an_old_message_is_the_day_after_that_message(clock: Clock) -> None:
    text = "张三 2026/9/10 14:03:22\n明天上午9点开会\n李四 2026/9/14 8:00:00\n改到明天下午2点开会"
    assert local(reading.read(text).starts_at) == "2026-09-15 14:00", "the one that is still to come"
    assert local(reading.read(text.partition("\n李四")[0]).starts_at) == "2026-09-11 09:00"


@pytest.mark.parametrize(
    ("lasts", "end"),
    [
        ("会期约一个半小时", "16:00"),
        ("时长两小时", "16:30"),
        ("会议时长：1.5个小时", "16:00"),
        ("预计半个小时", "15:00"),
        ("用时约90分钟", "16:00"),
        ("会期另行通知", ""),
        ("培训后测试30分钟", ""),
    ],
)
def test_how_long_it_lasts_says_when_it_ends(lasts: str, end: str, clock: Clock) -> None:
    found = reading.read(f"定于9月18日下午2:30开会，{lasts}。")
    assert local(found.ends_at) == (f"2026-09-18 {end}" if end else "")
    assert reading.read(f"9月18日开会，{lasts}。").ends_at is None, "nobody says when it begins"
