"""Ranks and roll-ups on paper, in both languages."""

from __future__ import annotations

from datetime import date

from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.report import to_html, to_markdown, to_text
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
roll_up: {own: 6, classes: {township: 3, department: {weight: 1, take: min}}}
grades: [{id: best, title: 先进, from: 60, quota: "25%"}, {id: rest, title: 其他}]
indicators:
  - {id: a, title: 甲, points: 100, rule: {kind: declared}}
"""


def scheme() -> Scheme:
    known = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(SHEET, "sheet.yaml"), known, {})


def unit(name: str, kind: str, points: str | None, sheet: Scheme) -> Assessment:
    given = [] if points is None else [{"assessor": "review", "indicator": "a", "points": points}]
    data = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": name, "kind": kind},
        "declarations": given,
    }
    return assess(dossier_from(Source("dossier.yaml", data)), sheet, as_of=date(2025, 1, 31))


def test_rank_and_parts_stand_in_the_result() -> None:
    sheet = scheme()
    below = [unit("镇", "township", "80", sheet), unit("局", "department", None, sheet)]
    whole = roll_up(unit("县", "government", "90", sheet), below, sheet)
    first, second = rank([whole, unit("市", "government", "99", sheet)], sheet)
    # 54 + 24 + [0, 10], behind 99 in any case
    text = to_text(first)
    assert "名次      共 2 个单位，第 2 名；先进：前 25%，0 个名额，不在内" in text
    assert (
        "汇总构成  县 90.00（占 60%）、镇 80.00（占 30%）、局 0.00–100.00（占 10%，取最低）" in text
    )
    page = to_markdown(first, "en")
    assert "- Rank: **rank 2 of 2 units; 先进: top 25%, 0 places, not within**" in page
    assert "局 0.00–100.00 (10% of it, the lowest counts)" in page
    assert "第 2 名" in to_html(first)
    assert "汇总构成" not in to_text(second)
