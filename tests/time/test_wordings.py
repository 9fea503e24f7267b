"""公开时限 as printed in real catalogues: limits, cadences, and what is kept as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.time import (
    CadenceKind,
    CalendarDays,
    FixedDate,
    Hours,
    Period,
    Span,
    WordingKind,
    WorkingDays,
    read_wording,
    read_wordings,
)


@pytest.mark.parametrize(
    ("text", "period", "triggers"),
    [
        ("信息形成或者变更之日起20个工作日内", WorkingDays(20), ("形成", "变更")),
        ("信息形成或变更之日起20个工作日内", WorkingDays(20), ("形成", "变更")),
        ("自信息形成或者变更之日起20个工作日内予以公开", WorkingDays(20), ("形成", "变更")),
        ("信息形成之日起20个工作日内", WorkingDays(20), ("形成",)),
        ("信息形成（变更）20个工作日内", WorkingDays(20), ("形成", "变更")),
        ("信息形成或变更之日起20工作日内", WorkingDays(20), ("形成", "变更")),
        ("20工作日", WorkingDays(20), ()),
        ("二十个工作日内", WorkingDays(20), ()),
        ("自制作或获取该信息之日起20个工作日内公开", WorkingDays(20), ("制作", "获取")),
        ("制定或获取信息之日起10个工作日内", WorkingDays(10), ("制定", "获取")),
        ("信息形成或变更之日起3个工作日内", WorkingDays(3), ("形成", "变更")),
        # spaces that scanning left inside words and between figures and words
        (
            "自信息形 成或者变 更之日起 20个工作 日内予以 公开",
            WorkingDays(20),
            ("形成", "变更"),
        ),
        ("信息形成或者变更\n之日起２０个\n工作日内", WorkingDays(20), ("形成", "变更")),
        ("决定作出之日起7个工作日内", WorkingDays(7), ("作出",)),
        ("批复后20日内", CalendarDays(20), ("批复",)),
        ("收到申请后15个工作日内答复", WorkingDays(15), ("收到",)),
        ("发布后24小时内", Hours(24), ("发布",)),
        ("每年1月31日前", FixedDate(1, 31), ()),
        ("三月三十一日前公布", FixedDate(3, 31), ()),
    ],
)
def test_limits(text: str, period: Period, triggers: tuple[str, ...]) -> None:
    wording = read_wording(text)
    assert wording.kind is WordingKind.LIMIT
    assert (wording.period, wording.triggers, wording.unread) == (period, triggers, ())
    assert (wording.standing, wording.unless, wording.text) == (False, False, text)
    assert wording.cadence is not None
    assert wording.cadence.due_after == period
    assert wording.cadence.expands == isinstance(period, FixedDate)


def test_a_limit_with_standing_and_exception_clauses() -> None:
    wording = read_wording(
        "信息产生、变更之日起20个工作日内公开，保持长期公开（相关政策法规另有规定的应从其规定）"
    )
    assert (wording.kind, wording.period) == (WordingKind.LIMIT, WorkingDays(20))
    assert (wording.standing, wording.unless, wording.unread) == (True, True, ())
    assert wording.triggers == ("产生", "变更")


def test_clauses_that_are_not_understood_are_kept() -> None:
    wording = read_wording("条目化展示、信息形成（变更）20个工作日内。可链接至…")
    assert wording.period == WorkingDays(20)
    assert wording.unread == ("条目化展示", "可链接至...")
    assert read_wording("每年3月31日前公开上年度报告").unread == ("公开上年度报告",)
    assert read_wording("20个工作日内，5个工作日内").unread == ("5个工作日内",)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("及时公开", ""),
        ("按进展情况及时公开", "按进展情况"),
        ("重大决策作出后及时公开", "重大决策作出后"),
        ("实时公开", ""),
        ("即时", ""),
        ("及时公开，永久公开", ""),
    ],
)
def test_promptly_gives_no_number(text: str, event: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.period) == (WordingKind.PROMPT, None)
    assert wording.cadence is not None
    assert (wording.cadence.kind, wording.cadence.event) == (CadenceKind.REALTIME, event)
    assert wording.standing == ("永久" in text)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("半年至少更新1次", "half_yearly"),
        ("每季度公开", "quarterly"),
        ("每月公开", "monthly"),
        ("按季度公开", "quarterly"),
        ("每年更新1次", "yearly"),
        ("每季度公开，下一季度首月15日前", "quarterly, due after 15 days"),
        ("每月公开，次月十五日前", "monthly, due after 15 days"),
        ("次月15日前公开", "monthly, due after 15 days"),
        ("按进度公开", "by_stage"),
    ],
)
def test_cadences(text: str, cadence: str) -> None:
    wording = read_wording(text)
    assert wording.kind is WordingKind.CADENCE
    assert str(wording.cadence) == cadence


@pytest.mark.parametrize("text", ["长期公开", "永久公开", "常年公开", "固定"])
def test_standing(text: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.standing) == (WordingKind.STANDING, True)
    assert wording.cadence is not None
    assert wording.cadence.standing


def test_ahead_of_an_event() -> None:
    wording = read_wording("提前一周发通知邀请")
    assert wording.kind is WordingKind.AHEAD
    assert wording.cadence is not None
    assert (wording.cadence.kind, wording.cadence.due_after) == (
        CadenceKind.EVENT_BEFORE, CalendarDays(7),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ahead", "event"),
    [
        ("会议召开前5个工作日", WorkingDays(5), "会议召开"),
        ("会议召开5个工作日前", WorkingDays(5), "会议召开"),
        ("举行听证7日前", CalendarDays(7), "举行听证"),
        ("选举日的二十日以前", CalendarDays(20), "选举日"),
        ("不晚于会前5日", CalendarDays(5), "会"),
        ("至少提前5个工作日", WorkingDays(5), ""),
        ("信息形成前20个工作日", WorkingDays(20), "信息形成"),
        ("事前公开", None, ""),
    ],
)
def test_before_an_event_is_never_after_it(text: str, ahead: Period | None, event: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.period, wording.unread) == (WordingKind.AHEAD, None, ())
    assert wording.cadence is not None
    assert (wording.cadence.kind, wording.cadence.due_after, wording.cadence.event) == (
        CadenceKind.EVENT_BEFORE, ahead, event,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cadence", "unread"),
    [
        ("每月10日前", "monthly, due after 10 days", ()),
        ("每月10日前公布上月情况", "monthly, due after 10 days", ("公布上月情况",)),
        ("每季度首月10日前公开", "quarterly, due after 10 days", ()),
        ("每季度第一个月15日前", "quarterly, due after 15 days", ()),
        ("每季度结束后15个工作日内", "quarterly, due after 15 working days", ()),
        ("季度结束后10日内公布", "quarterly, due after 10 days", ()),
        ("每季度终了后15日内", "quarterly, due after 15 days", ()),
        ("每月终了后5日内公开", "monthly, due after 5 days", ()),
        ("每年度期满后1个月内", "yearly, due after 1 months", ()),
        ("每季度2次，下一季度首月15日前", "quarterly, 2 times, due after 15 days", ()),
        ("每月底", "monthly", ()),
        ("年底前", "year_end", ()),
        ("每月1次，10日前", "monthly", ("10日前",)),
        ("每半年（6月、12月）", "half_yearly", ("6月", "12月")),
        ("每月公开，每季度汇总一次", "monthly", ("每季度汇总一次",)),
        ("每月公开，每季度一次", "quarterly", ("每月公开",)),
        ("事后公开", "event_after", ()),
        ("不定期", "ad_hoc", ()),
    ],
)
def test_days_of_the_month_and_ends_of_periods(
    text: str, cadence: str, unread: tuple[str, ...]
) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.period) == (WordingKind.CADENCE, None)
    assert (str(wording.cadence), wording.unread) == (cadence, unread)


@pytest.mark.parametrize(
    ("text", "period", "unread"),
    [
        ("不超过20个工作日", WorkingDays(20), ()),
        ("最长不超过20日", CalendarDays(20), ()),
        ("原则上20个工作日内", WorkingDays(20), ("原则上",)),
        ("重大突发事件5小时内，一般24小时内", Hours(5), ("重大突发事件", "一般24小时内")),
        ("收到申请之日起20个工作日内，经批准可延长20个工作日", WorkingDays(20),
         ("经批准可延长20个工作日",)),
        ("每季度公开，信息形成20个工作日内", WorkingDays(20), ("每季度公开",)),
        ("20个工作日内（含）", WorkingDays(20), ()),
        ("20个工作日内公开；法律、法规另有规定的，从其规定", WorkingDays(20), ()),
        ("20个工作日内，次年1月31日前", WorkingDays(20), ("次年1月31日前",)),
        ("半年内", Span(months=6), ()),
        # how often it runs is said and not read
        ("每学期开学后两周内", CalendarDays(14), ("每学期开学后",)),
        ("每年4月起20日内", CalendarDays(20), ("每年4月起",)),
        ("每年形成后20日内", CalendarDays(20), ("每年形成后",)),
        ("3月底前", FixedDate(3, 31), ()),
        ("每年2月底前", FixedDate(2, 29), ()),
    ],
)  # fmt: skip
def test_what_a_limit_leaves_over_is_kept(
    text: str, period: Period, unread: tuple[str, ...]
) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.period) == (WordingKind.LIMIT, period)
    assert wording.unread == unread


def test_the_time_on_show_beside_a_limit() -> None:
    wording = read_wording("收到评标报告之日起3日内公示，公示期不得少于3日")
    assert (wording.period, wording.unread) == (CalendarDays(3), ())
    assert wording.cadence is not None
    assert wording.cadence.display == CalendarDays(3)


@pytest.mark.parametrize(
    "text",
    [
        # the least time, alone
        "不少于30日", "公示期不少于30日", "征求意见不少于30日", "公示7天", "至少公示5个工作日",
        "10日以上",
        # more or less, from a number on, a range, a beat, the n-th
        "超过10日", "不满10日", "逾期20日", "约20个工作日", "20个工作日后公开",
        "信息形成20个工作日之后",
        "5至7个工作日", "3～5个工作日", "提前7日至10日", "每20个工作日更新一次", "每3个月更新1次",
        "每两年一次", "每隔3日", "信息形成后第5个工作日", "会前5日内公开",
        # days of a month or of one year, and what no one can tell
        "3日前", "每月5日", "每月5日、20日前", "每月31日前", "1月31日", "每年1月1日至1月31日",
        # the mark of a footnote is no digit
        "20①个工作日内", "2²0个工作日内",
        "2024年1月31日前", "13月31日前", "每年一季度", "保留1年", "30日内不公开",
    ],
)  # fmt: skip
def test_a_number_that_is_no_limit_is_kept_as_printed(text: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.text) == (WordingKind.UNKNOWN, text)
    assert (wording.period, wording.cadence) == (None, None)
    assert wording.unread


@pytest.mark.parametrize(
    "text", ["", " ", "按时", "按规定", "0个工作日内", "9999999个工作日内", "t"]
)
def test_unknown_text_is_kept_as_printed(text: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.text) == (WordingKind.UNKNOWN, text)
    assert (wording.period, wording.cadence) == (None, None)
    assert (wording.unread != ()) == bool(text.strip())


def test_as_above_takes_the_nearest_real_entry() -> None:
    column = ["同上", "20个工作日内", "", "同 上", "及时公开", "同上", "同前"]
    read = read_wordings(column)
    assert [one.kind.value for one in read] == [
        "same", "limit", "unknown", "limit", "prompt", "prompt", "prompt",
    ]  # fmt: skip
    assert [one.carried for one in read] == [False, False, False, True, False, True, True]
    assert [one.text for one in read] == column


@given(
    text=st.text() | st.text(alphabet="每季度月年日前内个工作二十15，（）提前次至少及时同上公开")
)
def test_no_text_is_ever_an_error(text: str) -> None:
    wording = read_wording(text)
    assert wording.text == text
    if wording.kind is WordingKind.LIMIT:
        assert wording.period is not None
