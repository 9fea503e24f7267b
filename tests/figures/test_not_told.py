"""Relations of real reports whose other member was never printed cannot be checked, and say so.

Judged by hand as not verifiable; the missing denominator or list is what the report leaves out.
"""

from __future__ import annotations

from typing import Any

import pytest

from zwgk.figures import Status, reconcile

RELATIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "R000-1 回复率没有来信总数": (
        {"replied": "240余", "rate": "100%", "received": None},
        {"kind": "percentage", "part": "replied", "whole": "received", "stated": "rate"},
    ),
    "R000-1 满意率没有评价数": (
        {"satisfied": None, "rated": None, "rate": "100%"},
        {"kind": "percentage", "part": "satisfied", "whole": "rated", "stated": "rate"},
    ),
    "R000-7 代办率没有办理数": (
        {"handled": None, "transferred": "3", "rate": "100%"},
        {"kind": "percentage", "part": "handled", "whole": "transferred", "stated": "rate"},
    ),
    "R000-8 三个重要文件没有列名": (
        {"files": "三个"},
        {"kind": "list_count", "claimed": "files", "listed": []},
    ),
    "R000-8 征订没有任务数": (
        {"subscribed": {"value": "280", "unit": "份"}, "quota": None},
        {"kind": "inequality", "left": "subscribed", "op": ">", "right": "quota"},
    ),
    "R000-8 控制指标没有写明": (
        {"accidents": {"value": "28", "unit": "起"}, "limit": None},
        {"kind": "inequality", "left": "accidents", "op": "<=", "right": "limit"},
    ),
    "R000-9 96分没有构成": (
        {"total": "96分", "norm": None, "aspects": None},
        {"kind": "sum", "parts": ["norm", "aspects"], "total": "total"},
    ),
    "R002-6 五个结合没有列名": (
        {"combinations": "五个"},
        {"kind": "list_count", "claimed": "combinations", "listed": []},
    ),
    "R003-3 两簿没有列名": (
        {"books": "兩簿"},
        {"kind": "list_count", "claimed": "books", "listed": []},
    ),
    "R004-01 十不准没有列名": (
        {"rules": "十不准"},
        {"kind": "list_count", "claimed": "rules", "listed": []},
    ),
    "R004-07 六进乡村没有列名": (
        {"visits": "六进"},
        {"kind": "list_count", "claimed": "visits", "listed": []},
    ),
}


@pytest.mark.parametrize(("figures", "row"), RELATIONS.values(), ids=list(RELATIONS))
def test_what_was_not_printed_cannot_be_checked(
    figures: dict[str, Any], row: dict[str, Any]
) -> None:
    (verdict,) = reconcile(figures, [{"id": "relation", **row}])
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh
    assert not verdict.failing


def test_a_rule_of_none_late_against_96() -> None:
    # proclaimed: no case beyond its limit; printed in the same paragraph: 96
    row = {"id": "none_late", "kind": "inequality", "left": "late", "op": "<=", "right": "0"}
    assert reconcile({"late": {"value": "96", "unit": "件"}}, [row])[0].failing


def test_a_circle_of_sums_is_judged_one_by_one() -> None:
    # a = b + c, b = a - c, c = a - b: 5 = 2 + 3 all round; with b = 4 none of them holds
    rows = [
        {"id": "a", "kind": "sum", "parts": ["b", "c"], "total": "a"},
        {"id": "b", "kind": "sum", "parts": ["a"], "minus": ["c"], "total": "b"},
        {"id": "c", "kind": "sum", "parts": ["a"], "minus": ["b"], "total": "c"},
        {"id": "self", "kind": "sum", "parts": ["a"], "total": "a"},
    ]
    fine = reconcile({"a": "5", "b": "2", "c": "3"}, rows)
    assert [verdict.status for verdict in fine] == [Status.HOLDS] * 4
    wrong = reconcile({"a": "5", "b": "4", "c": "3"}, rows)
    assert [verdict.failing for verdict in wrong] == [True, True, True, False]
