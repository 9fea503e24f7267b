"""Units in sums, quotients, products and growth, and numbers printed less finely than their sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.figures import Status, Verdict, reconcile


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


@pytest.mark.parametrize(
    ("above", "below", "stated", "status"),
    [
        # 90000 / 30 = 3000
        ("90000元", "30人", "0.3万元", "holds"),
        ("9万元", "30人", "3000元", "holds"),
        ("9万元", "30人", "3000元/人", "holds"),
        ("9万元", "30人", "0.3万元/人", "holds"),
        ("90000元", "0.003万人", "3000元/人", "holds"),
        ("9万元", "30人", "3000公里", "unverifiable"),
        ("9万元", "30人", "3000个", "holds"),  # some word for it: nothing to convert
        ("9万元", "4.5万元", "2", "holds"),
        ("9万元", "45000元", "2倍", "holds"),
        ("9万元", "45000元", "200%", "holds"),
        ("9万元", "45000元", "20成", "holds"),
        ("2万册", "400人", "50册", "holds"),
        ("20", "30", "三分之二", "holds"),
        ("20", "31", "2/3", "does_not_hold"),
        ("20", "31", "约三分之二", "holds"),  # nearer to it than to a half or five sixths
        ("20", "50", "约三分之二", "does_not_hold"),
        ("20", "40", "一半", "holds"),
    ],
)
def test_a_quotient_in_the_stated_unit(above: str, below: str, stated: str, status: str) -> None:
    figures = {"a": above, "b": below, "s": stated}
    row = {"kind": "ratio", "numerator": "a", "denominator": "b", "stated": "s"}
    assert judged(figures, **row).status == status


@pytest.mark.parametrize(
    ("part", "whole", "stated", "status"),
    [
        ("2", "3", "三分之二", "holds"),
        ("20件", "31件", "三分之二", "does_not_hold"),
        ("8元", "0.001万元", "80%", "holds"),
        ("75", "100", "七成五", "holds"),
        ("5", "10000", "万分之五", "holds"),
        ("3", "4", "0.75倍", "holds"),
        ("856", "1000", "85.6 %", "holds"),
        ("44", "1000", "4。4%", "holds"),
        ("51", "100", "半数以上", "holds"),
        ("49", "100", "半数以上", "does_not_hold"),
        ("49", "100", "超过一半", "does_not_hold"),
    ],
)
def test_a_share_in_any_words(part: str, whole: str, stated: str, status: str) -> None:
    figures = {"a": part, "b": whole, "s": stated}
    assert (
        judged(figures, kind="percentage", part="a", whole="b", stated="s").status == status
    )  # fmt: skip


def test_a_fraction_has_no_last_digit() -> None:
    verdict = judged({}, kind="percentage", part="20", whole="31", stated="三分之二")
    assert verdict.reason.zh == "20 / 31 = 0.645161，所列为 三分之二"
    told = {(mend.role, mend.value) for mend in verdict.would_hold}
    # 20/30 and 20/31 itself; 62/3 is no number of things
    assert told == {("stated", "20/31"), ("whole[0]", "30")}


@pytest.mark.parametrize(
    ("factors", "stated", "status"),
    [
        (["20%", "500"], "100", "holds"),
        (["500件", "20%"], "100件", "holds"),
        (["20%", "50%"], "10%", "holds"),
        (["0.2", "0.5"], "10%", "holds"),
        (["三分之二", "30"], "20", "holds"),
        (["3倍", "5"], "15", "holds"),
        (["8小时/日", "5日"], "40小时", "holds"),
        (["8小时/日", "5日"], "960小时", "does_not_hold"),
        (["300元/件", "50件"], "1.5万元", "holds"),
        (["0.03万元/件", "50件"], "15000元", "holds"),
        (["2万人", "50元/人"], "100万元", "holds"),
        (["30米", "20米"], "600平方米", "holds"),
        (["300米", "200米"], "6公顷", "holds"),
        (["3", "2"], {"value": "6", "unit": "万元"}, "holds"),
        (["3", "2"], "6万元", "does_not_hold"),  # 60,000 is printed
        (
            ["5件", "0.3"],
            {"value": "1.5", "unit": "万元"},
            "holds",
        ),  # the price has the unit of what it makes
        (["5亩", "3公里"], "15元", "unverifiable"),
        (["5亩", "3"], "15元", "holds"),
        (["19个", "500册以上"], "9500册", "unverifiable"),
        (["19个", "500册以上"], "9000册", "does_not_hold"),
    ],
)
def test_a_product_in_the_stated_unit(factors: list[str], stated: Any, status: str) -> None:
    figures: dict[str, Any] = {f"f{number}": value for number, value in enumerate(factors)} | {
        "s": stated
    }
    verdict = judged(figures, kind="product", factors=list(figures)[:-1], stated="s")
    assert verdict.status == status, verdict.reason


def test_a_wrong_product_of_a_percentage() -> None:
    verdict = judged({"p": "20%", "n": "500"}, kind="product", factors=["p", "n"], stated="110")
    assert verdict.reason.zh.startswith("20% × 500 = 100")
    # 22% of 500 and 20% of 550 (547.5 to 552.4 make 110 after rounding)
    assert {(m.role, m.value) for m in verdict.would_hold} >= {
        ("factors[0]", "22%"),
        ("stated", "100"),
    }


@pytest.mark.parametrize(
    ("now", "before", "stated", "direction", "status"),
    [
        ("85%", "80%", "5个百分点", "up", "holds"),
        ("85%", "80%", "提高5个百分点", "up", "holds"),
        ("85", "80", "5个百分点", "up", "holds"),
        ("75%", "80%", "下降5个百分点", "up", "holds"),
        ("75%", "80%", "5个百分点", "down", "holds"),
        ("75%", "80%", "下降5个百分点", "down", "holds"),  # said twice is not said back
        ("85%", "80%", "6.25%", "up", "holds"),  # 5 / 80
        ("85%", "80%", "5%", "up", "does_not_hold"),
        ("85件", "80件", "5个百分点", "up", "unverifiable"),
        ("75", "80", "负增长6.3%", "up", "holds_rounded"),
        ("12000元", "1万元", "增长20%", "up", "holds"),
        ("12000元", "1万元", "增加0.2万元", "up", "holds"),
    ],
)
def test_growth_in_points_and_per_cent(
    now: str, before: str, stated: str, direction: str, status: str
) -> None:
    figures = {"n": now, "b": before, "s": stated}
    row = {"now": "n", "before": "b", "stated": "s", "direction": direction}
    assert judged(figures, kind="change", **row).status == status


def test_points_called_per_cent_are_told() -> None:
    figures = {"n": "85%", "b": "80%", "s": "5%"}
    verdict = judged(figures, kind="change", now="n", before="b", stated="s")
    assert verdict.reason.zh.endswith("若指百分点则成立")


@pytest.mark.parametrize(
    ("parts", "total", "difference"),
    [
        (["12345", "7700"], "20045", "0"),
        (["12345元", "7700元"], "2.0045万元", "0"),
        (["三分之一", "三分之一"], "三分之二", "0"),
        # 12345 + 7700 = 20045, which is 2.0 after rounding; no total has that tolerance
        (["12345元", "7700元"], "2.0万元", "45"),
        (["12345", "7700"], "2.0万", "45"),
        (["1.25", "2.36"], "3.6", "0.01"),
        (["1.25", "2.30"], "3.6", "-0.05"),
        (["1.25", "2.36"], "3.60", "0.01"),
        (["9.6", "90.2"], "100", "-0.2"),
        (["45.2%", "54.6%"], "100%", "-0.2"),
        (["2.0万元", "3元"], "20045元", "-42"),  # a coarse part is taken as printed
    ],
)
def test_a_sum_is_taken_as_printed(parts: list[str], total: str, difference: str) -> None:
    figures = {f"p{number}": part for number, part in enumerate(parts)} | {"t": total}
    verdict = judged(figures, kind="sum", parts=list(figures)[:-1], total="t")
    assert verdict.status == ("holds" if difference == "0" else "does_not_hold"), verdict.reason
    assert verdict.difference == Decimal(difference)


@pytest.mark.parametrize(
    ("parts", "total", "told"),
    [
        (["1.25", "2.36"], "3.6", True),  # 3.61
        (["1.25", "2.30"], "3.6", True),  # 3.55: the half goes up
        (["1.25", "2.34"], "3.5", True),  # 3.59 is 3.5 when cut
        (["1.25", "2.29"], "3.6", False),  # 3.54
        (["9.6", "90.2"], "100", True),  # 99.8
        (["12345元", "7700元"], "2万元", True),
        (["12345元", "7700元"], "2.1万元", False),
        (["7", "8"], "16", False),
    ],
)
def test_a_total_that_was_rounded_is_told(parts: list[str], total: str, told: bool) -> None:
    figures = {f"p{number}": part for number, part in enumerate(parts)} | {"t": total}
    verdict = judged(figures, kind="sum", parts=list(figures)[:-1], total="t")
    assert verdict.status is Status.DOES_NOT_HOLD
    assert ("按所印末位" in verdict.reason.zh) == told
    assert ("at its last printed digit" in verdict.reason.of("en")) == told
    # said to be about so much, it is judged by what it may be: 约3.6 is 3.55 to 3.65
    if told:
        about = judged(figures | {"t": f"约{total}"}, kind="sum", parts=[*figures][:-1], total="t")
        assert about.status is (Status.HOLDS if total != "3.5" else Status.DOES_NOT_HOLD)


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("15980", "1.6万", "does_not_hold"),
        ("36.39%", "36.4%", "does_not_hold"),
        ("3.6", "4", "does_not_hold"),
        ("1.6万元", "16000元", "holds"),
        ("1.6万元", "17000元", "does_not_hold"),
        ("1.6万元", "16500元以内", "holds"),
        ("15980", "约1.6万", "holds"),
    ],
)
def test_two_mentions_of_different_fineness(one: str, other: str, status: str) -> None:
    same = [
        judged({"a": left, "b": right}, kind="equal", left="a", right="b").status
        for left, right in ((one, other), (other, one))
    ]
    assert same[0] == status
    if "以内" not in other and "约" not in other:
        assert same[1] == status


@pytest.mark.parametrize(
    ("derived", "printed", "status"),
    [
        # a quotient has no last digit, so it is compared at the one that is printed
        ({"kind": "percentage", "part": "1", "whole": "8"}, "13%", "holds_rounded"),
        ({"kind": "ratio", "numerator": "2", "denominator": "3"}, "0.66", "holds_truncated"),
        ({"kind": "product", "factors": ["19", "80%"]}, "15", "holds_rounded"),
        ({"kind": "sum", "parts": ["1.25", "2.36"]}, "3.6", "does_not_hold"),
        ({"kind": "sum", "parts": ["1.25", "2.36"]}, "3.61", "holds"),
        ({"kind": "sum", "parts": ["third", "third"]}, "0.67", "holds_rounded"),
    ],
)
def test_what_was_computed_against_what_is_printed(
    derived: dict[str, Any], printed: str, status: str
) -> None:
    third = {"derived": {"kind": "ratio", "numerator": "1", "denominator": "3"}}
    figures = {"d": {"derived": derived}, "p": printed, "third": third}
    for row in (
        {"kind": "equal", "left": "d", "right": "p"},
        {"kind": "equal", "left": "p", "right": "d"},
        {"kind": "sum", "parts": "d", "total": "p"},
    ):
        assert judged(figures, **row).status == status


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), st.integers(0, 4))
def test_a_total_in_ten_thousands_by_hand(parts: list[int], places: int) -> None:
    total = Fraction(sum(parts), 10**4)
    # half up at so many decimals, by integers
    digits = (2 * sum(parts) * 10**places + 10**4) // (2 * 10**4)
    figures: dict[str, Any] = {f"p{n}": f"{part}元" for n, part in enumerate(parts)}
    figures["t"] = {"value": str(Decimal(digits).scaleb(-places)), "unit": "万元"}
    names = list(figures)[:-1]
    verdict = judged(figures, kind="sum", parts=names, total="t")
    exact = Fraction(digits, 10**places) == total
    assert verdict.status is (Status.HOLDS if exact else Status.DOES_NOT_HOLD)
    assert ("按所印末位" in verdict.reason.zh) != exact


def test_a_mask_that_cannot_hide_what_is_needed() -> None:
    figures = {"a": "10", "b": "xxx", "t": "20"}
    verdict = judged(figures, kind="sum", parts=["a", "b"], total="t")
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == "b 被遮盖（xxx）；b 要为 10 才成立，与所印不合"
    less = judged({**figures, "t": "5"}, kind="sum", parts=["a", "b"], total="t")
    assert "b 要为 -5 才成立" in less.reason.zh
    assert not less.would_hold


@pytest.mark.parametrize(
    ("value", "per", "least", "most", "status", "told"),
    [
        # 61385 / 1461 = 42.02; 6 x 1461 = 8766, 2 x 1461 = 2922; 61385 / 6 = 10230.8
        ("61385人", "1461户", "2", "6", "does_not_hold",
         {("value[0]", "8766人", "2922人", "8766人"), ("per[0]", "10231户", "10231户", "30692户")}),
        ("5", "20", "30%", "60%", "does_not_hold",
         {("value[0]", "6", "6", "12"), ("per[0]", "16", "9", "16")}),
        ("10", "20", "30%", "60%", "holds", set()),
        ("5万元", "20人", None, "3000元", "holds", set()),
        ("7万元", "20人", None, "3000元/人", "does_not_hold",
         {("value[0]", "6万元", "0万元", "6万元")}),
        ("50余", "20", None, "2", "does_not_hold", set()),
        ("50余", "20", "2", None, "holds", set()),
        ("50余", "20", "2", "3", "unverifiable", set()),
        ("5", "0", "2", "3", "not_applicable", set()),
        ("5亩", "2人", "2元", "3元", "unverifiable", set()),
        ("5人", "2人", "2亩", "3元", "unverifiable", set()),
        ("-5", None, "0", "7", "does_not_hold", {("value[0]", "0", "0", "7")}),
        ("7万元", None, "2元", "60000元", "does_not_hold",
         {("value[0]", "6万元", "1万元", "6万元")}),
        ("5亩", None, "2元", "3元", "unverifiable", set()),
    ],
)  # fmt: skip
def test_bounds_of_a_scheme(
    value: str, per: str | None, least: str | None, most: str | None, status: str, told: set[Any]
) -> None:
    figures = {"v": value, "p": per, "low": least, "high": most}
    row: dict[str, Any] = {"kind": "plausibility", "value": "v"}
    row |= {"per": "p"} if per else {}
    row |= {"least": "low"} if least else {}
    row |= {"most": "high"} if most else {}
    verdict = judged(figures, **row)
    assert verdict.status == status, verdict.reason
    assert {(m.role, m.value, m.least, m.most) for m in verdict.would_hold} == told


@pytest.mark.parametrize(
    ("stated", "n", "status"),
    [
        ("三分之二", "30", "holds"),  # 20 of them
        ("三分之二", "31", "infeasible"),
        (["五成", "30%", "20%"], "30", "holds"),
        (["五成", "30%"], "30", "infeasible"),  # 14 to 16 and 9 make no 30
        ("3‰", "1000", "holds"),
        ("3‰", "100", "infeasible"),
    ],
)
def test_shares_in_other_words(stated: str | list[str], n: str, status: str) -> None:
    assert judged({}, kind="feasible_share", stated=stated, n=n).status == status


def test_shares_of_all_kinds_make_100() -> None:
    row = {"kind": "shares_to_100"}
    assert judged({}, stated=["五成", "30%", "20%"], **row).status is Status.HOLDS
    assert judged({}, stated=["三分之二", "33.3%"], **row).status is Status.HOLDS_ROUNDED
    # 66.67 + 30: a fraction has no last digit, so half a per cent is all the slack
    failing = judged({}, stated=["三分之二", "30%"], **row)
    assert {(mend.role, mend.value) for mend in failing.would_hold} == {("stated[0]", "7/10")}


def test_the_same_words_in_another_dress() -> None:
    figures = {"a": "某发〔2009〕2号", "b": "某发[2009] ２号", "c": "某发﹝2009﹞3号"}
    assert judged(figures, kind="equal", left="a", right="b").status is Status.HOLDS
    assert judged(figures, kind="equal", left="a", right="c").status is Status.DOES_NOT_HOLD
