"""Grades that go by rank: how many places there are, and what a fail line leaves of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Assessment, rank, roll_up
from zwgk.source import Source, parse_yaml

SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 100
KEYS
indicators:
  - {id: a, title: 甲, points: 60, rule: {kind: declared}LINE}
  - {id: b, title: 乙, points: 40, rule: {kind: declared}}
"""
BANDS = """\
grades:
  - {id: best, title: 先进, from: 0QUOTA}
  - {id: good, title: 达标, from: 0}
  - {id: poor, title: 不达标}
"""


def scheme(keys: str, line: str = "") -> Scheme:
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    text = SHEET.replace("KEYS", keys).replace("LINE", line)
    return read_scheme(parse_yaml(text, "sheet.yaml"), known, {})


def unit(sheet: Scheme, a: int, b: int, kind: str = "township") -> Assessment:
    said = [
        {"assessor": "review", "indicator": name, "points": str(points)}
        for name, points in (("a", a), ("b", b))
    ]
    data: dict[str, Any] = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": "示例（虚构）", "kind": kind},
        "declarations": said,
    }
    return assess(dossier_from(Source("dossier.yaml", data)), sheet, as_of=date(2025, 1, 31))


@pytest.mark.parametrize(
    ("units", "down", "nearest", "up"),
    [(1, 0, 0, 1), (2, 0, 1, 1), (3, 0, 1, 1), (4, 1, 1, 1), (9, 2, 2, 3), (10, 2, 3, 3)],
)
def test_a_quarter_of_so_many_units(units: int, down: int, nearest: int, up: int) -> None:
    """1/4, 1/2, 3/4, 1, 9/4 and 5/2 places; a half is rounded up."""
    bands = BANDS.replace("QUOTA", ', quota: "25%"')
    for way, places in (("down", down), ("nearest", nearest), ("up", up)):
        sheet = scheme(f"ranking: {{quota_places: {way}}}\n{bands}")
        found = rank([unit(sheet, 60, n) for n in range(units)], sheet)
        assert [one.grade for one in found].count("best") == places


LINE = ", fail_below: {below: 36, effect: {lower: 1}}"


def test_a_fail_line_still_lowers_a_grade_by_rank() -> None:
    # One place. The first has 35 of 60 in a: below its line, one grade lower.
    bands = BANDS.replace("QUOTA", ", top: 1")
    sheet = scheme(bands, LINE)
    found = rank([unit(sheet, 35, 40), unit(sheet, 36, 30)], sheet)
    assert [one.rank for one in found] == [1, 2]
    assert [one.grade for one in found] == ["good", "good"]
    above = rank([unit(sheet, 36, 40), unit(sheet, 36, 30)], sheet)
    assert [one.grade for one in above] == ["best", "good"]


def test_a_fail_line_still_lowers_the_grade_of_a_whole_with_those_below() -> None:
    bands = BANDS.replace("from: 0QUOTA", "from: 70")
    sheet = scheme(f"roll_up: {{own: 1, classes: {{township: 1}}}}\n{bands}", LINE)
    below = unit(sheet, 60, 40)
    for a, grade in ((35, "good"), (36, "best")):
        own = unit(sheet, a, 20, "government")
        found = roll_up(own, [below], sheet)
        assert found.total == (a + 20 + 100) / 2
        assert found.grade == grade
