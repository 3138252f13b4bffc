"""What is extracted from messages: place, seats, phones, title, kind, text."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chamber import clock as chamber_clock
from chamber.language.text import clean
from chamber.paste import chats, reading
from tests.conftest import Clock
from tests.factories.worst import is_done_in
from tests.paste.moments import local

NOTICE = """关于召开民营经济促进法学习会的通知
各会员企业：
  定于9月24日（周四）下午2:30-4:30在街道三楼会议室召开学习会，请于9月20日前报名，名额30人，每家限2人。
联系人：小王 138 0013 8000、0577-8888 1234
梧桐街道商会
2026年9月10日"""


def test_a_notice_is_read_whole(clock: Clock) -> None:
    found = reading.read(NOTICE)
    assert found.title == "关于召开民营经济促进法学习会的通知"
    assert (local(found.starts_at), local(found.ends_at)) == ("2026-09-24 14:30", "2026-09-24 16:30")
    assert local(found.closes_at) == "2026-09-20 23:59"
    assert (found.place, found.capacity, found.seats_per_member) == ("街道三楼会议室", 30, 2)
    assert found.phones == ("+8613800138000", "+8657788881234")
    assert found.text == NOTICE
    assert found.starts and not found.starts.weekday_differs


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("地点：党群服务中心二楼，参加人员：各会员", "党群服务中心二楼"),
        ("地  点: 街道办事处301会议室\n内容：学习", "街道办事处301会议室"),
        ("活动地点：梧桐大酒店（新河路12号）3楼", "梧桐大酒店（新河路12号）3楼"),
        ("集合地点在新河路12号。", "新河路12号"),
        ("下周三下午两点街道三楼会议室开会", "街道三楼会议室"),
        ("定于12月3日14:30在商会二楼多功能厅召开", "商会二楼多功能厅"),
        ("请到302室签到", "302室"),
        ("12月3日14:30三楼会议室", "三楼会议室"),
        ("地点不变（商会会议室）", "商会会议室"),
        ("大家在吗", ""),
    ],
)
def test_places(text: str, place: str, clock: Clock) -> None:
    found = reading.read(text).place
    assert found.translate({0xFF08: "(", 0xFF09: ")"}) == place.translate({0xFF08: "(", 0xFF09: ")"})


@pytest.mark.parametrize(
    ("text", "capacity", "each"),
    [
        ("名额30人", 30, None),
        ("名额：50", 50, None),
        ("名额有限，仅20个", 20, None),
        ("限30人，先到先得", 30, None),
        ("限三十人", 30, None),
        ("前一百二十名赠书", 120, None),
        ("每家企业限报2人", None, 2),
        ("每家限1名，限额40人", 40, 1),
        ("期限30天", None, None),
        ("名额0", None, None),
    ],
)
def test_seats(text: str, capacity: int | None, each: int | None, clock: Clock) -> None:
    found = reading.read(text)
    assert (found.capacity, found.seats_per_member) == (capacity, each)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("13800138000", ["+8613800138000"]),
        ("电话138-0013-8000", ["+8613800138000"]),
        ("+86 138 0013 8000。", ["+8613800138000"]),
        ("8613800138000", ["+8613800138000"]),
        ("１３８００１３８０００", ["+8613800138000"]),
        ("0577-88881234转801", ["+8657788881234;ext=801"]),
        ("(0577)8888 1234", ["+8657788881234"]),
        ("0577—88881234", ["+8657788881234"]),
        ("010 6655 4433", ["+861066554433"]),
        ("400-820-8820", ["+864008208820"]),
        ("13800138000、13900139000、13800138000", ["+8613800138000", "+8613900139000"]),
        ("6222021380013800000", []),
        ("91330304MA2XXXXX1Y 20260915 12345", []),
    ],
)
def test_phones(text: str, phones: list[str], clock: Clock) -> None:
    assert list(reading.read(text).phones) == phones


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("各位企业家好，商会定于12月3日下午2:30在三楼会议室召开惠企政策学习会，限30人", "惠企政策学习会"),
        ("下周三商会将举办一场“数字化转型”沙龙，请踊跃报名", "“数字化转型”沙龙"),
        ("股东之间不和，一直开不了会，不能召开股东会议。请商会协调", "股东之间不和，一直开不了会，不能召开股东会议"),
        ("各位会员：\n关于停水的通知\n周六停水", "关于停水的通知"),
        ("@所有人\n大家好！\n我们的厂房被断电了。请帮忙协调", "我们的厂房被断电了"),
        ("【温馨提示】\n周六停水", "温馨提示"),
        ("各位会员好，周五去参观。限20人", "周五去参观"),
        ("会议主题：安全生产培训\n时间：9月20日", "安全生产培训"),
        ("时间：9月20日\n地点：三楼", ""),
        ("开会通知：周五上午10点，电话0577-88881234", "开会通知：周五上午10点"),
        ("📣【活动预告】“走进标杆企业”", "“走进标杆企业”"),
        ("各会员企业：\n根据街道消防安全委员会要求，请于9月20日前完成自查并填写回执。", ""),
        ("各会员企业：根据街道消防安全委员会要求，现开展冬季消防安全自查，9月20日前反馈。", "冬季消防安全自查"),
        ("各会员企业 ：\n兹定于9月24日下午2点举办政策宣讲会，主讲人：李科长。", "政策宣讲会"),
        ("致各会员企业：\n根据要求，请填写下表", ""),
        ("梧桐街道商会各会员企业（商户）：\n关于开展安全生产大检查的通知", "关于开展安全生产大检查的通知"),
        ("各会员企业、各有关单位：\n为进一步做好用工服务，现组织企业用工需求摸底，请配合", "企业用工需求摸底"),
        ("各会员企业：", ""),
        ("#接龙\n安全生产培训\n例 张三", "安全生产培训"),
        ("📢📢📢\n————\n停水啦", "停水啦"),
        ("长" * 200, "长" * 31 + "…"),
        ("李秘书：\n停水啦", "停水啦"),
        ("王主任，您好！我们的厂房被断电了", "我们的厂房被断电了"),
        ("@所有人 各企业好！大家好，区里要统计用工情况[抱拳][玫瑰]", "区里要统计用工情况"),
        (
            "区里要统计年底前用工情况，请大家在本周五中午前把在岗人数、其中外来务工人数报给我，谢谢配合",
            "区里要统计年底前用工情况",
        ),
        ("张总 昨天说的事", "张总 昨天说的事"),
        ("本周五下午2点改到街道三楼开座谈会，请回复", "座谈会"),
        ("各位理事，9月25日上午九点在商会开个理事会扩大会议，务必到会", "理事会扩大会议"),
        ("9月25日下午开业，会员都来捧场", "9月25日下午开业，会员都来捧场"),
        ("9月25日的会开完了再说", "9月25日的会开完了再说"),
        ("李秘书，跟您反映个事，隔壁工地夜里还在打桩。没法睡", "隔壁工地夜里还在打桩"),
    ],
)
def test_titles(text: str, title: str, clock: Clock) -> None:
    assert reading.read(text).title == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("关于召开第三届会员大会的通知", "assembly"),
        ("理事会通知\n学习有关政策", "council"),
        ("安全生产培训", "training"),
        ("周五参观明澈精密", "study_visit"),
        ("银企座谈会", "forum"),
        ("通知\n《公司法》解读", "policy_study"),
        ("周五开会", "other"),
    ],
)
def test_the_kind_of_an_event(text: str, kind: str, clock: Clock) -> None:
    assert reading.read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kept", "speakers"),
    [
        ("张三 2026/9/14 14:03:22\n你好\n\n李四 2026/9/14 14:05\n在的", "你好\n\n在的", ("张三", "李四")),
        ("[2026-09-14 14:03] 张三: 停电了\n怎么办", "停电了\n怎么办", ("张三",)),
        ("[2026-09-14 14:03] 张三:\n停电了", "停电了", ("张三",)),
        ("【2026-09-14 14:03】瓯新阀门-张三：停电了", "停电了", ("瓯新阀门-张三",)),
        ("张三 14:03:22\n停电了", "停电了", ("张三",)),
        ("瓯新阀门 张总 9月14日 14:03\n停电了", "停电了", ("瓯新阀门 张总",)),
        ("张总 昨天 14:03\n停电了", "停电了", ("张总",)),
        ("张总 9-14 14:03\n停电了", "停电了", ("张总",)),
        ("张总 9/14 14:03:22\n停电了", "停电了", ("张总",)),
        ("开幕式 12月3日 14:30", "开幕式 12月3日 14:30", ()),
        ("开幕式 12-3 14:30", "开幕式 12-3 14:30", ()),
        ("活动时间 9月14日 14:30", "活动时间 9月14日 14:30", ()),
        ("张总 2月30日 14:30", "张总 2月30日 14:30", ()),
        ("2026-09-14 14:03:22 张三\n停电了", "停电了", ("张三",)),
        ("————— 2026-09-14 —————\n张三  14:03\n停电了\n李四  14:04\n哦", "停电了\n哦", ("张三", "李四")),
        ("商会群的聊天记录如下：\n停电了", "停电了", ()),
        ("活动时间 2026/9/14 14:30\n地点 三楼", "活动时间 2026/9/14 14:30\n地点 三楼", ()),
        ("开幕式 2026/12/3 14:30", "开幕式 2026/12/3 14:30", ()),
        ("2026年12月3日 14:30 三楼会议室", "2026年12月3日 14:30 三楼会议室", ()),
        ("张三 14:03\n停电了", "张三 14:03\n停电了", ()),
        ("第一段\n\n第二段", "第一段\n\n第二段", ()),
    ],
)
def test_lines_between_messages_go_and_all_others_stay(
    text: str, kept: str, speakers: tuple[str, ...], clock: Clock
) -> None:
    found = chats.read(text, chamber_clock.today())
    assert (found.text, found.speakers) == (kept, speakers)


@pytest.mark.parametrize("line", ["张总 12月28日 14:03", "张总 12-28 14:03"])
def test_a_message_of_last_december_that_names_no_year_counts_tomorrow_from_its_day(line: str, clock: Clock) -> None:
    clock.set(datetime(2027, 1, 5, 10, tzinfo=chamber_clock.LOCAL))
    found = reading.read(f"{line}\n明天下午2点三楼开会")
    assert (found.speakers, local(found.starts_at)) == (("张总",), "2026-12-29 14:00")


MESSAGES = st.lists(
    st.sampled_from(
        [*"年月日号点时半刻分上下午周一二十百零〇:：-—~～至到前()（）/. \n\t,，。在于限名额人每家", "12", "2026",
         "13800138000", "明天", "截止", "地点：", "会议室", "报名", "张三 2026/9/14 14:03:22\n",
         "[2026-09-14 14:03] 张三: ", "各位", "聊天记录"]
    )
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), MESSAGES))
def test_no_text_makes_it_fail(text: str) -> None:
    found = reading.read(text)
    assert len(found.title) <= 60
    assert len(found.place) <= 120
    kept, lines = found.text.split("\n"), clean(text, lines=True).split("\n")
    assert all(any(line in whole for whole in lines) for line in kept), "nothing is added"


LONGS = [
    NOTICE, "1", "1 ", "\n", " ", "12月3日", "14:30", "明天", "早 ", "张三 2026/9/14 14:03:22\n",
    "张三 13912345678，", "李明 57712345 ", "5771 2345，", "57712345(", "1. 张三 13912345678\n", "李", "打 ",
    "原定明天的", "请于明天前把",
    "[2026-09-14 14:03] 张三: ", "-", "在", "会议室", "在会", "@张 ", "各位", "每家", "限", "三", "下", "下周",
    "张" * 39 + " ", "时间:", "0-", "(0", "13", "12月3日至", "，", "名额",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONGS, ids=lambda piece: repr(piece[:8]))
def test_a_hundred_thousand_characters_are_read_in_a_second(piece: str) -> None:
    text = (piece * 100_000)[:99_999] + "完"
    assert is_done_in(1, lambda: reading.read(text))


@pytest.mark.parametrize(
    ("text", "lecturers"),
    [
        ("9月24日14:00举办税收讲座，主讲人：税务局李科长，地点三楼", "税务局李科长"),
        ("主讲：陈明、周敏\n时间：9月24日", "陈明、周敏"),
        ("邀请浙江大学王教授主讲，欢迎参加", "浙江大学王教授"),
        ("9月24日开会，请参加", ""),
    ],
)
def test_who_speaks(text: str, lecturers: str, clock: Clock) -> None:
    assert reading.read(text).lecturers == lecturers


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("各理事单位：定于9月24日召开第三次理事会。", ["president", "vice_president", "standing_council", "council"]),
        ("各位会长、常务理事：周四下午开会", ["president", "vice_president", "standing_council"]),
        ("全体理事、监事：", ["president", "vice_president", "standing_council", "council", "supervisor"]),
        ("各会员单位、理事单位：", []),
        ("全体会员：经理事会研究，定于9月24日召开年会。", []),
        ("各位老总好！周五开座谈会", None),
        ("经理事会研究决定，9月24日召开座谈会。", None),
    ],
)
def test_whom_a_text_addresses_is_read_as_offices_or_all(text: str, offices: list[str] | None, clock: Clock) -> None:
    found = reading.read(text).offices
    assert (found if found is None else [*found]) == offices
