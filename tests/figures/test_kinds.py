"""Each kind of identity, worked by hand."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zwgk.figures import IDENTITY_KINDS, Status, Verdict, apply, read_identities, reconcile
from zwgk.records import Bound, Figure

HALL = {"received": "37286", "early": "37077", "late": "96", "early_rate": "99.4"}


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def mends(verdict: Verdict) -> list[tuple[str, str, str | None]]:
    return [(entry.why.value, entry.role, entry.value) for entry in verdict.would_hold]


def test_the_hall_that_left_113_cases_over() -> None:
    verdict = judged(HALL, kind="sum", parts=["early", "late"], total="received")
    # 37077 + 96 = 37173 and 37173 - 37286 = -113
    assert (verdict.status, verdict.computed, verdict.stated, verdict.difference) == (
        Status.DOES_NOT_HOLD,
        Decimal(37173),
        Decimal(37286),
        Decimal(-113),
    )
    assert verdict.reason.zh == "37077 + 96 = 37173，与 37286 相差 -113"
    assert verdict.reason.en == "37077 + 96 = 37173, which is 113 less than 37286"
    assert verdict.members == ("early", "late", "received")


def test_the_late_share_that_is_nine_times_too_small() -> None:
    verdict = judged(HALL, kind="percentage", part=["late"], whole=["received"], stated="0.03")
    # 9600 / 37286 = 0.2574692…, at two decimals 0.26
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.computed == Decimal("0.257469")
    assert verdict.difference == Decimal("0.227469")
    assert "0.26" in verdict.reason.zh
    fine = judged(HALL, kind="percentage", part="early", whole="received", stated="early_rate")
    # 3707700 / 37286 = 99.4394…
    assert fine.status is Status.HOLDS_ROUNDED


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("36.40", "holds_rounded"),  # 563800 / 15491 = 36.39532…, cut off 36.39
        ("36.39", "holds_truncated"),
        ("36.4", "holds_rounded"),
        ("36", "holds_rounded"),
        ("36.3", "holds_truncated"),
        ("36.41", "does_not_hold"),
        ("36.40%", "holds_rounded"),
        ("363.95‰", "holds_rounded"),
        ("百分之三十六", "holds_rounded"),
        ("35%以上", "holds"),
        ("37%以上", "does_not_hold"),
        ("约36%", "holds"),
        ("xx%", "unverifiable"),
        ("36.40元", "unverifiable"),
    ],
)
def test_a_percentage_as_printed(stated: str, status: str) -> None:
    figures = {"work": "5638", "total": "15491", "share": stated}
    row = {"kind": "percentage", "part": ["work"], "whole": ["total"], "stated": "share"}
    assert judged(figures, **row).status == status


def test_the_half_goes_away_from_zero() -> None:
    # 1/8 = 12.5 %; 1/200 = 0.5 %
    for stated, status in (("13", "holds_rounded"), ("12", "holds_truncated"), ("12.5", "holds")):
        row = {"kind": "percentage", "part": "1", "whole": "8", "stated": stated}
        assert judged({}, **row).status == status
    assert judged({}, kind="percentage", part="1", whole="200", stated="1").status == (
        "holds_rounded"
    )


def test_a_share_of_nothing() -> None:
    none = judged({}, kind="percentage", part="0", whole="0", stated="100")
    assert none.status is Status.NOT_APPLICABLE
    some = judged({}, kind="percentage", part="3", whole="0", stated="100")
    assert some.status is Status.INFEASIBLE
    per = judged({}, kind="ratio", numerator="3", denominator=["0"], stated="1")
    assert per.status is Status.INFEASIBLE
    growth = judged({}, kind="change", now="3", before="0", stated="100%")
    assert growth.status is Status.NOT_APPLICABLE
    plausible = judged({}, kind="plausibility", value="3", per="0", least="1")
    assert plausible.status is Status.NOT_APPLICABLE
    survey = judged({}, kind="feasible_share", stated="50", n="0")
    assert survey.status is Status.NOT_APPLICABLE


def test_a_part_that_is_also_in_the_whole() -> None:
    figures = {"early": "37077", "late": "96", "rate": "0.03"}
    row = {"kind": "percentage", "part": "late", "whole": ["early", "late"], "stated": "rate"}
    verdict = judged(figures, **row)
    # 100 x / (37077 + x) in [0.025, 0.035): x from 9.27 to 12.98, so 10 to 12
    entry = next(entry for entry in verdict.would_hold if entry.member == "late")
    assert (entry.value, entry.least, entry.most) == ("12", "10", "12")


def test_a_ratio_of_different_things() -> None:
    figures = {"people": {"value": "61385", "unit": "人"}, "homes": {"value": "1461", "unit": "户"}}
    row = {"kind": "ratio", "numerator": "people", "denominator": "homes"}
    # 61385 / 1461 = 42.0157…
    assert judged(figures, **row, stated="42.02").status is Status.HOLDS_ROUNDED
    assert judged(figures, **row, stated="4.2").status is Status.DOES_NOT_HOLD
    plausible = judged(
        figures, kind="plausibility", value="people", per="homes", least="2", most="6"
    )
    assert plausible.status is Status.DOES_NOT_HOLD
    assert judged({}, kind="ratio", numerator="8", denominator="12", stated="三分之二").status is (
        Status.HOLDS
    )
    assert judged({}, kind="ratio", numerator="9", denominator="12", stated="三分之二").status is (
        Status.DOES_NOT_HOLD
    )


def test_money_per_head_in_its_own_units() -> None:
    figures = {
        "cost": {"value": "8.6", "unit": "万元"},
        "pupils": {"value": "430", "unit": "人"},
        "each": {"value": "200", "unit": "元/人"},
    }
    # 86,000 / 430 = 200
    row = {"kind": "ratio", "numerator": "cost", "denominator": "pupils", "stated": "each"}
    assert judged(figures, **row).status is Status.HOLDS


def test_units_are_converted_or_refused() -> None:
    figures = {
        "print": {"value": "55000", "unit": "元"},
        "train": {"value": "3.1", "unit": "万元"},
        "cost": {"value": "8.6", "unit": "万元"},
        "wan": "8.6万元",
        "twice": {"value": "8.6万", "unit": "万元"},
        "cases": {"value": "3", "unit": "件"},
    }
    for total in ("cost", "wan", "twice"):
        row = {"kind": "sum", "parts": ["print", "train"], "total": total}
        assert judged(figures, **row).status is Status.HOLDS
    row = {"kind": "sum", "parts": ["print", "cases"], "total": "cost"}
    verdict = judged(figures, **row)
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == "单位不符：件 与 万元"
    for bad in (
        {"kind": "percentage", "part": "print", "whole": "cases", "stated": "3"},
        {"kind": "percentage", "part": "cases", "whole": ["cases", "cost"], "stated": "3"},
        {"kind": "ratio", "numerator": ["cases", "cost"], "denominator": "3", "stated": "3"},
        {"kind": "inequality", "left": "cases", "op": "<", "right": "cost"},
        {"kind": "change", "now": "cases", "before": "cost", "stated": "3%"},
        {"kind": "shares_to_100", "stated": ["cases", "97"]},
    ):
        assert judged(figures, **bad).status is Status.UNVERIFIABLE


def test_slips_of_the_pen_are_told_first() -> None:
    figures = {"a": {"value": "55000", "unit": "万元"}, "b": {"value": "3.1", "unit": "万元"}}
    verdict = judged(
        figures | {"total": {"value": "8.6", "unit": "万元"}},
        kind="sum", parts=["a", "b"], total="total",
    )  # fmt: skip
    # 8.6 - 3.1 = 5.5 万元 is 55,000 元
    assert mends(verdict)[0] == ("unit_slip", "parts[0]", "5.5")
    for printed, why in (  # 132 + 180 = 312
        ("213", "value"),
        ("3120", "decimal_slip"),
        ("321", "digits_swapped"),
        ("32", "digit_dropped"),
        ("3012", "digit_added"),
        ("311", "one_digit"),
    ):
        verdict = judged(
            {"a": "132", "b": "180", "t": printed}, kind="sum", parts=["a", "b"], total="t"
        )
        found = {entry.role: entry.why.value for entry in verdict.would_hold}
        assert found["total"] == why


def test_a_member_left_out_or_counted_twice() -> None:
    # the five classes make 5824; 6109 - 5824 = 285, which another figure has
    figures = {"a": "23", "b": "28", "c": "5638", "d": "11", "e": "124", "x": "285", "town": "6109"}
    row = {"kind": "sum", "parts": ["a", "b", "c", "d", "e"], "total": "town"}
    verdict = judged(figures, **row)
    assert mends(verdict)[0] == ("left_out", "parts", None)
    assert verdict.would_hold[0].member == "x"
    assert "加上 x" in verdict.would_hold[0].text.zh
    # 20 + 8 + 4 = 32, and without the 8 it is 24
    double = judged({"f": "20", "g": "8", "h": "4"}, kind="sum", parts=["f", "g", "h"], total="24")
    assert ("counted_twice", "parts[1]", None) in mends(double)


def test_a_figure_named_twice_changes_twice() -> None:
    verdict = judged({"a": "10", "b": "5"}, kind="sum", parts=["a", "a", "b"], total="31")
    # 2 a + 5 = 31: a is 13
    assert ("one_digit", "parts[0]", "13") in mends(verdict)


def test_the_annual_report_form() -> None:
    # one column of a real table: new 13612, carried 535; done 13364, left 783
    figures = {"new": "13612", "carried": "535", "done": "13364", "left": "783"}
    row = {"kind": "balance", "left": ["new", "carried"], "right": ["done", "left"]}
    assert judged(figures, **row).status is Status.HOLDS
    wrong = judged({**figures, "left": "738"}, **row)
    # 14147 against 14102; 738 is 783 with its digits swapped
    assert wrong.difference == 45
    assert ("digits_swapped", "right[1]", "783") in mends(wrong)
    blank = judged({**figures, "left": "—"}, **row)
    assert blank.status is Status.UNVERIFIABLE
    assert mends(blank) == [("missing", "right[1]", "783")]
    # a blank that would have to be below zero has no value
    assert not judged({**figures, "left": None, "new": "13"}, **row).would_hold


def test_carried_over_is_what_was_carried_forward() -> None:
    row = {"id": "i", "kind": "previous_period", "now": "carried", "before": "left"}
    (verdict,) = reconcile({"carried": "535"}, [row], previous={"left": "535"})
    assert verdict.status is Status.HOLDS
    (verdict,) = reconcile({"carried": "535"}, [row], previous={"left": "536"})
    assert verdict.difference == -1
    (verdict,) = reconcile({"carried": "535"}, [row])
    assert verdict.status is Status.UNVERIFIABLE


def test_children_make_their_parent() -> None:
    figures = {"county": "12", "a": "5", "b": "7"}
    row = {"kind": "roll_up", "parent": "county", "children": ["a", "b"]}
    assert judged(figures, **row).status is Status.HOLDS
    assert judged({**figures, "b": "8"}, **row).difference == 1


def test_a_total_divided_twice() -> None:
    figures = {"all": "10", "men": "4", "women": "6", "old": "3", "young": "8"}
    axes = {"性别": ["men", "women"], "年龄": ["old", "young"]}
    verdict = judged(figures, kind="partition", total="all", axes=axes)
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.reason.zh == "年龄：3 + 8 = 11，与 10 相差 1"
    # another total would break the other axis, so only the members of the broken one are named
    assert {entry.member for entry in verdict.would_hold} == {"old", "young"}
    both = judged({**figures, "all": "11", "women": "7"}, kind="partition", total="all", axes=axes)
    assert both.status is Status.HOLDS
    total = judged(
        {**figures, "women": "7"}, kind="partition", total="all", axes=list(axes.values())
    )
    # both axes make 11: the total is the one that is wrong
    assert mends(total) == [("value", "total", "11")] or total.would_hold[0].role == "total"


def test_growth_as_a_rate_and_as_an_amount() -> None:
    # 28 accidents after 14: 14 more, 100 % more; 20 after 11: 9 more
    assert judged({}, kind="change", now="28", before="14", stated="100%").status is Status.HOLDS
    assert judged({}, kind="change", now="20", before="11", stated="9").status is Status.HOLDS
    # 16 after 24 is a third less
    row = {"kind": "change", "now": "16", "before": "24", "direction": "down"}
    assert judged({}, **row, stated="33.3%").status is Status.HOLDS_ROUNDED
    assert judged({}, **row, stated="8").status is Status.HOLDS
    assert judged({}, **row, stated="33", measure="percent").status is Status.HOLDS_ROUNDED
    grown = {"now": "28", "was": "14", "up": "50%"}
    wrong = judged(grown, kind="change", now="now", before="was", stated="up")
    # (x - 14) / 14 in [49.5 %, 50.5 %): x from 20.93 to 21.07, so 21; 28 / x in [1.495, 1.505):
    # x from 18.60 to 18.73, no whole number
    assert ("one_digit", "now", "21") in mends(wrong)
    assert ("value", "stated", "100%") in mends(wrong)
    assert not [entry for entry in wrong.would_hold if entry.role == "before"]


@pytest.mark.parametrize(
    ("now", "before", "stated", "direction", "status"),
    [
        ("30余", "14", "100%", "up", "does_not_hold"),  # more than 16 / 14 = 114.3 %
        ("26余", "14", "100%", "up", "unverifiable"),
        ("120", "100", "20%以上", "up", "holds"),
        ("110", "100", "超过20%", "up", "does_not_hold"),
        ("120", "100", "约20%", "up", "holds"),
        ("120余", "100", "20%以上", "up", "holds"),
        ("120", "100余", "20%以上", "up", "does_not_hold"),  # less than 20 %
        ("70", "100", "下降20%以上", "up", "holds"),
        ("70", "100", "20%以上", "down", "holds"),
        ("90", "100", "下降20%以上", "up", "does_not_hold"),
        ("120", "100以内", "20%", "up", "unverifiable"),
        # other words for a rate: tenths, times, parts of one, per mille
        ("120", "100", "增长两成", "up", "holds"),
        ("20", "10", "增长1倍", "up", "holds"),
        ("20", "10", "增长2倍", "up", "does_not_hold"),
        ("5", "10", "减少一半", "up", "holds"),
        ("4", "10", "减少一半", "up", "does_not_hold"),
        ("1005", "1000", "5‰", "up", "holds"),
        ("7", "3", "1.3倍", "up", "holds_rounded"),  # 4 / 3
        # nothing grows at a rate from nothing, or from less
        ("5", "0", "100%", "up", "not_applicable"),
        ("120", "-100", "20%", "up", "not_applicable"),
        ("5元", "4元", "5件", "up", "unverifiable"),
    ],
)
def test_growth_in_other_words_and_by_its_bounds(
    now: str, before: str, stated: str, direction: str, status: str
) -> None:
    row = {"now": now, "before": before, "stated": stated, "direction": direction}
    assert judged({}, kind="change", **row).status == status
    if status == "does_not_hold":
        figures = {"n": now, "b": before, "s": stated}
        named = {"now": "n", "before": "b", "stated": "s", "direction": direction}
        verdict = judged(figures, kind="change", **named)
        for entry in verdict.would_hold:
            changed = figures | {named[entry.role]: entry.value or ""}
            assert judged(changed | {}, kind="change", **named).status in {"holds", "holds_rounded"}


def test_a_rate_of_growth_is_no_amount() -> None:
    figures = {"n": "120", "b": "100", "s": {"value": "20", "unit": "件"}}
    row = {"now": "n", "before": "b", "stated": "s", "measure": "percent"}
    verdict = judged(figures, kind="change", **row)
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == "单位不符：件 与 %"


def test_a_product_at_its_printed_decimals() -> None:
    assert judged({}, kind="product", factors=["2", "12"], stated="24").status is Status.HOLDS
    figures = {
        "each": {"value": "150", "unit": "元"},
        "people": {"value": "320", "unit": "人"},
        "sum": {"value": "4.8", "unit": "万元"},
    }
    row = {"kind": "product", "factors": ["each", "people"], "stated": "sum"}
    # 150 x 320 = 48,000 元
    assert judged(figures, **row).status is Status.HOLDS
    wrong = judged({**figures, "people": {"value": "230", "unit": "人"}}, **row)
    # 47,500 to 48,500 元 over 150 is 316.7 to 323.3
    entry = next(entry for entry in wrong.would_hold if entry.member == "people")
    assert (entry.why.value, entry.value, entry.least, entry.most) == (
        "digits_swapped", "320", "317", "323",
    )  # fmt: skip
    assert judged({}, kind="product", factors=["30余", "2"], stated="50").status is (
        Status.DOES_NOT_HOLD
    )
    assert judged({}, kind="product", factors=["-3余", "2"], stated="50").status is (
        Status.UNVERIFIABLE
    )


@pytest.mark.parametrize(
    ("left", "op", "right", "status"),
    [
        ("7", "<=", "39", "holds"),
        ("40", "<=", "39", "does_not_hold"),
        ("39", "<", "39", "does_not_hold"),
        ("39", "≥", "39", "holds"),
        ("39", "=", "39", "holds"),
        ("39", "!=", "39", "does_not_hold"),
        ("38", "≠", "39", "holds"),
        ("14余", ">=", "5次以上", "holds"),  # a standard of five at least
        ("4天", "<=", "五天以内", "holds"),  # a limit of five days
        ("6天", "<=", "五天以内", "does_not_hold"),
        ("90%以上", "<=", "100%", "holds"),  # a share is a hundred at most
        ("240余", ">", "240", "holds"),
        ("240余", "<=", "240", "does_not_hold"),
        ("240余", "<=", "300", "unverifiable"),
        ("240余", "==", "250", "unverifiable"),
        ("240余", "!=", "240", "holds"),
        ("无", "<", "1", "holds"),
        ("xx", "<", "1", "unverifiable"),
    ],
)
def test_an_order(left: str, op: str, right: str, status: str) -> None:
    figures = {"left": left, "right": right}
    verdict = judged(figures, kind="inequality", left="left", op=op, right="right")
    assert verdict.status == status


def test_what_would_put_two_numbers_in_order() -> None:
    verdict = judged({"a": "40", "b": "39"}, kind="inequality", left="a", op="<", right="b")
    found = {entry.member: (entry.value, entry.least, entry.most) for entry in verdict.would_hold}
    assert found == {"a": ("38", "0", "38"), "b": ("41", "41", None)}
    sums = judged({}, kind="inequality", left=["1", "2"], op=">", right=["3", "4"])
    assert sums.reason.en == "1 + 2 > 3 + 4 does not hold"


@pytest.mark.parametrize(
    ("left", "right", "status"),
    [
        ("19", "19个", "holds"),
        ("19", "20", "does_not_hold"),
        ("240余", "250", "holds"),
        ("250", "240余", "holds"),
        ("240余", "230", "does_not_hold"),
        ("约240", "243", "holds"),
        ("约240", "250", "does_not_hold"),
        ("某发〔2009〕2号", "某发〔2009〕2号", "holds"),
        ("某发〔2009〕2号", "某发〔2009〕3号", "does_not_hold"),
        ("19", "某发〔2009〕3号", "unverifiable"),
        ("19", None, "unverifiable"),
        ("不涉及", "19", "not_applicable"),
        ("无", "0", "holds"),
    ],
)
def test_two_mentions(left: str | None, right: str | None, status: str) -> None:
    assert judged({"a": left, "b": right}, kind="equal", left="a", right="b").status == status


def test_bounds_in_sums() -> None:
    for total, status in (("380", "unverifiable"), ("300", "does_not_hold"), ("300余", "holds")):
        row = {"kind": "sum", "parts": ["240余", "100"], "total": total}
        assert judged({}, **row).status == status
    both = judged({}, kind="percentage", part="5余", whole="10以内", stated="50%以上")
    assert both.status is Status.UNVERIFIABLE
    sure = judged({}, kind="percentage", part="6以上", whole="10", stated="50%以上")
    assert sure.status is Status.HOLDS
    given = Figure(value="240", bound=Bound.MORE_THAN)
    assert judged({"a": given}, kind="inequality", left="a", op=">", right="240").status is (
        Status.HOLDS
    )


def test_things_listed() -> None:
    items = [f"第{number}项" for number in range(1, 16)]
    verdict = judged({"claimed": "十七个方面"}, kind="list_count", claimed="claimed", listed=items)
    assert (verdict.status, verdict.computed, verdict.difference) == (
        Status.DOES_NOT_HOLD,
        Decimal(15),
        Decimal(-2),
    )
    assert mends(verdict) == [("one_digit", "claimed", "15个方面")]
    none = judged({}, kind="list_count", claimed="5", listed=[])
    assert none.status is Status.UNVERIFIABLE
    assert judged({}, kind="list_count", claimed="0", listed=[]).status is Status.HOLDS
    assert judged({}, kind="list_count", claimed="xx", listed=["a"]).status is Status.UNVERIFIABLE
    assert judged({}, kind="list_count", claimed="3以上", listed=list("abcd")).status is (
        Status.HOLDS
    )
    twice = judged({}, kind="list_count", claimed="2", listed=["甲", "乙", "甲"])
    assert mends(twice)[0] == ("counted_twice", "listed", None)
    distinct = judged({}, kind="unique", listed=["甲", "乙", "甲"])
    assert (distinct.status, distinct.computed, distinct.stated) == (
        Status.DOES_NOT_HOLD,
        Decimal(2),
        Decimal(3),
    )
    assert judged({}, kind="unique", listed=["甲", "甲", "甲"]).would_hold == ()
    assert judged({}, kind="unique", listed=["甲", "乙"]).status is Status.HOLDS


@pytest.mark.parametrize(
    ("claimed", "listed", "status"),
    [
        ("三抓", "甲乙丙", "holds"),
        ("三个一课", "甲乙丙", "holds"),
        ("十二不准", "甲乙", "does_not_hold"),
        ("六进乡村", "", "unverifiable"),
        ("一般", "甲", "unverifiable"),
        ("xx不准", "甲", "unverifiable"),
        ("若干", "甲", "unverifiable"),
        ("2014-07-01", "甲", "unverifiable"),
    ],
)
def test_slogans_that_count(claimed: str, listed: str, status: str) -> None:
    verdict = judged({"n": claimed}, kind="list_count", claimed="n", listed=list(listed))
    assert verdict.status == status, verdict.reason
    assert not verdict.would_hold


def test_shares_that_make_100() -> None:
    assert judged({}, kind="shares_to_100", stated=["45", "48", "4.4", "2.6"]).status is (
        Status.HOLDS
    )
    # three thirds: 99.9, and 3 x 0.05 = 0.15 explains it
    assert judged({}, kind="shares_to_100", stated=["33.3"] * 3).status is Status.HOLDS_ROUNDED
    # 99.8 is 0.2 short
    short = judged({}, kind="shares_to_100", stated=["33.3", "33.3", "33.2"])
    assert short.status is Status.DOES_NOT_HOLD
    assert short.difference == Decimal("-0.2")
    vague = judged({}, kind="shares_to_100", stated=["33.3", "60以上"])
    assert vague.status is Status.UNVERIFIABLE


def test_a_survey_of_265() -> None:
    figures = {"n": "265", "avg": "4。4%"}
    row = {"kind": "feasible_share", "stated": ["45", "48", "avg", "2.6"], "n": "n"}
    verdict = judged(figures, **row)
    # 11/265 = 4.15, 12/265 = 4.53
    assert verdict.status is Status.INFEASIBLE
    assert "11/265 = 4.15%" in verdict.reason.zh
    found = {(entry.role, entry.value): (entry.least, entry.most) for entry in verdict.would_hold}
    assert found["n", "270"] == ("270", "274")
    assert judged({**figures, "n": "270"}, **row).status is Status.HOLDS
    # 50 and 30 of 10 leave 2 without an answer
    partial = {"kind": "feasible_share", "stated": ["50", "30"], "n": "10"}
    assert judged({}, **partial).status is Status.INFEASIBLE
    assert judged({}, **partial, rest=True).status is Status.HOLDS
    assert judged({}, kind="feasible_share", stated="90%以上", n="7").status is Status.HOLDS
    for size in ("7余", "7.5", "xx"):
        row = {"kind": "feasible_share", "stated": "50", "n": size}
        assert judged({}, **row).status is Status.UNVERIFIABLE


@pytest.mark.parametrize(
    ("earlier", "later", "status", "days"),
    [
        ("2014-07-01", "2014-07-02", "holds", 1),
        ("2014年7月1日", "2014/7/1", "holds", 0),
        ("2014-07-01", "2014-06-30", "does_not_hold", -1),
        ("2014-07-01", "03-20", "does_not_hold", -103),  # read in the same year
        ("八月", "2011-09-14", "holds", None),
        ("2011", "〔2009〕73号", "does_not_hold", None),
        ("2014", "2014-07-01", "unverifiable", None),
        ("2014", "2015-01-01", "holds", None),
        ("2014-06", "2014-06", "holds", None),
        ("2014-02-30", "2014-03-01", "unverifiable", None),
        ("xx", "2014-03-01", "unverifiable", None),
        ("12", "2014-03-01", "does_not_hold", None),
    ],
)
def test_days_in_their_order(earlier: str, later: str, status: str, days: int | None) -> None:
    verdict = judged({"a": earlier, "b": later}, kind="date_order", earlier="a", later="b")
    assert (verdict.status.value, verdict.difference) == (status, days)


def test_strictly_before_and_the_year_of_the_period() -> None:
    row = {"kind": "date_order", "earlier": "2014-07-01", "later": "2014-07-01", "strict": True}
    assert judged({}, **row).status is Status.DOES_NOT_HOLD
    figures = {"a": Figure(value="12-20", period="2013年度"), "b": "2014-03-01"}
    assert judged(figures, kind="date_order", earlier="a", later="b").status is Status.HOLDS
    two = {"a": Figure(value="12-20", period="2013-07/2014-06"), "b": "2014-03-01"}
    assert judged(two, kind="date_order", earlier="a", later="b").status is Status.DOES_NOT_HOLD


def test_the_same_day_twice() -> None:
    row = {"kind": "date_equal", "left": "2015-04-17", "right": "2015-04-13"}
    verdict = judged({}, **row)
    assert (verdict.status, verdict.difference) == (Status.DOES_NOT_HOLD, Decimal(4))
    assert mends(verdict)[0] == ("one_digit", "left", "2015-04-13")
    assert judged({}, kind="date_equal", left="2014-06-03", right="2014-06").status is Status.HOLDS


def test_figures_in_every_form() -> None:
    figures = {
        "a": "1,000",
        "b": 1000,
        "c": Decimal("1000.0"),
        "d": 1000.0,
        "e": {"value": 1000, "label": "总数", "said": "p. 3"},
        "f": Figure(value="1000", unit="件"),
        "g": "一千",
        "h": Fraction(1000),
    }
    for name in figures:
        assert judged(figures, kind="equal", left=name, right="1000").status is Status.HOLDS
    day = {"day": date(2014, 7, 1)}
    assert judged(day, kind="date_equal", left="day", right="2014年7月").status is Status.HOLDS
    wrong = judged({"f": Figure(value="1000", unit="件")}, kind="equal", left="f", right="100")
    (identity,) = read_identities([{"id": "i", "kind": "equal", "left": "f", "right": "100"}])
    for entry in wrong.would_hold:
        changed, same = apply(entry, {"f": Figure(value="1000", unit="件")}, identity)
        assert reconcile(changed, [same])[0].status is Status.HOLDS


def test_every_kind_is_worked_here() -> None:
    assert len(IDENTITY_KINDS) == 20
    words = {status.label.zh for status in Status}
    assert len(words) == len(list(Status))


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("20150417", "2015-04-17", "holds"),
        ("20150417", "2015年4月", "holds"),
        ("2015-04-17T00:00:00", "2015-04-17", "holds"),
        ("2015-04-17 09:30", "2015-04-18", "does_not_hold"),
        ("2015年4月中旬", "2015-04", "holds"),
        ("2015年5月上旬", "2015-04", "does_not_hold"),
        ("20151341", "2015", "unverifiable"),
    ],
)
def test_days_as_machines_and_people_print_them(one: str, other: str, status: str) -> None:
    assert judged({"a": one, "b": other}, kind="date_equal", left="a", right="b").status == status


def test_a_date_that_cannot_be_read_is_told_as_one() -> None:
    figures = {"a": "2015年2月30日", "b": "2015-04-17", "c": None, "d": "xx"}
    verdict = judged(figures, kind="date_order", earlier="a", later="b")
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == "a 不是日期（2015年2月30日）"
    assert verdict.reason.of("en") == "a is no date (2015年2月30日)"
    for name, word in (("c", "缺失"), ("d", "被遮盖")):
        assert word in judged(figures, kind="date_order", earlier=name, later="b").reason.zh


def test_python_days_and_times_are_days() -> None:
    figures = {"a": datetime(2015, 4, 17, 9, 30), "b": date(2015, 4, 17)}
    assert judged(figures, kind="date_equal", left="a", right="b").status is Status.HOLDS


def test_a_blank_is_nothing_listed() -> None:
    row = {"kind": "list_count", "claimed": "三项"}
    verdict = judged({}, **row, listed=["甲", " ", "", "—", "丙"])
    assert (verdict.status, verdict.computed) == (Status.DOES_NOT_HOLD, Decimal(2))
    assert verdict.reason.zh == "称 三项，列举 2，另有 3 处空白"
    assert judged({}, **row, listed=["", "甲", "乙", "丙"]).status is Status.HOLDS
    assert judged({}, **row, listed=[""]).status is Status.UNVERIFIABLE
    assert judged({}, kind="unique", listed=["甲", "", ""]).status is Status.HOLDS
    assert judged({}, kind="unique", listed=["", ""]).status is Status.UNVERIFIABLE


def test_an_enumeration_in_one_item_is_told() -> None:
    verdict = judged({}, kind="list_count", claimed="三项", listed=["甲、乙、丙"])
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.reason.zh == "称 三项，列举 1；逐项分开写（甲 / 乙 / 丙）则为 3"
    two = judged({}, kind="list_count", claimed="四项", listed=["甲、乙", "丙"])
    assert "逐项" not in two.reason.zh  # would be three, which is not four either


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        (["60%以上", "45%"], "does_not_hold"),  # 105 at least
        (["50%以上", "45%"], "unverifiable"),
        (["约50%", "50%"], "unverifiable"),  # 45 to 55, and 50
        (["50%以内", "45%"], "does_not_hold"),  # 95 at most, and half a per cent each is 1
        (["超过101%"], "does_not_hold"),
        (["超过100%"], "unverifiable"),  # it may be 100.3 %, printed as 100
        (["约99.9%", "0%"], "holds"),  # 99.85 to 99.95, and 0.05 and 0.5 of slack
    ],
)
def test_bounded_shares_by_their_ranges(stated: list[str], status: str) -> None:
    assert judged({}, kind="shares_to_100", stated=stated).status == status


def test_more_than_all_is_not_all() -> None:
    row = {"kind": "inequality", "left": "超过100%", "op": "<=", "right": "100%"}
    assert judged({}, **row).status is Status.DOES_NOT_HOLD
    assert judged({}, **row | {"left": "100%以上"}).status is Status.HOLDS


@pytest.mark.parametrize(
    ("left", "op", "right", "status"),
    [
        ("不足30", "<", "30", "holds"),
        ("不足30", ">=", "30", "does_not_hold"),
        ("30", "<", "不足30", "does_not_hold"),
        ("29", "<", "不足30", "holds"),
        ("30以下", "<", "30", "unverifiable"),
    ],
)
def test_less_than_leaves_the_number_out(left: str, op: str, right: str, status: str) -> None:
    assert judged({}, kind="inequality", left=left, op=op, right=right).status == status
    figures: dict[str, Any] = {"a": {"value": "30", "bound": "less_than"}}
    assert judged(figures, kind="equal", left="a", right="30").status is Status.DOES_NOT_HOLD
    assert judged(figures, kind="equal", left="a", right="29").status is Status.HOLDS
    figures = {"a": Figure(value="30", bound=Bound.LESS_THAN)}
    assert judged(figures, kind="equal", left="a", right="30").status is Status.DOES_NOT_HOLD


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("2014年7月1日", "2014-07-01", "holds"),
        ("2014年7月1日", "2014年7月", "holds"),
        ("2014年7月1日", "2014.7.2", "does_not_hold"),
        ("某发〔2009〕2号", "某发〔2009〕3号", "does_not_hold"),
        ("2014年7月1日", "七月的一天", "does_not_hold"),
        ("10", "10", "holds"),
        ("10", "12", "does_not_hold"),
        ("2014年7月1日", "12", "unverifiable"),
    ],
)
def test_days_said_twice(one: str, other: str, status: str) -> None:
    assert judged({"a": one, "b": other}, kind="equal", left="a", right="b").status == status


@pytest.mark.parametrize(
    ("mask", "total", "needed"),
    [("1x", "25", "15"), ("1x", "35", None), ("x5", "35", "25"), ("x5", "36", None),
     ("1xx", "130", "120"), ("约Ｘ5人", "35", "25"), ("**", "110", None)],
)  # fmt: skip
def test_a_mask_keeps_the_digits_that_it_shows(mask: str, total: str, needed: str | None) -> None:
    verdict = judged({"a": mask}, kind="sum", parts=["a", "10"], total=total)
    assert verdict.status is Status.UNVERIFIABLE
    assert [entry.value for entry in verdict.would_hold] == ([needed] if needed else [])
    assert ("与所印不合" in verdict.reason.zh) == (needed is None)


def test_what_is_only_called_masked_may_be_anything() -> None:
    figures = {"a": {"value": None, "unit": "件", "bound": "masked"}}
    verdict = judged(figures, kind="sum", parts=["a", "10"], total="25")
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == "a 被遮盖"
