"""Suggestions carried out: each kind of mend, each form that a figure may have."""

from __future__ import annotations

from typing import Any

import pytest

from zwgk.figures import Status, Suggestion, Verdict, Why, apply, read_identities, reconcile
from zwgk.records import Figure


def mended(
    figures: dict[str, Any], row: dict[str, Any], why: Why, member: str
) -> tuple[Verdict, Suggestion, Verdict]:
    (identity,) = read_identities([{"id": "i", **row}])
    (verdict,) = reconcile(figures, [identity])
    mend = next(m for m in verdict.would_hold if (m.why, m.member) == (why, member))
    before = dict(figures)
    changed, same = apply(mend, figures, identity)
    assert figures == before
    (after,) = reconcile(changed, [same])
    return verdict, mend, after


SUM = {"kind": "sum", "parts": ["a", "b", "c"], "total": "t"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], Why, str, str | None]] = {
    # 5 + 7 + 9 = 21
    "counted twice": ({"a": "5", "b": "7", "c": "9", "t": "14"}, SUM, Why.COUNTED_TWICE, "b", None),
    "left out": (
        {"a": "5", "b": "7", "c": "9", "d": "11", "t": "32"}, SUM, Why.LEFT_OUT, "d", None,
    ),
    "taken off once too often": (
        {"a": "5", "b": "7", "c": "9", "t": "21", "d": "4"}, SUM | {"minus": ["d"]},
        Why.COUNTED_TWICE, "d", None,
    ),
    "missing": ({"a": "5", "b": "7", "c": None, "t": "21"}, SUM, Why.MISSING, "c", "9"),
    "masked": ({"a": "5", "b": "7", "c": "xx", "t": "30"}, SUM, Why.MISSING, "c", "18"),
    "a mapping": (
        {"a": {"value": "5", "unit": "元"}, "b": "7", "c": "9", "t": "21.5"}, SUM, Why.VALUE, "a",
        "5.5",
    ),
    "a record": (
        {"a": Figure(value="6"), "b": "7", "c": "9", "t": "21"}, SUM, Why.ONE_DIGIT, "a", "5",
    ),
    "a literal": (
        {"a": "5", "b": "7", "c": "9"}, SUM | {"total": "12"}, Why.DIGITS_SWAPPED, "12", "21",
    ),
    "元 for 万元": (
        {"a": "5元", "b": "7万元", "c": "9万元", "t": "21万元"}, SUM, Why.UNIT_SLIP, "a", "50000元",
    ),
    "万 is kept": (
        {"a": "5万", "b": "7万", "c": "9万", "t": "12万"}, SUM, Why.DIGITS_SWAPPED, "t", "21万",
    ),
    "亿 is kept": (
        {"a": "5亿", "b": "7亿", "c": "9亿", "t": "31亿"}, SUM, Why.ONE_DIGIT, "t", "21亿",
    ),
    "a dropped digit": (
        {"a": "5", "b": "7", "c": "90", "t": "12"}, SUM, Why.DIGIT_DROPPED, "t", "102",
    ),
    "an axis": (
        {"a": "5", "b": "7", "c": "9", "t": "14"},
        {"kind": "partition", "total": "t", "axes": {"sex": ["a", "b", "c"]}},
        Why.COUNTED_TWICE, "b", None,
    ),
    "one of a list": (
        {"n": "两个"}, {"kind": "list_count", "claimed": "n", "listed": ["甲", "甲", "乙"]},
        Why.COUNTED_TWICE, "甲", None,
    ),
    "growth that was a decline": (
        {"n": "75", "b": "80", "s": "增长5"},
        {"kind": "change", "now": "n", "before": "b", "stated": "s"},
        Why.VALUE, "s", "下降5",
    ),
    "a slip of the point": (
        {"n": "75%", "b": "8"}, {"kind": "product", "factors": ["n", "b"], "stated": "60"},
        Why.DECIMAL_SLIP, "b", "80",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "row", "why", "member", "value"), CASES.values(), ids=list(CASES)
)
def test_each_mend_makes_it_hold(
    figures: dict[str, Any], row: dict[str, Any], why: Why, member: str, value: str | None
) -> None:
    before, mend, after = mended(figures, row, why, member)
    assert before.status in {Status.DOES_NOT_HOLD, Status.UNVERIFIABLE}
    assert mend.value == value
    assert after.status is Status.HOLDS


@pytest.mark.parametrize(
    ("figures", "row"),
    [
        # whatever one figure is, against itself it has not grown by a tenth
        ({"a": "5", "s": "10%"}, {"kind": "change", "now": "a", "before": "a", "stated": "s"}),
        # a bound that is told beside the number would stay
        ({"n": {"value": "1", "bound": "within"}},
         {"kind": "list_count", "claimed": "n", "listed": ["甲", "乙"]}),
        # and so would the unit beside 万
        ({"a": {"value": "5万", "unit": "万元"}}, {"kind": "equal", "left": "a", "right": "5元"}),
    ],
)  # fmt: skip
def test_what_would_not_help_is_not_told(figures: dict[str, Any], row: dict[str, Any]) -> None:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    assert verdict.failing
    assert not any(mend.member in {"a", "n"} for mend in verdict.would_hold)


def test_other_money_is_not_converted() -> None:
    figures = {"a": "5美元", "b": "5元", "c": "5美元"}
    equal = {"id": "i", "kind": "equal", "left": "a"}
    assert reconcile(figures, [equal | {"right": "b"}])[0].status is Status.UNVERIFIABLE
    assert reconcile(figures, [equal | {"right": "c"}])[0].status is Status.HOLDS


def test_gaps_of_a_rate_of_growth() -> None:
    row = {"id": "i", "kind": "change", "now": "n", "before": "b", "stated": "10%"}
    verdict = reconcile({"n": "5", "b": None}, [row])[0]
    assert (verdict.status, verdict.reason.zh) == (Status.UNVERIFIABLE, "b 缺失")


def test_a_hundred_figures_alike_are_not_all_proposed() -> None:
    figures = {f"f{number}": "1" for number in range(100)} | {"t": "3"}
    row = {"id": "i", "kind": "sum", "parts": ["f0", "f1"], "total": "t"}
    (verdict,) = reconcile(figures, [row])
    assert not any(mend.why is Why.LEFT_OUT for mend in verdict.would_hold)
    few = {name: figures[name] for name in ("f0", "f1", "f2", "f3", "t")}
    (verdict,) = reconcile({**few, "f3": "1件"}, [row])
    assert [m.member for m in verdict.would_hold if m.why is Why.LEFT_OUT] == ["f2"]
