"""Where a part is lacking, the others have the points of another sheet (缺项改按另一类)."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, declared_fact, excused_fact, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source

RULE = {"kind": "declared"}
KEY: dict[str, Any] = {
    "id": "key",
    "title": "重点领域",
    "points": "60",
    "profiles": ["with"],
    "na": {"policy": "profile", "sheet": "without"},
    "rule": RULE,
}
FIRST: dict[str, Any] = {
    "id": "x",
    "title": "甲",
    "points": {"with": "30", "without": "70"},
    "rule": RULE,
}
SECOND: dict[str, Any] = {
    "id": "y",
    "title": "乙",
    "points": {"with": "10", "without": "30"},
    "rule": RULE,
}
ASIDE: dict[str, Any] = {
    "id": "z",
    "title": "加分",
    "part": "bonus",
    "points": "5",
    "rule": RULE,
}


def scored(parts: tuple[dict[str, Any], ...], first: int = 28) -> Score:
    data = {
        "format": "1",
        "id": "sheet",
        "version": "1",
        "title": "示例",
        "source": "示例（虚构）",
        "full": "100",
        "profiles": {"with": {"title": "有"}, "without": {"title": "无"}},
        "indicators": list(parts),
    }
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    scheme = read_scheme(Source("sheet.yaml", data), known, {}).sheets["with"]
    facts = {
        declared_fact(name): FactValue.exactly(Fraction(points))
        for name, points in (("x", first), ("y", 9), ("z", 3))
    }
    facts[excused_fact("key")] = FactValue.exactly(Fraction(1))
    return score(scheme, facts, facts, {})


def test_in_whatever_order_the_parts_stand() -> None:
    # without key fields x has 28 of 70 and y 9 of 30; 3 more are a bonus: 40
    for parts in permutations([KEY, FIRST, SECOND, ASIDE]):
        result = scored(parts)
        assert str(result.total) == "40.00"
        by_id = {one.id: one for one in result.indicators}
        assert [by_id[name].points for name in ("x", "y", "z")] == [70, 30, 5]
        assert result.ledger is not None
        assert 100 + sum(entry.amount for entry in result.ledger) == 40


def test_points_that_only_the_other_sheet_has_room_for() -> None:
    # 50 of 70 where x has no more than 30 on its own sheet; with 9 of 30 and the bonus: 62
    result = scored((KEY, FIRST, SECOND, ASIDE), 50)
    assert str(result.total) == "62.00"
    assert [one.error for one in result.indicators] == [None] * len(result.indicators)
    assert result.ledger is not None
    assert 100 + sum(entry.amount for entry in result.ledger) == 62
