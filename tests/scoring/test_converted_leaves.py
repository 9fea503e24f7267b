"""A leaf that is converted, a quota that counts units, a rolled-up score that is one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Assessment, Bounds, Settled, rank, roll_up, score
from zwgk.source import parse_yaml

HEAD = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例\nsource: 示例（虚构）\n'


def sheet(body: str) -> Scheme:
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(HEAD + body, "sheet.yaml"), known, {}, frozenset({"n"}))


def unit(name: str, total: str, kind: str) -> Assessment:
    points = Decimal(total)
    return Assessment.model_validate(
        {
            "scheme": "sheet", "version": "1", "scheme_title": Text("示例"),
            "source": "示例（虚构）", "verified": True, "unit": name, "first": date(2024, 1, 1),
            "last": date(2024, 12, 31), "as_of": date(2025, 1, 31), "perspective": "review",
            "calendar": "x", "scored": True, "full": Decimal(100), "total": points, "grade": None,
            "bounds": Bounds(least=points, greatest=points), "declared": None,
            "settled": Settled.model_validate({"points": points, "of": 100}), "completeness": 1,
            "indicators": (), "ledgers": None, "vetoes": (), "facts": (), "duties": (),
            "verdicts": (), "findings": (), "unit_kind": kind,
            "ledger": (
                {
                    "id": "L001", "indicator": "a", "kind": "loss", "points": points - 100,
                    "amount": points - 100, "reason": Text("扣分", "loss"),
                },
            ),
        }
    )  # fmt: skip


def test_points_of_a_leaf_are_converted_once() -> None:
    scheme = sheet(
        "full: 10\nindicators:\n"
        "  - {id: a, title: 甲, points: 20, convert: 10, rule: {kind: deduct, per: n, each: 5}}\n"
    )
    facts = {"n": FactValue.exactly(Fraction(1))}
    result = score(scheme, facts, facts, {})
    # 20 - 5 = 15 of 20, that is 7.5 of 10: one loss of 5 as the sheet says, 2.5 of the total
    assert str(result.total) == "7.50"
    assert result.ledger is not None
    assert [(str(e.kind), e.points, e.amount) for e in result.ledger] == [
        ("loss", Fraction(-5), Fraction(-5, 2))
    ]


def test_a_quota_counts_units_however_ranks_are_numbered() -> None:
    scheme = sheet(
        "full: 100\nranking: {ties: dense}\nindicators:\n"
        "  - {id: a, title: 甲, points: 100, rule: {kind: declared}}\n"
        "grades:\n  - {id: best, title: 先进, quota: 50%}\n  - {id: rest, title: 其他}\n"
    )
    units = [
        unit(name, total, "department")
        for name, total in zip("甲乙丙丁", ("90", "90", "80", "70"), strict=True)
    ]
    found = rank(units, scheme)
    # dense ranks are 1, 1, 2, 3; half of four units are two places, and the first two fill them
    assert [one.rank for one in found] == [1, 1, 2, 3]
    assert [one.grade for one in found] == ["best", "best", "rest", "rest"]


def test_what_is_rolled_up_is_a_score() -> None:
    scheme = sheet(
        "full: 100\nroll_up: {own: 6, classes: {township: 3, department: 1}}\nindicators:\n"
        "  - {id: a, title: 甲, points: 100, rule: {kind: declared}}\n"
    )
    below = [unit("镇", "80", "township"), unit("局", "70", "department")]
    found = roll_up(unit("县", "90", "government"), below, scheme)
    # 90 × 0.6 + 80 × 0.3 + 70 × 0.1 = 54 + 24 + 7
    assert (found.scored, str(found.total)) == (True, "85.00")
