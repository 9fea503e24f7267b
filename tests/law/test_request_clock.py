"""The clock of a request for information: dated cases, a slow second clock, and laws.

Case days, September and October 2024: 09-13 Friday; 09-14 Saturday worked; 09-15 to 09-17 off;
09-18 to 09-20 and 09-23 to 09-30 worked with Sunday 09-29, 09-28 off; 10-01 to 10-07 off;
10-08 to 10-12 worked with Saturday 10-12. So the working days after 09-13 are
1 09-14, 2 09-18, 3 09-19, 4 09-20, 5 09-23, 6 09-24, 7 09-25, 8 09-26, 9 09-27, 10 09-29,
11 09-30, 12 10-08, 13 10-09, 14 10-10, 15 10-11, 16 10-12, 17 10-14, 18 10-15, 19 10-16, 20 10-17,
21 10-18, 22 10-21, 23 10-22, 24 10-23, 25 10-24, 26 10-25, 27 10-28, 28 10-29, 29 10-30, 30 10-31,
31 11-01, 32 11-04, 33 11-05, 34 11-06, 35 11-07, 36 11-08, 37 11-11, 38 11-12, 39 11-13, 40 11-14.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput
from zwgk.law import Certainty, Deadline, DeadlineState, deadline
from zwgk.time import Event, WorkCalendar

START = date(2024, 9, 13)


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def reply(*events: Any, start: date = START, calendar: WorkCalendar | None = None) -> Deadline:
    return deadline("XXGK-REPLY", start, events, calendar=calendar)


def stop(sent: str, answered: str, note: str = "") -> list[Event]:
    return [
        Event("consultation_sent", day(sent), note=note),
        Event("consultation_answered", day(answered), note=note),
    ]


# --- versions ------------------------------------------------------------------------------


def test_the_regulation_in_force_on_the_day_of_receipt_counts() -> None:
    """条例 2008 Art.24: 15 working days; 2019 Art.33: 20, in force from 2019-05-15."""
    old, new = reply(start=date(2019, 5, 14)), reply(start=date(2019, 5, 15))
    assert (old.due, old.version, old.limit) == (date(2019, 6, 4), "2008", "15 working days")
    assert (new.due, new.version, new.limit) == (date(2019, 6, 13), "2019", "20 working days")
    assert not old.verified
    assert new.verified
    assert new.citations[0].article == "第三十三条第二款"
    assert old.certainty is new.certainty is Certainty.FINAL
    assert old.earliest == old.due == old.latest
    assert old.calendar == WorkCalendar.china().id


def test_the_first_day_of_the_first_version_and_the_day_before() -> None:
    assert reply(start=date(2008, 5, 1)).version == "2008"
    before = reply(start=date(2008, 4, 30))
    assert before.state is DeadlineState.NOT_IN_FORCE
    assert (before.due, before.earliest, before.latest) == (None, None, None)
    assert "当日无此规定" in before.explain()


# --- stops -----------------------------------------------------------------------------------


def test_a_consultation_does_not_count() -> None:
    """Art.33(3). 16 days are left on 09-20; they run from 10-09: 10-09 is 1, 10-30 is 16."""
    result = reply(*stop("09-20", "10-08"))
    assert result.due == day("10-29")
    assert result.state is DeadlineState.RUNNING
    articles = [one.article for one in result.citations]
    assert articles == ["第三十三条第二款", "第三十三条第三款"]


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([], "10-17"),
        ([("received", START)], "10-17"),
        # one working day not counted: 09-20 -> 09-23
        (stop("09-20", "09-23"), "10-18"),
        # answered on the day it was sent: nothing is left out
        (stop("09-20", "09-20"), "10-17"),
        # over rest days alone: nothing is left out
        (stop("09-14", "09-17"), "10-17"),
        # sent on the day of receipt: the first four days left out
        (stop("09-13", "09-20"), "10-23"),
        # two that overlap: the union 09-19..09-26 is left out, days 4 to 8
        (stop("09-19", "09-24", "a") + stop("09-20", "09-26", "b"), "10-24"),
        # one inside the other
        (stop("09-19", "09-26", "a") + stop("09-20", "09-24", "b"), "10-24"),
        # one after the other, meeting on one day
        (stop("09-19", "09-24", "a") + stop("09-24", "09-26", "b"), "10-24"),
        # begun on the due day or later: nothing changes
        (stop("10-17", "10-30"), "10-17"),
        (stop("10-21", "10-30"), "10-17"),
        # begun the day before: day 20 is the first one after the answer
        (stop("10-16", "10-30"), "10-31"),
        # identical events collapse
        (stop("09-20", "09-23") * 2, "10-18"),
    ],
)
def test_what_stops_move(events: list[Any], due: str) -> None:
    assert reply(*events).due == day(due)


def test_a_stop_without_end() -> None:
    result = reply(("consultation_sent", day("09-20")))
    assert result.state is DeadlineState.STOPPED
    assert result.due is result.latest is None
    assert result.remaining == 16
    # answered that very day, it would be due as if nothing had been
    assert result.earliest == day("10-17")
    two = reply(*stop("09-20", "09-23", "a"), ("consultation_sent", day("09-19"), "b"))
    assert two.state is DeadlineState.STOPPED
    assert two.remaining == 17
    # the second stood until 09-23 at least: days 4 and 5 are gone
    assert two.earliest == day("10-21")


def test_a_stop_without_end_that_begins_too_late_stops_nothing() -> None:
    result = reply(("consultation_sent", day("10-17")))
    assert (result.state, result.due) == (DeadlineState.RUNNING, day("10-17"))


# --- correction: Art.30 ----------------------------------------------------------------------


def test_a_correction_starts_the_clock_anew() -> None:
    # told on the 7th working day; from 09-30, day 20 is 11-01 (12 to 31)
    result = reply(("correction_asked", day("09-25")), ("corrected", day("09-30")))
    assert (result.state, result.due) == (DeadlineState.RUNNING, day("11-01"))


def test_while_the_applicant_corrects_nothing_is_due() -> None:
    asked = Event("correction_asked", day("09-20"), until=day("10-12"))
    result = reply(asked)
    assert result.state is DeadlineState.WAITING
    assert (result.due, result.latest) == (None, None)
    assert result.waits_for is not None
    assert result.waits_for.zh == "申请人补正"
    assert result.lapses == day("10-12")
    # corrected that very day: 20 days from 09-20 is day 24
    assert result.earliest == day("10-23")
    by_number = reply(("correction_asked", day("09-20"), 10))
    assert by_number.lapses == day("10-10")  # days 5 to 14 after day 4: ten working days
    assert reply(("correction_asked", day("09-20"))).lapses is None


def test_a_correction_that_lapsed_closes_the_clock() -> None:
    result = reply(("correction_asked", day("09-20")), ("correction_lapsed", day("10-14")))
    assert (result.state, result.due, result.earliest) == (DeadlineState.CLOSED, None, None)
    again = reply(
        ("correction_asked", day("09-20")),
        ("correction_lapsed", day("10-14")),
        ("answered", day("10-20")),
    )
    assert again.state is DeadlineState.CLOSED


def test_a_late_correction_notice_stops_nothing() -> None:
    # the 8th working day
    late = reply(("correction_asked", day("09-26")), ("corrected", day("09-30")))
    assert (late.state, late.due) == (DeadlineState.RUNNING, day("10-17"))
    lapsed = reply(("correction_asked", day("09-26")), ("correction_lapsed", day("10-14")))
    assert (lapsed.state, lapsed.due) == (DeadlineState.RUNNING, day("10-17"))


def test_a_correction_drops_the_stops_and_the_extension_before_it() -> None:
    events = [
        *stop("09-14", "09-18"),
        ("extended", day("09-19"), 10),
        ("correction_asked", day("09-20")),
        ("corrected", day("09-30")),
    ]
    assert reply(*events).due == day("11-01")
    # told anew it holds: ten more days, 41 is 11-15
    assert reply(*events, ("extended", day("10-30"), 10)).due == day("11-15")


def test_a_consultation_still_open_at_the_correction_goes_on_standing() -> None:
    events = [
        ("consultation_sent", day("09-18")),
        ("correction_asked", day("09-19")),
        ("corrected", day("09-24")),
    ]
    assert reply(*events).state is DeadlineState.STOPPED
    assert reply(*events).remaining == 20
    # answered 09-26: from then 20 days, 9 to 28
    assert reply(*events, ("consultation_answered", day("09-26"))).due == day("10-29")


def test_asked_and_corrected_on_one_day_in_either_order() -> None:
    events = [("correction_asked", day("09-20")), ("corrected", day("09-20"))]
    assert reply(*events).due == reply(*reversed(events)).due == day("10-23")


# --- extension: Art.33(2) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([("extended", day("09-30"), 20)], "11-14"),
        ([("extended", day("10-17"), 20)], "11-14"),  # told on the due day
        ([("extended", day("10-18"), 20)], "10-17"),  # a day late: void
        ([("extended", day("10-17"), 1)], "10-18"),
        # counted from the end as extended by stops: one day left out, 21 + 20 is 41
        ([*stop("09-20", "09-23"), ("extended", day("10-18"), 20)], "11-15"),
        ([*stop("10-16", "10-30"), ("extended", day("10-31"), 1)], "11-01"),
        # told while the clock stands
        ([*stop("10-16", "10-30"), ("extended", day("10-25"), 1)], "11-01"),
        # a stop that begins on the old due day, with the extension told that day: 18..23 left out
        ([*stop("10-17", "10-22"), ("extended", day("10-17"), 1)], "10-23"),
        ([("extended", day("09-30"), 20)] * 2, "11-14"),
    ],
)
def test_what_an_extension_moves(events: list[Any], due: str) -> None:
    assert reply(*events).due == day(due)


# --- fees and delay -----------------------------------------------------------------------------


def test_a_fee_notice_stops_the_clock_and_payment_starts_it_anew() -> None:
    noticed = reply(("fee_noticed", day("09-20")))
    assert noticed.state is DeadlineState.WAITING
    assert noticed.lapses == day("10-23")  # 20 working days after day 4
    assert noticed.waits_for is not None
    assert noticed.waits_for.zh == "申请人缴费"
    paid = reply(("fee_noticed", day("09-20")), ("fee_paid", day("10-08")))
    assert paid.due == day("11-04")  # 12 + 20
    assert paid.mark == "M"
    assert not paid.verified
    in_time = reply(("fee_noticed", day("09-20")), ("fee_paid", day("10-23")))
    assert in_time.state is DeadlineState.RUNNING
    after = reply(("fee_noticed", day("10-18")), ("fee_paid", day("10-24")))
    assert (after.state, after.due) == (DeadlineState.RUNNING, day("10-17"))


def test_an_unpaid_fee_closes_the_clock_when_its_days_are_over() -> None:
    """国办函〔2020〕109号: not paid within 20 working days, 10-23, the applicant has given up."""
    noticed = ("fee_noticed", day("09-20"))
    on_the_last_day = deadline("XXGK-REPLY", START, [noticed], as_of=day("10-23"))
    assert (on_the_last_day.state, on_the_last_day.lapses) == ("waiting", day("10-23"))
    next_day = deadline("XXGK-REPLY", START, [noticed], as_of=day("10-24"))
    assert (next_day.state, next_day.due, next_day.mark) == ("closed", None, "R~")
    assert (next_day.steps[-1].on, next_day.steps[-1].what.zh) == (
        day("10-24"), "收费通知：至 2024-10-23 未等到申请人缴费，视为放弃，时限终结",
    )  # fmt: skip
    # whatever happens later shows that the time went by
    for later in (("fee_paid", day("10-24")), ("answered", day("10-24")),
                  ("consultation_sent", day("11-08"))):  # fmt: skip
        assert reply(noticed, later).state is DeadlineState.CLOSED
    told_longer = Event("fee_noticed", day("09-20"), until=day("11-20"))
    assert reply(told_longer, ("fee_paid", day("11-20"))).state is DeadlineState.RUNNING
    # answered all the same before the end: that is over, and nothing lapses any more
    answered = [noticed, ("answered", day("10-10"))]
    assert deadline("XXGK-REPLY", START, answered, as_of=day("12-31")).state is DeadlineState.MET


def test_a_correction_never_lapses_by_itself() -> None:
    """Art.30 asks for lateness without good reason: somebody must have found so."""
    asked = Event("correction_asked", day("09-20"), until=day("10-12"))
    assert deadline("XXGK-REPLY", START, [asked], as_of=day("12-31")).state == "waiting"
    assert reply(asked, ("corrected", day("10-20"))).due == day("11-15")  # 21 + 20
    assert reply(asked, ("correction_lapsed", day("10-12"))).state is DeadlineState.CLOSED


@pytest.mark.parametrize(
    ("asked", "lapsed"),
    [
        (Event("correction_asked", day("09-20"), until=day("10-12")), "correction_lapsed"),
        (Event("correction_asked", day("09-20"), 14), "correction_lapsed"),  # to 10-15
        (Event("fee_noticed", day("09-20")), "fee_lapsed"),  # to 10-23
    ],
)
def test_nothing_lapses_before_its_last_day(asked: Event, lapsed: str) -> None:
    with pytest.raises(InvalidInput, match="2024-10-11 尚未逾期") as caught:
        reply(asked, (lapsed, day("10-11")))
    assert len(caught.value.problems) == 1
    assert reply(asked, (lapsed, day("10-24"))).state is DeadlineState.CLOSED


def test_there_was_no_fee_before_its_tariff() -> None:
    start = date(2020, 12, 20)
    with pytest.raises(InvalidInput) as caught:
        reply(("fee_noticed", date(2020, 12, 31)), start=start)
    (problem,) = caught.value.problems
    assert "自 2021-01-01 起才有" in problem.what.zh
    assert "only from 2021-01-01 on" in problem.what.en
    assert reply(("fee_noticed", date(2021, 1, 1)), start=start).state is DeadlineState.WAITING


def test_paid_and_lapsed_on_one_day_cannot_be() -> None:
    ends = [("fee_paid", day("10-23")), ("fee_lapsed", day("10-23"))]
    with pytest.raises(InvalidInput, match="没有与之对应"):
        reply(("fee_noticed", day("09-20")), *ends)


def test_a_fee_and_a_correction_both_open() -> None:
    events = [("correction_asked", day("09-18")), ("fee_noticed", day("09-19"))]
    assert reply(*events).state is DeadlineState.WAITING
    one = reply(*events, ("corrected", day("09-23")))
    assert one.state is DeadlineState.WAITING
    assert one.lapses == day("10-22")
    both = reply(*events, ("corrected", day("09-23")), ("fee_paid", day("09-25")))
    assert both.due == day("10-28")  # 7 + 20


def test_a_delay_sets_the_due_day() -> None:
    """Art.35 gives no number: the day that was told is the due day."""
    assert reply(("delayed_until", day("12-20"))).due == day("12-20")
    answered = reply(("delayed_until", day("12-20")), ("answered", day("11-20")))
    assert (answered.state, answered.due) == (DeadlineState.MET, day("12-20"))
    # its date is the due day, an earlier one than the limit gives as well
    sooner = reply(("delayed_until", day("10-10")))
    assert (sooner.due, sooner.earliest, sooner.latest) == (day("10-10"),) * 3
    # extensions and consultations do not move a day that was told
    moved = [*stop("09-20", "10-08"), ("extended", day("10-10"), 20)]
    assert reply(("delayed_until", day("12-20")), *moved).due == day("12-20")
    still_asking = reply(("delayed_until", day("12-20")), ("consultation_sent", day("09-20")))
    assert (still_asking.state, still_asking.due) == (DeadlineState.RUNNING, day("12-20"))
    # and it hangs on no notice
    beyond = reply(("delayed_until", date(2027, 3, 1)), start=date(2026, 12, 20))
    assert (beyond.due, beyond.certainty) == (date(2027, 3, 1), Certainty.FINAL)


def test_a_delay_hides_no_correction() -> None:
    waiting = reply(("delayed_until", day("12-20")), ("correction_asked", day("09-20")))
    assert (waiting.state, waiting.due, waiting.earliest) == ("waiting", None, day("12-20"))
    events = [("delayed_until", day("12-20")), ("correction_asked", day("09-20"))]
    assert reply(*events, ("corrected", day("12-20"))).due == day("12-20")
    # corrected after the day that was told: it was told for the clock that is discarded
    late = reply(*events, ("corrected", day("12-23")))
    assert (late.state, late.due) == ("running", date(2025, 1, 21))
    assert "此前告知的延迟日期失效" in late.explain()
    # told for a day before the fee notice: a payment starts the clock anew
    gone = reply(("delayed_until", day("10-30")), ("fee_noticed", day("10-30")),
                 ("consultation_sent", day("11-01")))  # fmt: skip
    assert (gone.state, gone.earliest) == ("waiting", day("11-29"))


# --- the answer ------------------------------------------------------------------------------


def test_an_answer_ends_the_clock() -> None:
    result = reply(("answered", day("10-10")), *stop("10-14", "10-18"))
    assert (result.state, result.due, result.met) == (
        DeadlineState.MET, day("10-17"), day("10-10"),
    )  # fmt: skip
    late = reply(("answered", day("10-30")))
    assert (late.state, late.due, late.met) == (DeadlineState.MET, day("10-17"), day("10-30"))


def test_what_is_told_of_later_days_does_not_move_a_finished_clock() -> None:
    standing = [("consultation_sent", day("09-20")), ("answered", day("10-31"))]
    told = [reply(*standing), reply(*standing, ("extended", day("11-08"), 5))]
    assert told[0].due == told[1].due


def test_a_late_correction_notice_and_a_fee_in_one_story() -> None:
    """Told on the 8th working day, the correction stops nothing, and its answer is no fault."""
    events = [("correction_asked", day("09-26")), ("fee_noticed", day("09-27")),
              ("fee_paid", day("09-29")), ("corrected", day("09-30"))]  # fmt: skip
    assert reply(*events).due == day("10-31")  # 10 + 20


def test_an_answer_while_the_clock_stands_or_waits() -> None:
    standing = reply(("consultation_sent", day("09-20")), ("answered", day("10-31")))
    # as if the consultation had ended with the answer: 16 days more, 31 to 46
    assert (standing.state, standing.met) == (DeadlineState.MET, day("10-31"))
    assert standing.due == date(2024, 11, 22)
    waiting = reply(("correction_asked", day("09-20")), ("answered", day("10-31")))
    assert (waiting.state, waiting.due, waiting.met) == (DeadlineState.MET, None, day("10-31"))


def test_each_step_says_what_happened() -> None:
    """The whole story of one request, step by step."""
    result = reply(
        ("received", START),
        *stop("09-14", "09-18"),
        ("extended", day("09-19"), 10),
        ("correction_asked", day("09-20"), 10),
        ("corrected", day("09-30")),
        *stop("10-08", "10-10"),
        ("answered", day("11-04")),
        ("extended", day("11-05"), 10),
    )
    # 1 to 12 October and on: day 1 after 09-30 is 10-08; 9 and 10 October are left out
    assert result.due == day("11-05")
    told = [(f"{one.on:%m-%d}", one.what.zh, one.article) for one in result.steps]
    assert told == [
        ("09-13", "依申请公开答复：按当日有效的 2019 版", "第三十三条第二款"),
        ("09-13", "当日不计，期限20个工作日，至 2024-10-17", ""),
        ("09-14", "发出征求意见：自次日起停止计算", "第三十三条第三款"),
        ("09-18", "收到反馈意见：自次日起继续计算，至 2024-10-18", "第三十三条第三款"),
        ("09-19", "告知延长：延长10个工作日，至 2024-11-01", "第三十三条第二款"),
        ("09-20", "补正告知：等待申请人补正，不晚于 2024-10-10", "第三十条"),
        (
            "09-30",
            "收到补正：时限自次日重新计算，至 2024-11-01；此前的延长失效",
            "第三十条",
        ),
        ("10-08", "发出征求意见：自次日起停止计算", "第三十三条第三款"),
        ("10-10", "收到反馈意见：自次日起继续计算，至 2024-11-05", "第三十三条第三款"),
        ("11-04", "办结：时限完成", ""),
        ("11-05", "告知延长：时限已结束，不再影响", "第三十三条第二款"),
    ]
    assert result.explain().startswith(
        "1. 2024-09-13 依申请公开答复：按当日有效的 2019 版（政府信息公开条例（国务院令第711号）"
    )
    assert "10. 2024-11-04 answered: the clock ends" in result.explain("en")


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([("delayed_until", day("12-20"))], "告知延迟答复：到期日定为 2024-12-20"),
        ([("delayed_until", day("10-10"))], "告知延迟答复：到期日定为 2024-10-10"),
        ([("consultation_sent", day("09-20"))], "停止计算中，余 16，恢复后续算"),
        ([("consultation_sent", day("10-18"))], "发出征求意见：到期之后开始，不影响"),
        ([("extended", day("10-18"), 5)], "告知延长：到期之后才告知，无效"),
        (
            [("correction_asked", day("09-26"))],
            "补正告知：告知逾期（应不晚于 2024-09-25），不停止计算",
        ),
        (
            [("correction_asked", day("09-26")), ("corrected", day("09-27"))],
            "收到补正：时限未曾停止，不影响",
        ),
        ([("fee_noticed", day("10-18"))], "收费通知：告知逾期，不停止计算"),
        (
            [("fee_noticed", day("09-20")), ("fee_paid", day("10-24"))],
            "缴清费用：时限已结束，不再影响",
        ),
        (
            [*stop("09-20", "09-23", "a"), ("consultation_sent", day("09-19"), "b"),
             ("answered", day("09-25"))],
            "办结：时限完成",
        ),
        (
            [("consultation_sent", day("09-19"), "b"), *stop("09-20", "09-23", "a")],
            "停止计算中，余 17，恢复后续算",
        ),
    ],
)  # fmt: skip
def test_the_last_step_of_other_stories(events: list[Any], last: str) -> None:
    assert reply(*events).steps[-1].what.zh == last


def test_an_answer_to_one_of_two_consultations_says_that_the_other_goes_on() -> None:
    events = [("consultation_sent", day("09-19"), "b"), *stop("09-20", "09-23", "a")]
    assert "收到反馈意见：仍有其他事由，继续停止" in [one.what.zh for one in reply(*events).steps]


# --- what cannot be ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([("consultation_snt", day("09-20"))], "consultation_sent"),
        ([("consultation_answered", day("09-20"))], "没有与之对应"),
        ([("corrected", day("09-20"))], "没有与之对应"),
        ([("fee_paid", day("09-20"))], "没有与之对应"),
        ([("received", day("09-12"))], "早于起算日"),
        ([("received", day("09-14"))], "不是起算日"),
        ([("extended", day("09-20"))], "1 至 20"),
        ([("extended", day("09-20"), 21)], "1 至 20"),
        ([("extended", day("09-20"), 0)], "1 至 20"),
        ([("correction_asked", day("09-20"), 0)], "天数 0 无效"),
        ([Event("correction_asked", day("09-20"), until=day("09-19"))], "早于 2024-09-20"),
        ([("suspended", day("09-20"))], "没有“suspended”"),
        ([("consultation_sent", datetime(2024, 9, 20))], "时刻"),
        ([("consultation_sent", "2024-09-20")], "不是日期"),
        (["consultation_sent"], "不是事件"),
        ([("consultation_sent", day("09-20"), 1.5)], "不是事件"),
        ([(1, day("09-20"))], "不是事件"),
        ([Event([], day("09-20"))], "不是事件"),  # type: ignore[arg-type]
        ([Event("extended", day("09-20"), "5")], "不是事件"),  # type: ignore[arg-type]
        ([Event("extended", day("09-20"), 5, note=6)], "不是事件"),  # type: ignore[arg-type]
        ([Event("received", START, until="x")], "不是日期"),  # type: ignore[arg-type]
    ],
)
def test_each_fault_is_told(events: list[Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        reply(*events)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].hint is not None


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("correction_asked", (day("09-18"),), (day("09-19"),)),
        ("extended", (day("09-18"), 5), (day("09-18"), 6)),
        ("extended", (day("09-18"), 5), (day("09-20"), 5)),
        ("fee_noticed", (day("09-18"),), (day("09-19"),)),
        ("delayed_until", (day("11-18"),), (day("11-19"),)),
    ],
)
def test_two_different_ones_in_one_clock_are_named_both(
    name: str, first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        reply((name, *first), (name, *second))
    (problem,) = caught.value.problems
    assert str(first[0]) in problem.what.zh
    assert str(second[0]) in problem.what.zh


def test_two_of_one_day_are_told_apart_by_a_note() -> None:
    """Told alike they are one, and its second end has nothing to end; the hint says how."""
    ends = [("consultation_answered", day("09-23")), ("consultation_answered", day("09-26"))]
    with pytest.raises(InvalidInput, match="同日两件写不同的备注"):
        reply(("consultation_sent", day("09-20")), ("consultation_sent", day("09-20")), *ends)
    first, second = (("consultation_sent", day("09-20"), who) for who in ("甲", "乙"))
    # three working days, 23 to 25 September, and the 26th: due 10-17 moves by four
    assert str(reply(first, second, *ends).due) == "2024-10-23"


def test_all_faults_of_a_timeline_come_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        reply(
            ("recieved", START),
            ("extended", day("09-20"), 30),
            ("extended", day("09-19"), 5),
            ("extended", day("09-23"), 6),
            ("consultation_sent", day("09-01")),
        )
    assert len(caught.value.problems) == 4
    english = caught.value.of("en")
    assert "did you mean 'received'" in english
    assert "two different 'extended'" in english


@pytest.mark.parametrize("name", ["correction_asked", "corrected", "fee_noticed", "delayed_until"])
def test_the_2008_regulation_knows_no_correction_restart_and_no_fee(name: str) -> None:
    with pytest.raises(InvalidInput, match=f"没有“{name}”"):
        deadline("XXGK-REPLY", date(2016, 3, 1), [(name, date(2016, 3, 4))])
    stopped = [("consultation_sent", date(2016, 3, 4)), ("consultation_answered", date(2016, 3, 8))]
    old = deadline("XXGK-REPLY", date(2016, 3, 1), stopped)
    # 2, 3, 4 March are days 1 to 3; 7 and 8 left out; 12 more from the 9th: the 24th
    assert (old.due, old.mark) == (date(2016, 3, 24), "M")


def test_events_must_be_several_and_the_calendar_one() -> None:
    for events in (5, None):
        with pytest.raises(InvalidInput, match="不是事件"):
            deadline("XXGK-REPLY", START, events)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="不是日历"):
        deadline("XXGK-REPLY", START, calendar="cn")  # type: ignore[arg-type]


def test_aware_moments_count_as_their_beijing_day() -> None:
    start = datetime(2024, 9, 12, 16, 30, tzinfo=UTC)  # 00:30 on the 13th in Beijing
    sent = datetime(2024, 9, 19, 17, 0, tzinfo=UTC)
    result = deadline("XXGK-REPLY", start, [("consultation_sent", sent)])
    assert result.start == START
    assert result.remaining == 16


# --- laws; a second clock that walks day by day is in test_request_by_walking ------------------


@st.composite
def timelines(draw: st.DrawFn) -> tuple[date, list[Event]]:
    start = draw(st.dates(date(2019, 5, 15), date(2025, 3, 1)))

    def after(first: int = 0, last: int = 70) -> date:
        return start + timedelta(days=draw(st.integers(first, last)))

    events = []
    for note in "abc"[: draw(st.integers(0, 3))]:
        sent = after()
        events.append(Event("consultation_sent", sent, note=note))
        if draw(st.booleans()):
            answered = sent + timedelta(days=draw(st.integers(0, 30)))
            events.append(Event("consultation_answered", answered, note=note))
    if draw(st.booleans()):
        asked = after(0, 14)
        events.append(Event("correction_asked", asked))
        if draw(st.booleans()):
            events.append(Event("corrected", asked + timedelta(days=draw(st.integers(0, 20)))))
    if draw(st.booleans()):
        events.append(Event("extended", after(), draw(st.integers(1, 20))))
    return start, draw(st.permutations(events))


@given(timeline=timelines(), data=st.data())
def test_order_and_repetition_are_of_no_account(
    timeline: tuple[date, list[Event]], data: st.DataObject
) -> None:
    start, events = timeline
    once = deadline("XXGK-REPLY", start, events)
    shuffled = data.draw(st.permutations([*events, *events]))
    assert deadline("XXGK-REPLY", start, shuffled) == once


@given(timeline=timelines())
def test_a_deadline_survives_json(timeline: tuple[date, list[Event]]) -> None:
    start, events = timeline
    result = deadline("XXGK-REPLY", start, events)
    text = json.dumps(result.to_json(), ensure_ascii=False)
    assert Deadline.from_json(json.loads(text)) == result
    assert result.explain("zh").count("\n") == len(result.steps) - 1
    assert result.explain("en").startswith(f"1. {start} Reply to a request")


@given(
    start=st.dates(date(2019, 5, 15), date(2026, 6, 1)),
    sent=st.integers(0, 60),
    length=st.integers(0, 40),
)
def test_a_stop_moves_the_date_by_its_working_days(start: date, sent: int, length: int) -> None:
    begin = start + timedelta(days=sent)
    end = begin + timedelta(days=length)
    plain = reply(start=start).due
    moved = reply(("consultation_sent", begin), ("consultation_answered", end), start=start).due
    assert plain is not None
    assert moved is not None
    china = WorkCalendar.china()
    left_out = china.count_workdays(begin, end) if begin < plain else 0
    assert china.count_workdays(plain, moved) == left_out
    assert china.is_workday(moved)


@given(start=st.dates(date(2019, 5, 15), date(2026, 6, 1)), later=st.integers(0, 40))
def test_due_is_monotone_in_the_start_without_events(start: date, later: int) -> None:
    first, second = reply(start=start), reply(start=start + timedelta(days=later))
    assert first.due is not None
    assert second.due is not None
    assert first.due <= second.due


@given(timeline=timelines(), year=st.sampled_from([2021, 2022, 2023, 2024, 2025]))
def test_the_bounds_hold_the_settled_date(timeline: tuple[date, list[Event]], year: int) -> None:
    """With the notices from some year on withheld, all later ones having been plausible."""
    start, events = timeline
    start, events = shift(start, events, year)
    china = WorkCalendar.china()
    known = WorkCalendar(one for one in china.notices if one.year < year)
    truth = deadline("XXGK-REPLY", start, events, calendar=china)
    guess = deadline("XXGK-REPLY", start, events, calendar=known)
    if guess.certainty is Certainty.FINAL:
        assert guess.due == truth.due
        return
    assert guess.steps[-1].on == known.horizon
    if truth.due and guess.earliest and guess.latest:
        assert guess.earliest <= truth.due <= guess.latest
    if guess.due and guess.earliest and guess.latest:
        assert guess.earliest <= guess.due <= guess.latest


def shift(start: date, events: list[Event], year: int) -> tuple[date, list[Event]]:
    """The same timeline, beginning in the last hundred days before a year."""
    offset = (date(year, 1, 1) - timedelta(days=start.toordinal() % 100) - start).days
    moved = [
        Event(one.name, one.on + timedelta(days=offset), one.number, None, one.note)
        for one in events
    ]
    return start + timedelta(days=offset), moved
