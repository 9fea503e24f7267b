"""The rules in the box: what is in force when, each limit worked out by hand, and documents."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.law import (
    EVENTS,
    Certainty,
    Deadline,
    DeadlineState,
    Force,
    Mark,
    Rules,
    deadline,
    load_rules,
)
from zwgk.source import parse_yaml
from zwgk.time import CalendarDays, Standing, WorkCalendar, WorkingDays

RULES = load_rules()

NAMED = """
XXGK-PRO XXGK-REPLY XXGK-EXT XXGK-BUZHENG XXGK-3P-OPINION XXGK-CO-OPINION XXGK-EXCESS
XXGK-AR-DEPT XXGK-AR-GOV XXGK-CORRECT XXGK-DYN XK-SHOW XK-ACCEPT XK-DECIDE XK-JOINT XK-LOWER
XK-DELIVER XK-HEAR-ASK XK-HEAR-HOLD XK-HEAR-NOTICE XK-INSPECT XK-RENEW XK-PUB YS-GOV YS-DEPT
YS-UNIT YS-PROC CG-WIN CG-CONTRACT ZB-CAND SGS CF-PUB CF-DECIDE CF-SERVE CF-SAMR CF-SAFE
FOOD-INSP JC-OPINION JC-HEAR JC-PUB GZ-OPINION GZ-FILE ZS-OPINION GFX JD YQ-24 YQ-48 YQ-5 TF
WL-SUGGEST WL-CONSULT WL-ERRATA XF-TELL XF-DONE XF-FUCHA-ASK XF-FUCHA-DECIDE FY-APPLY FY-ADMIT
FY-DECIDE FY-NOACT FY-CORRECT SS-AFTER-REVIEW SS-DIRECT SS-SILENT SS-TRIAL RX-DONE AQ-UNIT
AQ-LEVEL AQ-SUPP AQ-INV AQ-REPLY AQ-PUB AQ-EVAL GX-PRO GX-CHG GX-REPLY GX-AR ZX KG-GOV QUALITY
XXGK-3P-STOP XXGK-FEE XK-EXCL FY-CORRECT-SUPPLY FY-SIMPLE AQ-DRILL-GOV AQ-DRILL-UNIT AQ-FINE
AQ-SUPP-TRAFFIC AQ-REPLY-GRAVE GX-AR-CONTENT GX-LIST FEE-SCHOOL FEE-KG CNT-UNIT CNT-DAY0 CNT-MONTH
CNT-ROLL CNT-OVERRIDE CNT-LIT CNT-HARDSHIP CNT-WORDS RX-RETURN CW-AUDIT DW-PROC BJ-TELL HCP-RATE
"""


def test_every_rule_that_is_named_is_there_with_its_article_and_mark() -> None:
    assert set(NAMED.split()) <= set(RULES)
    for rule in RULES.values():
        assert rule.title.zh
        assert rule.title.en
        assert rule.start.zh
        for version in rule.versions:
            assert version.source
            assert version.mark in set(Mark)
            assert set(version.events) <= set(EVENTS)
        assert set(rule.over) <= set(RULES)


@pytest.mark.parametrize(
    ("rule", "on", "version", "mark"),
    [
        # the Civil Code is of 2021-01-01; before it 民法总则 from 2017-10-01, 民法通则 before that
        ("CNT-DAY0", "2021-01-01", "2021", "R"),
        ("CNT-DAY0", "2020-12-31", "2017", "M"),
        ("CNT-DAY0", "2017-09-30", "1987", "M"),
        ("CNT-MONTH", "2017-10-01", "2017", "M"),
        # the two regulations of 2008 and 2019
        ("XXGK-DYN", "2019-05-14", "2008", "M"),
        ("XXGK-DYN", "2019-05-15", "2019", "R"),
        ("XXGK-PRO", "2019-05-14", "2008", "R~"),
        ("XXGK-REPLY", "2019-05-14", "2008", "R~"),
        ("XXGK-BUZHENG", "2008-05-01", "2008", "M"),
        ("XXGK-AR-GOV", "2019-05-14", "2008", "M"),
        ("XF-DONE", "2022-04-30", "2005", "R"),
        ("XF-DONE", "2022-05-01", "2022", "R"),
        ("FY-CORRECT", "2023-12-31", "2007", "D"),
        ("FY-CORRECT", "2024-01-01", "2023", "M"),
        ("SS-DIRECT", "2015-04-30", "1990", "M"),
        ("SS-DIRECT", "2015-05-01", "2015", "R"),
        ("TF", "2024-10-31", "2007", "R"),
        ("TF", "2024-11-01", "2024", "R"),
        ("GX-PRO", "2014-07-24", "2010", "M"),
        ("GX-PRO", "2014-07-25", "2014", "R"),
        ("CF-SERVE", "2021-07-15", "2021", "R"),
        ("YS-UNIT", "2020-10-01", "2020", "R"),
        ("JC-OPINION", "2019-09-01", "2019", "R"),
        ("JD-ZZ", "2016-12-31", "2016", "R"),
        ("JD", "2016-12-31", "2016", "M"),
        ("HCP-RECTIFY-GB", "2024-01-01", "2019", "M"),
    ],
)
def test_each_version_from_its_own_day_with_its_mark(
    rule: str, on: str, version: str, mark: str
) -> None:
    force, found = RULES[rule].on(date.fromisoformat(on))
    assert force is Force.IN_FORCE
    assert found is not None
    assert (found.id, found.mark.value) == (version, mark)


@pytest.mark.parametrize(
    ("rule", "day_before"),
    [
        ("CNT-MONTH", "2017-09-30"), ("XXGK-PRO", "2008-04-30"), ("XXGK-CO-OPINION", "2019-05-14"),
        ("CF-SERVE", "2021-07-14"), ("YS-UNIT", "2020-09-30"), ("JC-OPINION", "2019-08-31"),
        ("FY-SIMPLE", "2023-12-31"), ("AQ-UNIT", "2007-05-31"), ("FEE-KG", "2025-05-31"),
        ("JT-FINANCE", "2025-04-30"), ("BJ-LIMIT", "2019-12-31"), ("AQ-DRILL-GOV", "2019-03-31"),
    ],
)  # fmt: skip
def test_a_day_earlier_there_was_no_such_rule(rule: str, day_before: str) -> None:
    day = date.fromisoformat(day_before)
    assert RULES[rule].on(day) == (Force.NOT_IN_FORCE, None)
    assert RULES[rule].on(day + timedelta(days=1))[0] is Force.IN_FORCE


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("XXGK-PRO", "2025-03-03", "2025-03-31"),
        # Monday 7 July: 8 to 11 and 14 to 16 are seven working days
        ("DW-REGULAR-MAJOR-HUNAN", "2025-07-07", "2025-07-16"),
        ("JD-ZZ", "2017-03-06", "2017-03-09"),
        ("AQ-ASSESS-PLAN", "2017-01-31", "2017-02-28"),
        ("XXGK-EXT", "2024-10-17", "2024-11-14"),
        ("XXGK-BUZHENG", "2024-09-13", "2024-09-25"),
        ("XXGK-3P-OPINION", "2024-09-13", "2024-10-11"),
        ("XXGK-CO-OPINION", "2024-09-13", "2024-10-11"),
        # the report year ends on 31 December
        ("XXGK-AR-DEPT", "2023-12-31", "2024-01-31"),
        ("XXGK-AR-DEPT", "2018-12-31", "2019-03-31"),
        ("XXGK-AR-GOV", "2023-12-31", "2024-03-31"),
        ("GX-AR", "2024-08-31", "2024-10-31"),
        # working days of September 2024, by the table of the request clock's tests
        ("XK-ACCEPT", "2024-09-13", "2024-09-23"),
        ("XK-DECIDE", "2024-09-13", "2024-10-17"),
        ("XK-DELIVER", "2024-09-13", "2024-09-29"),
        # 45 working days: 40 is 11-14, then 15, 18, 19, 20, 21
        ("XK-JOINT", "2024-09-13", "2024-11-21"),
        # seven working days before a hearing on 10-14: 12, 11, 10, 9, 8, 09-30, 09-29
        ("XK-HEAR-NOTICE", "2024-10-14", "2024-09-29"),
        ("XK-RENEW", "2024-10-31", "2024-10-01"),
        # calendar days do not roll: 2025-10-02 is a holiday
        ("YS-GOV", "2025-09-12", "2025-10-02"),
        ("YS-DEPT", "2025-01-10", "2025-01-30"),
        ("YS-UNIT", "2021-01-31", "2021-02-20"),
        ("SGS", "2024-09-13", "2024-09-25"),
        ("CG-WIN", "2024-09-13", "2024-09-18"),
        ("CF-SAMR", "2025-09-26", "2025-10-30"),
        ("CF-SERVE", "2024-09-13", "2024-09-25"),
        ("CF-DECIDE", "2024-09-13", "2024-12-12"),
        ("JC-OPINION", "2024-09-13", "2024-10-13"),
        ("JC-HEAR", "2024-10-14", "2024-10-07"),
        ("XF-TELL", "2024-09-13", "2024-09-28"),
        ("XF-DONE", "2024-09-13", "2024-11-12"),
        ("FY-ADMIT", "2024-09-13", "2024-09-23"),
        ("FY-DECIDE", "2024-09-13", "2024-11-12"),
        # litigation rolls: 15 days after 2024-09-16 end on 10-01, a holiday; the 8th is the next
        ("SS-AFTER-REVIEW", "2024-09-16", "2024-10-08"),
        # six months to 2026-02-28, a Saturday that is worked: no roll
        ("SS-DIRECT", "2025-08-31", "2026-02-28"),
        ("SS-DIRECT", "2010-01-31", "2010-04-30"),
        ("RX-DONE", "2025-09-26", "2025-10-10"),
        ("AQ-SUPP", "2024-09-13", "2024-10-13"),
        ("AQ-SUPP-TRAFFIC", "2024-09-13", "2024-09-20"),
        ("AQ-INV", "2024-09-13", "2024-11-12"),
        ("AQ-EVAL", "2024-02-29", "2025-02-28"),
        ("GX-PRO", "2024-09-13", "2024-10-17"),
        ("CW-VOTERS", "2024-10-31", "2024-10-11"),
        ("CW-QUARTER-CQ", "2024-03-31", "2024-04-15"),
        ("CW-MONTH-CQ", "2024-02-29", "2024-03-15"),
        # so does a review (Art.88 points to the law of civil suits): 10-13 is a Sunday
        ("FY-SIMPLE", "2024-09-13", "2024-10-14"),
        # 60 days after 2024-08-02 end on 10-01, a holiday; 60 after 2023-08-02 on 2023-10-01
        ("FY-DECIDE", "2024-08-02", "2024-10-08"),
        ("FY-DECIDE", "2023-08-02", "2023-10-07"),  # a Saturday that is worked
        ("FY-APPLY", "2023-08-02", "2023-10-07"),
        # six months after 2024-04-01 end on 10-01
        ("SS-TRIAL", "2024-04-01", "2024-10-08"),
    ],
)
def test_limits_by_hand(rule: str, start: str, due: str) -> None:
    result = deadline(rule, date.fromisoformat(start))
    assert str(result.due) == due
    assert result.certainty is Certainty.FINAL
    assert result.earliest == result.due == result.latest


def test_a_last_day_that_gives_way_says_so_with_its_article() -> None:
    """2015-05-01 and six months is 2015-11-01, a Sunday."""
    found = deadline("SS-DIRECT", date(2015, 5, 1))
    assert found.due == date(2015, 11, 2)
    last = found.steps[-1]
    assert (str(last.on), last.source, last.article) == ("2015-11-01", "行政诉讼法", "第一百零一条")
    assert last.what.zh == "最后一日不是工作日，顺延至 2015-11-02"
    assert last.what.en == "the last day is no working day: 2015-11-02"
    assert [one.article for one in found.citations] == ["第四十六条", "第一百零一条"]


def test_a_longer_limit_gives_way_at_its_own_end_only() -> None:
    # 60 days after 2024-07-03 end on 1 September, a Sunday; 90 on 1 October, a holiday to the 7th
    longer = [("extended", date(2024, 8, 1), 30)]
    found = deadline("FY-DECIDE", date(2024, 7, 3), longer)
    assert (found.due, found.steps[-1].article) == (date(2024, 10, 8), "第八十八条")
    met = deadline("FY-DECIDE", date(2024, 7, 3), [*longer, ("answered", date(2024, 10, 8))])
    assert (met.due, met.steps[-1].article) == (date(2024, 10, 8), "第八十八条")
    # told on the Monday to which the first end gave way
    told = deadline("FY-DECIDE", date(2024, 7, 3), [("extended", date(2024, 9, 2), 30)])
    assert told.due == date(2024, 10, 8)
    standing = [("suspended", date(2024, 7, 10))]
    for events in (standing, [*standing, ("answered", date(2024, 7, 20))]):
        assert "顺延" not in deadline("FY-DECIDE", date(2024, 7, 3), events).explain()
    # 2026-02-28 is a Saturday that is worked; a budget's days do not give way
    for rule, start in (("SS-DIRECT", date(2025, 8, 31)), ("YS-GOV", date(2025, 9, 12))):
        assert "顺延" not in deadline(rule, start).explain()


def test_a_stop_while_the_last_day_gives_way() -> None:
    """60 days from 2024-08-02 end on 1 October, and that gives way to the 8th.

    Nothing is left to count; the clock stands from the 4th to the 20th, a Sunday.
    """
    stop = [("suspended", date(2024, 10, 3)), ("resumed", date(2024, 10, 20))]
    standing = deadline("FY-DECIDE", date(2024, 8, 2), stop[:1])
    assert (standing.state, standing.due, standing.remaining) == ("stopped", None, 0)
    assert deadline("FY-DECIDE", date(2024, 8, 2), stop).due == date(2024, 10, 21)
    over = [("suspended", date(2024, 10, 8)), ("resumed", date(2024, 10, 20))]
    assert deadline("FY-DECIDE", date(2024, 8, 2), over).due == date(2024, 10, 8)


@pytest.mark.parametrize(
    ("rule", "hours"),
    [("AQ-UNIT", 1), ("AQ-LEVEL", 2), ("YQ-5", 5), ("YQ-24", 24), ("YQ-48", 48), ("RX-RETURN", 24)],
)
def test_limits_in_hours_run_through_the_night(rule: str, hours: int) -> None:
    start = datetime(2025, 9, 30, 15, 30, tzinfo=UTC)
    result = deadline(rule, start, [("answered", start + timedelta(hours=1))])
    assert result.due == start + timedelta(hours=hours)
    assert isinstance(result.due, datetime)
    assert result.due.isoformat().endswith("+08:00")
    assert result.state is DeadlineState.MET
    assert Deadline.from_json(json.loads(json.dumps(result.to_json()))) == result
    for bad in (date(2025, 9, 30), datetime(2025, 9, 30, 15, 30)):
        with pytest.raises(InvalidInput):
            deadline(rule, bad)
    with pytest.raises(InvalidInput, match="时差"):
        deadline(rule, start, [("answered", date(2025, 10, 1))])
    with pytest.raises(InvalidInput, match="早于"):
        deadline(rule, start, [("answered", start - timedelta(minutes=1))])


@pytest.mark.parametrize(
    ("rule", "events", "due"),
    [
        # +10 for one agency, +15 for joint permits
        ("XK-DECIDE", [("extended", "2024-10-17", 10)], "2024-10-31"),
        ("XK-JOINT", [("extended", "2024-11-21", 15)], "2024-12-12"),
        # a hearing from 09-20 to 10-08 is left out: days 5 to 12, so 28 in all
        (
            "XK-DECIDE",
            [("excluded_from", "2024-09-20"), ("excluded_to", "2024-10-08")],
            "2024-10-29",
        ),
        # calendar days: 10 days of appraisal left out, then 30 more
        (
            "AQ-INV",
            [("excluded_from", "2024-09-20"), ("excluded_to", "2024-09-30")],
            "2024-11-22",
        ),
        ("XF-DONE", [("extended", "2024-11-12", 30)], "2024-12-12"),
        ("XF-DONE", [("extended", "2024-11-13", 30)], "2024-11-12"),
        ("FY-DECIDE", [("suspended", "2024-10-01"), ("resumed", "2024-10-21")], "2024-12-02"),
        ("WL-SUGGEST", [("extended", "2024-09-20", 8)], "2024-10-11"),
    ],
)  # fmt: skip
def test_extensions_and_stops_of_other_laws(rule: str, events: list[Any], due: str) -> None:
    given_events = [(name, date.fromisoformat(on), *rest) for name, on, *rest in events]
    assert str(deadline(rule, date(2024, 9, 13), given_events).due) == due


def test_an_extension_is_bounded_by_its_own_law() -> None:
    for rule, number in (("XK-DECIDE", 11), ("XK-JOINT", 16), ("XF-DONE", 31)):
        with pytest.raises(InvalidInput, match=f"1 至 {number - 1}"):
            deadline(rule, date(2024, 9, 13), [("extended", date(2024, 9, 20), number)])
    with pytest.raises(InvalidInput, match="没有“extended”"):
        deadline("XK-ACCEPT", date(2024, 9, 13), [("extended", date(2024, 9, 20), 1)])
    stopped = deadline("AQ-INV", date(2024, 9, 13), [("excluded_from", date(2024, 9, 23))])
    assert (stopped.state, stopped.remaining) == (DeadlineState.STOPPED, 50)


# --- in force -------------------------------------------------------------------------------


def test_what_was_in_force_on_a_day() -> None:
    in_2015 = {one.rule.id: one for one in RULES.on(date(2015, 6, 1))}
    version = in_2015["XXGK-REPLY"].version
    assert version is not None
    assert version.limit == WorkingDays(15)
    assert "XXGK-CO-OPINION" not in in_2015  # begins 2019-05-15
    assert "YS-UNIT" not in in_2015
    # a rule whose beginning was not read is not known, which is not the same as none
    assert in_2015["CF-SAMR"].force is Force.NOT_KNOWN
    assert in_2015["CF-SAMR"].version is None
    now = {one.rule.id: one.force for one in RULES.on(date(2026, 1, 1))}
    assert set(now.values()) == {Force.IN_FORCE}
    assert set(now) == set(RULES)


def test_not_known_is_never_no_duty() -> None:
    unknown = deadline("CF-SAMR", date(2015, 6, 1))
    assert unknown.state is DeadlineState.UNKNOWN
    assert unknown.due is None
    assert unknown.mark is None
    assert "不能说没有期限" in unknown.explain()
    none = deadline("YS-UNIT", date(2015, 6, 1))
    assert none.state is DeadlineState.NOT_IN_FORCE
    for one in (unknown, none):
        assert Deadline.from_json(json.loads(json.dumps(one.to_json()))) == one


def test_marks_travel_into_the_result() -> None:
    remembered = deadline("GX-REPLY", date(2024, 9, 13))
    assert (remembered.mark, remembered.verified) == (Mark.MEMORY, False)
    # the duty of 2015 is remembered, the text of 2018-12-29 was read
    assert deadline("YS-GOV", date(2016, 3, 1)).mark is Mark.MEMORY
    assert deadline("YS-GOV", date(2020, 3, 1)).mark is Mark.READ
    assert deadline("XXGK-PRO", date(2010, 3, 1)).mark is Mark.EXCERPT


def test_an_explanation_says_what_was_only_remembered() -> None:
    remembered = deadline("GX-REPLY", date(2024, 9, 13)).explain()
    assert remembered.splitlines()[-1] == "未核实（M）：凭记忆，没有见到原文"
    longer = [("extended", date(2024, 9, 18), 8)]
    chosen = deadline("WL-SUGGEST", date(2024, 9, 13), longer).explain("en")
    assert chosen.splitlines()[-1].startswith("not verified (D): the law is silent")
    paid = [("fee_noticed", date(2024, 9, 20)), ("fee_paid", date(2024, 9, 23))]
    assert "未核实（M）" in deadline("XXGK-REPLY", date(2024, 9, 13), paid).explain()
    assert "未核实" not in deadline("XXGK-REPLY", date(2024, 9, 13)).explain()


def test_standing_duties_and_those_without_a_number() -> None:
    standing = deadline("XK-SHOW", date(2024, 9, 13))
    assert (standing.state, standing.due, standing.limit) == (
        DeadlineState.RUNNING, None, "standing",
    )  # fmt: skip
    prompt = deadline("JC-PUB", date(2024, 9, 13), [("answered", date(2024, 9, 20))])
    assert (prompt.state, prompt.met, prompt.due) == (DeadlineState.MET, date(2024, 9, 20), None)
    assert "及时公布" in prompt.explain()
    assert "no number" in prompt.explain("en")
    assert deadline(Standing(), date(2024, 9, 13)).due is None
    with pytest.raises(InvalidInput):
        deadline("JC-PUB", date(2024, 9, 13), [("extended", date(2024, 9, 20), 3)])


def test_silence_has_opposite_effects() -> None:
    """Art.32: a third party's silence leaves the agency free; Art.34: an organ's is consent."""
    third = deadline("XXGK-3P-OPINION", date(2024, 9, 13))
    maker = deadline("XXGK-CO-OPINION", date(2024, 9, 13))
    assert third.due == maker.due
    assert "由行政机关依法决定" in third.explain()
    assert "视为同意" in maker.explain()
    assert (third.citations[0].article, maker.citations[0].article) == ("第三十二条", "第三十四条")


def test_a_special_limit_says_that_it_goes_before_the_general_one() -> None:
    special = deadline("CF-SAMR", date(2025, 9, 26))
    assert "先于 XXGK-PRO、SGS 适用" in special.explain()
    assert "goes before XXGK-PRO, SGS" in special.explain("en")


def test_bounds_and_directions_are_told() -> None:
    assert deadline("JC-OPINION", date(2024, 9, 13)).bound == "at_least"
    before = deadline("XK-HEAR-NOTICE", date(2024, 10, 14), [("answered", date(2024, 9, 20))])
    assert (before.direction, before.state, before.met) == (
        "before", DeadlineState.MET, date(2024, 9, 20),
    )  # fmt: skip
    forecast = deadline("XK-HEAR-NOTICE", date(2027, 1, 8))
    assert forecast.certainty is Certainty.PROVISIONAL
    assert forecast.earliest is not None
    assert forecast.due is not None
    assert forecast.latest is not None
    assert forecast.earliest <= forecast.due <= forecast.latest < date(2027, 1, 8)
    assert "日期暂定" in forecast.explain()
    assert "日期暂定" not in before.explain()


# --- bare periods ------------------------------------------------------------------------------


def test_a_bare_period_needs_no_law() -> None:
    text, period = (deadline(one, date(2019, 5, 15)) for one in ("二十个工作日", WorkingDays(20)))
    assert text == period
    assert (text.due, text.rule, text.version, text.mark) == (date(2019, 6, 13), "", "", None)
    assert text.verified
    assert text.citations == ()
    events = [("suspended", date(2024, 9, 20)), ("resumed", date(2024, 9, 23))]
    assert deadline("20 working days", date(2024, 9, 13), events).due == date(2024, 10, 18)
    extended = [("extended", date(2024, 9, 20), 30)]
    # extended in its own unit: 10 + 30 days, 17 of September, 23 of October
    assert deadline(CalendarDays(10), date(2024, 9, 13), extended).due == date(2024, 10, 23)
    with pytest.raises(InvalidInput, match="correction_asked"):
        deadline("20 working days", date(2024, 9, 13), [("correction_asked", date(2024, 9, 20))])
    by_date = deadline("每年1月31日前", date(2024, 9, 13), [("answered", date(2025, 2, 1))])
    assert (by_date.due, by_date.met) == (date(2025, 1, 31), date(2025, 2, 1))
    with pytest.raises(InvalidInput, match="suspended"):
        deadline("every year by 01-31", date(2024, 9, 13), events)


def test_an_unknown_rule_is_refused_with_a_hint() -> None:
    with pytest.raises(InvalidInput) as caught:
        deadline("XXGK-REPPLY", date(2024, 1, 1))
    assert "did you mean 'XXGK-REPLY'?" in caught.value.of("en")
    for bad in (object(), None, 20):
        with pytest.raises(InvalidInput):
            deadline(bad, date(2024, 1, 1))  # type: ignore[arg-type]
    for start in (datetime(2024, 1, 1), "2024-01-01", None):
        with pytest.raises(InvalidInput):
            deadline("XXGK-REPLY", start)  # type: ignore[arg-type]


def test_days_outside_every_calendar_are_refused() -> None:
    with pytest.raises(CalendarGap, match="2008-01-01"):
        deadline("20 working days", date(2001, 1, 1))
    with pytest.raises(CalendarGap, match="2040"):
        deadline("20 working days", date(2040, 12, 20))


def test_another_calendar_is_used_and_named() -> None:
    guangxi = WorkCalendar.china().with_overlay("guangxi_sanyuesan_2021")
    start = date(2021, 4, 13)
    # 14, 15, 16 off, Sunday 18 worked: two working days fewer until the 30th
    assert deadline("XXGK-BUZHENG", start).due == date(2021, 4, 22)
    local = deadline("XXGK-BUZHENG", start, calendar=guangxi)
    assert local.due == date(2021, 4, 25)
    assert local.calendar == guangxi.id


# --- documents -----------------------------------------------------------------------------------


def document(rule_id: str = "X-1", **changes: object) -> Any:
    version = {
        "id": "1",
        "from": "2020-01-01",
        "limit": "5 working days",
        "source": "示例规定",
        "article": "第一条",
        "mark": "D",
    } | changes
    rule = {
        "id": rule_id,
        "title": {"zh": "示例", "en": "Example"},
        "kind": "reply",
        "start": "收到之日",
        "versions": [{key: value for key, value in version.items() if value is not None}],
    }
    return parse_yaml(json.dumps({"format": "1", "rules": [rule]}, ensure_ascii=False), "own.yaml")


def test_a_plugin_adds_rules(tmp_path: Path) -> None:
    more = RULES.with_document(document())
    assert len(more) == len(RULES) + 1
    assert deadline("X-1", date(2024, 9, 13), rules=more).due == date(2024, 9, 23)
    assert "X-1" not in RULES
    path = tmp_path / "own.yaml"
    path.write_text(
        "format: 1\nrules:\n  - id: X-2\n    title: 二\n    kind: reply\n    start: 收到之日\n"
        "    versions:\n      - {id: a, seen: 2024-01-01, words: 及时, source: 示例, mark: R}\n",
        encoding="utf-8",
    )
    assert list(Rules().with_document(path)) == ["X-2"]


def test_a_rule_is_never_overwritten() -> None:
    with pytest.raises(InvalidInput, match="规则 XXGK-REPLY 已存在") as caught:
        RULES.with_document(document("XXGK-REPLY"))
    assert caught.value.problems[0].place.file == "own.yaml"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"limit": "soon"}, "不是期限"),
        ({"limit": None}, "只写其一"),
        ({"words": "及时"}, "只写其一"),
        ({"from": None}, "至少写一个"),
        ({"to": "2019-01-01"}, "to 应晚于 from"),
        ({"mark": "X"}, "不是可用的值"),
        ({"events": {"answerd": {}}}, "answered"),
        ({"events": {"extended": {}}}, "应同时出现"),
        ({"extension": "5 working days"}, "应同时出现"),
        ({"source": None}, "缺少“source”"),
        ({"colour": "red"}, "不认识的键"),
        ({"events": 5}, "键值对"),
        ({"limit": "24 hours", "events": {"excluded_from": {}}}, "没有可停可延的事件"),
        ({"limit": "every year by 01-31", "direction": "before"}, "倒推的期限"),
        ({"direction": "before", "events": {"excluded_from": {}}}, "倒推的期限"),
        ({"extension": "24 hours", "events": {"extended": {}}}, "不能用在这里"),
        ({"events": {"correction_asked": {"within": "standing"}}}, "不能用在这里"),
    ],
)
def test_a_broken_rule_is_refused_with_its_fault(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        Rules().with_document(document(**changes))
    assert all(one.place.line for one in caught.value.problems)


def test_versions_may_not_overlap_or_share_an_id() -> None:
    text = (
        "format: 1\nrules:\n  - id: X-1\n    title: 一\n    kind: reply\n    start: 收到之日\n"
        "    versions:\n"
        "      - {id: a, from: 2020-01-01, TO limit: 5 days, source: 示例, mark: R}\n"
        "      - {id: b, from: 2022-01-01, limit: 6 days, source: 示例, mark: R}\n"
    )
    good = Rules().with_document(parse_yaml(text.replace("TO", "to: 2021-01-01,"), "x.yaml"))
    assert good["X-1"].on(date(2021, 6, 1)) == (Force.NOT_IN_FORCE, None)
    for to in ("", "to: 2022-06-01,"):
        with pytest.raises(InvalidInput, match="重叠"):
            Rules().with_document(parse_yaml(text.replace("TO", to), "x.yaml"))
    same = text.replace("TO", "to: 2021-01-01,").replace("id: b", "id: a")
    with pytest.raises(InvalidInput, match="版本编号重复"):
        Rules().with_document(parse_yaml(same, "x.yaml"))


# --- laws -------------------------------------------------------------------------------------


@given(
    rule=st.sampled_from(sorted(RULES)),
    start=st.dates(date(2008, 6, 1), date(2027, 6, 1)),
    minute=st.integers(0, 1439),
)
def test_every_rule_answers_on_every_day(rule: str, start: date, minute: int) -> None:
    moment = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(minutes=minute)
    result = deadline(rule, moment)
    assert result.steps
    assert result.explain("zh")
    assert result.explain("en")
    assert Deadline.from_json(json.loads(json.dumps(result.to_json()))) == result
    if result.due is None:
        assert result.limit in ("", "standing")
        return
    assert result.earliest is not None
    assert result.latest is not None
    assert result.earliest <= result.due <= result.latest
    assert (result.due > result.start) == (result.direction == "after")
    settled = result.earliest == result.due == result.latest
    assert settled or result.certainty is Certainty.PROVISIONAL
    if "working" in result.limit and result.certainty is Certainty.FINAL:
        assert WorkCalendar.china().is_workday(result.due)
